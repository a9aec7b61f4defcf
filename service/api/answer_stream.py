"""An answer as events: ``sources``, then each ``sentence``, then ``done`` or ``abstention`` with the whole answer.

A fault on the way is the event ``error`` with a problem as its data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi.responses import JSONResponse
from fastapi.sse import format_sse_event

from service.answering import Told
from service.answers import Answer, Sentence, SourcesFound


def written(told: Iterator[Told]) -> Iterator[bytes]:
    """Yield an event for each that is told."""
    for one in told:
        yield _event(_name(one), one.model_dump(mode="json"))


def fault(problem: JSONResponse) -> bytes:
    """Return the event of a fault on the way."""
    return _event("error", json.loads(bytes(problem.body)))


def _name(one: Told) -> str:
    match one:
        case SourcesFound():
            return "sources"
        case Sentence():
            return "sentence"
        case Answer():
            return "done" if one.status == "answered" else "abstention"


def _event(name: str, data: Any) -> bytes:
    # ASCII alone: some parsers take U+2028 and its like for ends of lines.
    return format_sse_event(event=name, data_str=json.dumps(data))
