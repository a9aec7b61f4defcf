"""What every test shares: one real encoder, no network, and Hypothesis without a stopwatch."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.main import get_command

from index.assembly import make_embedder
from index.interfaces import Embedder
from index.model_directory import DEFAULT_MODEL
from index.onnx_export import export_apart

# Slow machines are no reason to fail. `pytest --hypothesis-profile=nightly` looks longer where a test sets no number.
settings.register_profile("enthesis", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile("enthesis")


class NetworkRefusedError(Exception):
    """A test wanted to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def connect_nearby(self: socket.socket, address: Any) -> None:
        _refuse_others(self, address)
        connect(self, address)

    def connect_ex_nearby(self: socket.socket, address: Any) -> int:
        _refuse_others(self, address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        patch.setattr(socket.socket, "connect_ex", connect_ex_nearby)
        yield


def _refuse_others(connecting: socket.socket, address: Any) -> None:
    if connecting.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
        raise NetworkRefusedError(f"tests reach no other machine, and this one wanted {address!r}")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of exported encoders with the bundled one in it, exported once: half a minute."""
    exports = tmp_path_factory.mktemp("encoders")
    export_apart(DEFAULT_MODEL, exports)
    return exports


@pytest.fixture(scope="session")
def real_embedder(exported: Path) -> Embedder:
    """The bundled encoder as it serves: for tests marked ``model``."""
    return make_embedder(DEFAULT_MODEL, exported)


@pytest.fixture(scope="session", autouse=True)
def _commands_are_put_together_once() -> Iterator[None]:
    """`CliRunner` puts the commands of an application together anew for each call: half a second of `enthesis`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", cache(get_command))
        yield
