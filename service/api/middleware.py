"""What every request passes: an id, a bound on the body, headers that protect the reader, one line in the log."""

from __future__ import annotations

import logging
import re
import uuid
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem, unexpected
from service.errors import ErrorCode

_LOG = logging.getLogger("enthesis.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}


class RequestContext:
    """Gives each request an id (the caller's ``X-Request-ID`` if it is a sane one), headers, and a line in the log.

    Neither query strings nor bodies are logged: questions may be health data.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope["request_id"] = request_id
        began = perf_counter()
        status: int | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers.update(HEADERS)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if status is not None:
                raise
            await unexpected(error, scope)(scope, receive, send_with_headers)
        finally:
            milliseconds = (perf_counter() - began) * 1000
            _LOG.info("%s %s %s %s %.1fms", request_id, scope["method"], scope["path"], status, milliseconds)


class BodyLimit:
    """Refuses a body larger than ``max_bytes`` with 413, by its announced length or as it comes in."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        body = bytearray()
        too_large = not announced.isdigit() or int(announced) > self._max_bytes
        while not too_large:
            message = await receive()
            body += message.get("body", b"")
            too_large = len(body) > self._max_bytes
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                break
        if too_large:
            detail = f"The body may have {self._max_bytes} bytes at most."
            await problem(scope, ErrorCode.BODY_TOO_LARGE, detail)(scope, receive, send)
            return
        await self._app(scope, _replay(bytes(body), receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receiver that gives the whole body once, then what the connection gives."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
