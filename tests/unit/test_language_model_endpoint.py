"""One request to an endpoint that may do anything."""

from __future__ import annotations

import json
import logging
import socket
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest
from pydantic import SecretStr

from service.language_model.endpoint import Endpoint, ModelFaultError
from tests.language_models import LyingModel, Misbehave, completion, send

MESSAGES = [{"role": "system", "content": "Rules."}, {"role": "user", "content": "sorekneequestion"}]


def answering(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Misbehave:
    return lambda handler: send(handler, body, status, kind, **headers)


def dripping(head: bytes, drip: bytes, every: float = 0.05) -> Misbehave:
    def drip_for_ever(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while True:
            handler.wfile.write(drip)
            handler.wfile.flush()
            time.sleep(every)

    return drip_for_ever


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def not_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        handler.wfile.write(b'{"choices": [' + b" " * 65536)


OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

FAULTS: dict[str, tuple[Misbehave, str]] = {
    "a page": (answering(b"<html><script>alert(1)</script>", kind="text/html"), "something other than JSON"),
    "JSON called text": (answering(completion("Yes."), kind="text/plain"), "something other than JSON"),
    "no JSON": (answering(b"{"), "not of the agreed form"),
    "nothing": (answering(b""), "not of the agreed form"),
    "null": (answering(b"null"), "not of the agreed form"),
    "a list": (answering(b"[]"), "not of the agreed form"),
    "an error in the form of an answer": (answering(b'{"error": {"message": "no"}}'), "not of the agreed form"),
    "no choices": (answering(b'{"choices": []}'), "not of the agreed form"),
    "null choices": (answering(b'{"choices": null}'), "not of the agreed form"),
    "a choice of the wrong kind": (answering(b'{"choices": ["Yes."]}'), "not of the agreed form"),
    "a null message": (answering(b'{"choices": [{"message": null}]}'), "not of the agreed form"),
    "words that are a number": (answering(completion(17)), "not of the agreed form"),
    "words that are a list": (answering(completion([{"type": "text", "text": "Yes."}])), "not of the agreed form"),
    "a lone surrogate": (answering(completion("Yes \ud800.")), "not of the agreed form"),
    "not UTF-8": (answering(completion("Yes").replace(b"Yes", b"\xff\xfe")), "not of the agreed form"),
    "deep": (answering(b'{"choices": ' + b"[" * 100_000), "not of the agreed form"),
    "null words": (answering(completion(None)), "said nothing"),
    "no words": (answering(completion(" \n ")), "said nothing"),
    "a refusal": (answering(completion(None, refusal="I cannot.")), "refused"),
    "compressed": (answering(b"\x1f\x8b\x08\x00", Content_Encoding="gzip"), "not of the agreed form"),
    "a redirect": (answering(b"", 307, Location="http://127.0.0.1:1/v1/chat/completions"), "status 307"),
    "not allowed": (answering(b'{"error": "key"}', 401), "status 401"),
    "not there": (answering(b"{}", 404), "status 404"),
    "broken": (answering(b"{}", 500), "status 500"),
    "busy": (answering(b"{}", 429, Retry_After="0"), "twice with status 429"),
    "closed": (answering(b"{}", 503, Retry_After="0"), "twice with status 503"),
    "a reset": (reset, "cannot be reached"),
    "no HTTP": (not_http, "cannot be reached"),
    "endless": (endless, "more than any answer has"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_comes_back_is_told_in_plain_words(name: str) -> None:
    misbehave, why = FAULTS[name]
    with LyingModel(misbehave=misbehave) as model, pytest.raises(ModelFaultError, match=why) as told:
        model.endpoint(key="sk-secret").complete(MESSAGES)
    assert "sorekneequestion" not in str(told.value)
    assert "sk-secret" not in str(told.value)


@pytest.mark.parametrize(
    "misbehave",
    [
        dripping(OK_HEAD, b" "),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        dripping(b"", b"", every=0.1),
        lambda _: time.sleep(1.5),
        answering(b"{}", 429, Retry_After="3600"),
    ],
    ids=["a slow body", "slow headers", "silence that ends never", "silence", "come back in an hour"],
)
def test_the_time_that_is_set_is_for_all_of_it(misbehave: Misbehave) -> None:
    with LyingModel(misbehave=misbehave) as model:
        began = time.monotonic()
        with pytest.raises(ModelFaultError, match=r"did not answer within 0\.4 seconds"):
            model.endpoint(timeout_seconds=0.4).complete(MESSAGES)
        assert time.monotonic() - began < 1.2
        model.misbehave = reset


def test_who_is_not_there_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ModelFaultError, match="cannot be reached"):
        Endpoint(f"http://127.0.0.1:{port}/v1", "m", None, 5, 100).complete(MESSAGES)


@pytest.mark.parametrize("url", ["http://[::1/v1", "http://exa mple/v1", "http://\u2028/v1", "ftp://127.0.0.1/v1"])
def test_an_address_that_cannot_be_one_cannot_be_reached(url: str) -> None:
    with pytest.raises(ModelFaultError, match="cannot be reached"):
        Endpoint(url, "m", None, 5, 100).complete(MESSAGES)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_busy_is_asked_once_more(status: int) -> None:
    def busy_once(handler: BaseHTTPRequestHandler) -> None:
        first = len(model.asked) == 1
        send(handler, b"{}" if first else completion("Yes."), status if first else 200, Retry_After="0")

    with LyingModel(misbehave=busy_once) as model:
        assert model.endpoint().complete(MESSAGES) == "Yes."
        assert len(model.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_what_will_not_change_is_asked_once(status: int) -> None:
    with LyingModel(misbehave=answering(b"{}", status)) as model, pytest.raises(ModelFaultError):
        model.endpoint().complete(MESSAGES)
    assert len(model.asked) == 1


def test_what_is_sent_is_what_every_such_service_knows() -> None:
    with LyingModel(say=lambda _: "Yes.") as model:
        assert model.endpoint(max_output_tokens=77).complete(MESSAGES) == "Yes."
    (asked,) = model.asked
    assert asked.body == {"model": "liar", "messages": MESSAGES, "max_tokens": 77, "temperature": 0, "stream": False}
    assert "authorization" not in asked.headers


def test_the_key_is_sent_as_a_bearer_token_and_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with LyingModel(say=lambda _: "Yes.") as model:
        endpoint = model.endpoint(key="sk-secret")
        endpoint.complete(MESSAGES)
    assert model.asked[0].headers["authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(endpoint)
    assert caplog.records
    for record in caplog.records:
        assert "sk-secret" not in record.getMessage()
        assert "sorekneequestion" not in record.getMessage()


def test_what_the_environment_says_of_proxies_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with LyingModel(say=lambda _: "Yes.") as model:
        assert model.endpoint().complete(MESSAGES) == "Yes."


def test_fields_that_nobody_agreed_on_are_passed_over() -> None:
    body = json.loads(completion("Yes.", reasoning_content="Hm.", tool_calls=[])) | {"usage": None, "x": [1]}
    with LyingModel(misbehave=answering(json.dumps(body).encode(), kind="Application/JSON; charset=utf-8")) as model:
        assert model.endpoint().complete(MESSAGES) == "Yes."


def test_a_key_that_is_set_stays_hidden() -> None:
    make: Callable[[], Endpoint] = lambda: Endpoint("http://127.0.0.1:1/v1", "m", SecretStr("sk-secret"), 1, 10)  # noqa: E731
    assert "sk-secret" not in f"{make()} {make()!r}"
