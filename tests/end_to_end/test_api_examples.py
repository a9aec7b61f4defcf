"""The examples in the API's documentation are what a real service says to their requests."""

from __future__ import annotations

from typing import Any

import pytest

from service.api.examples import Exchange
from tests.api_examples import ask, read_exchanges
from tests.servers import Server

pytestmark = pytest.mark.model

# What differs from answer to answer, from build to build or from machine to machine.
PASSING = frozenset(
    {"id", "timings_ms", "built_at", "added_at", "fingerprint", "system_fingerprint", "created", "request_id", "file"}
)


def lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: lasting(part) for name, part in value.items() if name not in PASSING}
    if isinstance(value, list):
        return [lasting(part) for part in value]
    return value


@pytest.mark.parametrize("exchange", read_exchanges(), ids=lambda one: f"{one.method} {one.path} {one.name}")
def test_an_example_is_what_is_answered(served: Server, exchange: Exchange) -> None:
    answered = ask(served.http, exchange)
    assert answered.status == exchange.status
    assert lasting(answered.response) == about(lasting(exchange.response))


def about(value: Any) -> Any:
    """Encoders differ between machines in the last digits of a cosine."""
    if isinstance(value, dict):
        return {name: about(part) for name, part in value.items()}
    if isinstance(value, list):
        return [about(part) for part in value]
    return pytest.approx(value, abs=0.05) if isinstance(value, float) else value
