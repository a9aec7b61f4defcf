"""What goes wrong between a request and its answer: each fault does to one answer what it is named for."""

from __future__ import annotations

import json
import re
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType

_HTML = b"<!DOCTYPE html>\n<html><head><title>Service unavailable</title></head><body>Please wait</body></html>"
_ERROR = b'<?xml version="1.0"?>\n<eSearchResult><ERROR>Search Backend failed: made up</ERROR></eSearchResult>'
_LAST_RECORD = re.compile(rb"<PubmedArticle>(?:(?!<PubmedArticle>).)*(?=</PubmedArticleSet>)", re.DOTALL)
_ERRORS = {"xml": _ERROR, "json": b'{"errCode": 503, "errMsg": "made up"}'}


@dataclass(frozen=True)
class Answer:
    """A good answer; ``former`` is the good one before it of the same kind, empty at first."""

    body: bytes
    kind: str
    former: bytes = b""


Fault = Callable[[BaseHTTPRequestHandler, Answer], None]


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    kind: str = "text/xml",
    status: int = 200,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    handler.send_response(status)
    sent = {"Content-Type": kind, "Content-Length": str(len(body)), **headers}
    for name, value in sent.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def _status(status: int, body: bytes = b"", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: send(handler, body, "text/html", status, named)


def _body(change: Callable[[Answer], bytes]) -> Fault:
    return lambda handler, answer: send(handler, change(answer), answer.kind)


def _cut(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Half of it, though the length promises the whole."""
    handler.close_connection = True
    send(handler, answer.body[: len(answer.body) // 2], answer.kind, headers={"Content-Length": str(len(answer.body))})


def _cut_without_length(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """A part of it, whose end is where the connection ends."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(answer.body[: len(answer.body) * 2 // 3])


def _stall(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """The beginning, and then nothing until the client has had enough."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    handler.wfile.write(answer.body[:20])
    handler.connection.settimeout(10)
    with suppress(OSError):
        handler.connection.recv(1)


def _reset(handler: BaseHTTPRequestHandler, _: Answer) -> None:
    """Hang up so that the client's system is told of it (RST)."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _fewer(answer: Answer) -> bytes:
    """The last record of it left out."""
    if b"<PubmedArticle>" in answer.body:
        return _LAST_RECORD.sub(b"", answer.body)
    if b"<IdList>" in answer.body:
        return re.sub(rb"<Id>\d+</Id></IdList>", b"</IdList>", answer.body)
    content = json.loads(answer.body)
    records = content["studies"] if "studies" in content else content["resultList"]["result"]
    del records[-1:]
    return json.dumps(content).encode()


def _miscounted(by: int) -> Callable[[Answer], bytes]:
    """Another number of records than there are, where there is a number."""
    counts = re.compile(rb'(<Count>|"hitCount": |"totalCount": )(\d+)')
    return lambda answer: counts.sub(lambda found: found[1] + b"%d" % (int(found[2]) + by), answer.body, count=1)


def _former(answer: Answer) -> bytes:
    """The answer before it, once more."""
    return answer.former or _fewer(answer)


FAULTS: dict[str, Fault] = {
    "429": _status(429, b"slow down"),
    "429 with Retry-After": _status(429, b"slow down", Retry_After="0"),
    "500": _status(500, b"oops"),
    "503 with a web page": _status(503, _HTML, Retry_After="0"),
    "web page in a 200": _body(lambda _: _HTML),
    "error in a 200": _body(lambda answer: _ERRORS[answer.kind.rpartition("/")[2]]),
    "cut, by its length": _cut,
    "cut, without a length": _cut_without_length,
    "cut, with the length of the rest": _body(lambda answer: answer.body[: len(answer.body) * 3 // 4]),
    "all but the last byte": _body(lambda answer: answer.body.rstrip()[:-1]),
    "stall": _stall,
    "reset": _reset,
    "one counted too many": _body(_miscounted(1)),
    "one counted too few": _body(_miscounted(-1)),
    "one record too few": _body(_fewer),
    "the page before": _body(_former),
    "empty": _body(lambda _: b""),
}


@dataclass
class Mishaps:
    """Does ``fault`` to the answers of the requests from ``first`` on, ``times`` of them (None: to all)."""

    fault: Fault | None = None
    first: int = 0
    times: int | None = 1
    done: int = field(default=0, init=False)

    def of(self, request: int) -> Fault | None:
        if self.fault is None or request < self.first or (self.times is not None and self.done >= self.times):
            return None
        self.done += 1
        return self.fault
