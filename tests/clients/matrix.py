"""What each client heard, beside what the service says, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table

from tests.clients.heard import Heard


@dataclass(frozen=True, slots=True)
class Expected:
    """What the service says, read from its bytes and not by a client."""

    said: Mapping[str, str]
    cited: list[tuple[str, str]]


def expected(completion: Mapping[str, Any]) -> Expected:
    """Return what a client should hear, out of the completion that the service gives."""
    message = completion["choices"][0]["message"]
    said = {"message": message["content"], "answer": completion["enthesis"]["answer"], "error": "model_not_found"}
    return Expected(said, [("[1]", one["url_citation"]["url"]) for one in message["annotations"]])


def shortfall(heard: Heard, said: Expected) -> str | None:
    """Return what the client did not hear as it was said; None where it heard everything that it passes on."""
    if heard.said != said.said[heard.kind]:
        return f"**another {heard.kind}**"
    return "**other citations**" if heard.cited not in (None, said.cited) else None


def result(heard: Heard, said: Expected) -> str:
    """Return what a call came to, in words."""
    right = {"answer": "the answer", "error": "the error, by its type and code"}
    if heard.kind == "message":
        right["message"] = f"the message, {'no annotations passed on' if heard.cited is None else 'every citation'}"
    return shortfall(heard, said) or right[heard.kind]


def matrix(calls: Iterable[Heard], said: Expected) -> Table:
    """Return a row for each call."""
    table = Table("client", "version", "call", "heard", box=box.MARKDOWN)
    for heard in calls:
        table.add_row(heard.client, heard.version, heard.call, result(heard, said))
    return table
