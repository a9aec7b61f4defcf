"""A language model that lies: a real server on a loopback port that speaks `/v1/chat/completions`."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from pydantic import SecretStr

from index.interfaces import Embedder
from service.extractive_answerer import ExtractiveAnswerer
from service.language_model.alignment_verifier import AlignmentVerifier
from service.language_model.answerer import LanguageModelAnswerer
from service.language_model.endpoint import Endpoint
from tests.fakes import HashingEmbedder


@dataclass(frozen=True)
class Asked:
    """A request as the model got it, and what it can read in it."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def fence(self) -> str:
        return self.user.splitlines()[0]

    @property
    def passages(self) -> dict[int, str]:
        """The passages by number: what stands between the two lines of the fence."""
        _, inside, _ = self.user.split(self.fence)
        lines = inside.strip("\n").split("\n")
        return {int(found[1]): found[2] for line in lines if (found := re.fullmatch(r"\[(\d+)\] (.*)", line))}

    def number_of(self, words: str) -> int:
        """The number of the passage that has these words."""
        return next(number for number, text in self.passages.items() if words in text)


Misbehave = Callable[[BaseHTTPRequestHandler], None]
"""Writes to the connection what no endpoint should."""


@dataclass
class LyingModel:
    """Says what the test lets it; ``asked`` are the requests so far."""

    say: Callable[[Asked], str] = lambda _: ""
    misbehave: Misbehave | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, name="lying-model", args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def endpoint(self, timeout_seconds: float = 20, key: str | None = None, max_output_tokens: int = 400) -> Endpoint:
        secret = None if key is None else SecretStr(key)
        return Endpoint(self.url, "liar", secret, timeout_seconds, max_output_tokens)


def completion(content: object, **message: object) -> bytes:
    """What an endpoint answers with, for a model that said ``content``."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content, **message}}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}).encode()


def quote_all(asked: Asked) -> str:
    """What a model says that quotes every passage."""
    return "\n".join(f"{text} [{number}]" for number, text in asked.passages.items())


def a_model_answerer(model: LyingModel, embedder: Embedder | None = None, **options: Any) -> LanguageModelAnswerer:
    """The answerer as it is put together, with this model; options are those of the endpoint."""
    verifier = AlignmentVerifier(embedder or HashingEmbedder())
    return LanguageModelAnswerer(model.endpoint(**options), verifier, ExtractiveAnswerer(), 4096)


def send(
    handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, kind: str = "application/json", **headers: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


class _Server(ThreadingHTTPServer):
    def __init__(self, model: LyingModel) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """The client hung up, as it should on what is endless."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        model = self.server.model
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked({name.lower(): value for name, value in self.headers.items()}, body)
        model.asked.append(asked)
        if self.path != "/v1/chat/completions":
            self.send_error(404)
            return
        with suppress(ConnectionError):
            if model.misbehave is not None:
                model.misbehave(self)
            else:
                send(self, completion(model.say(asked)))

    def log_message(self, *_: object) -> None:
        pass
