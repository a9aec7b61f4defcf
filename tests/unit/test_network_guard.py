from __future__ import annotations

import socket

import pytest

from tests.conftest import NetworkRefusedError


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_no_test_reaches_another_machine(address: tuple[str, int]) -> None:
    with socket.socket() as outgoing:
        with pytest.raises(NetworkRefusedError):
            outgoing.connect(address)
        with pytest.raises(NetworkRefusedError):
            outgoing.connect_ex(address)


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as outgoing:
        outgoing.connect(server.getsockname())
