"""What is told as it comes about, as server-sent events.

Not by sse-starlette: it logs every chunk, and with it questions.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from itertools import chain

from fastapi import Request
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from service.answering import Told, whole_unless
from service.answers import Answer
from service.api.problems import service_problem, unexpected
from service.errors import ServiceError

# Proxies cut a connection on which nothing came for a while: nginx after a minute.
KEEP_ALIVE_SECONDS = 15.0

_KEEP_ALIVE = format_sse_event(comment="keep-alive")
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Written = Callable[[Iterator[Told]], Iterator[bytes]]
"""Writes what is told as events."""


async def answered(told: Iterator[Told], request: Request) -> Answer:
    """Return the whole of what is told, unless the client has gone when the sources are found: then no answer is made.

    Raises:
        ClientDisconnect: it has gone.
        ServiceError: what telling raises.
    """
    made = await whole_unless(request.is_disconnected, told)
    if made is None:
        raise ClientDisconnect
    return made


async def stream(
    told: Iterator[Told], request: Request, written: Written, fault: Callable[[JSONResponse], bytes]
) -> EventSourceResponse:
    """Return the response that sends what is told, as it is told; a fault on the way is an event, too.

    The first that is told is waited for, so that a fault before it has a status of its own.

    Raises:
        ServiceError: what telling the first raises.
    """
    first = await run_in_threadpool(next, told)
    events = _with_faults(written(chain((first,), told)), request, fault)
    return EventSourceResponse(_as_they_come(events), headers=_HEADERS)


def _with_faults(events: Iterator[bytes], request: Request, fault: Callable[[JSONResponse], bytes]) -> Generator[bytes]:
    try:
        yield from events
    except ServiceError as error:
        yield fault(service_problem(error, request.scope))
    except Exception as error:  # noqa: BLE001 - the last handler there is: the response has begun
        yield fault(unexpected(error, request.scope))


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
