"""An answer as server-sent events, each sent as soon as it is known.

``sources``, then each ``sentence``, then ``done`` or ``abstention`` with the whole answer. A fault on the way is the
event ``error`` with a problem as its data. Not by sse-starlette: it logs every chunk, and with it questions.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Generator, Iterator
from itertools import chain
from typing import Any

from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from service.answering import Told
from service.answers import Answer, Sentence, SourcesFound
from service.api.problems import service_problem, unexpected
from service.errors import ServiceError

# Proxies cut a connection on which nothing came for a while: nginx after a minute.
KEEP_ALIVE_SECONDS = 15.0

_KEEP_ALIVE = format_sse_event(comment="keep-alive")
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def stream(told: Iterator[Told], request_id: str) -> EventSourceResponse:
    """Return the response that sends what is told, as it is told.

    The first event is waited for, so that a fault before it has a status of its own.

    Raises:
        ServiceError: what telling the first raises.
    """
    first = next(told)
    return EventSourceResponse(_as_they_come(_events(chain((first,), told), request_id)), headers=_HEADERS)


def _events(told: Iterator[Told], request_id: str) -> Generator[bytes]:
    try:
        for one in told:
            yield _event(_name(one), one.model_dump(mode="json"))
    except ServiceError as error:
        yield _error(service_problem(error, request_id))
    except Exception as error:  # noqa: BLE001 - the last handler there is: the response has begun
        yield _error(unexpected(error, request_id))


def _error(problem: JSONResponse) -> bytes:
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


async def _as_they_come(events: Generator[bytes]) -> AsyncIterator[bytes]:
    """Yield each event when a thread has made it, and a comment whenever none has come for a while.

    When the client goes away, the event in the making is the last that is made: a thread cannot be stopped.
    """
    coming = _next(events)
    try:
        while True:
            while not (await asyncio.wait({coming}, timeout=KEEP_ALIVE_SECONDS))[0]:
                yield _KEEP_ALIVE
            event = coming.result()
            if event is None:
                return
            yield event
            coming = _next(events)
    finally:
        coming.add_done_callback(lambda _: events.close())


def _next(events: Generator[bytes]) -> asyncio.Task[bytes | None]:
    return asyncio.create_task(run_in_threadpool(next, events, None))
