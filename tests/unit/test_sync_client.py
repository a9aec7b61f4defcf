from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from corpus.sync.caller import Caller
from corpus.sync.client import HttpClient, Patience
from corpus.sync.errors import AnswerFaultError, UpstreamError
from corpus.sync.interfaces import Search
from tests.upstreams.faults import FAULTS, Answer, Fault, Mishaps, send
from tests.upstreams.following import CALLER, DAY, an_upstream
from tests.upstreams.records import BRISK, WIDE, first_records
from tests.upstreams.server import ReplayServer

FORM = {"term": "psoriasis", "mindate": "1000/01/01", "maxdate": "2026/01/01", "retmax": "5", "api_key": "s3cret"}


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer(first_records()) as running:
        yield running


def ask(server: ReplayServer, patience: Patience = BRISK, hidden: tuple[str, ...] = (), pace: float = 2000) -> bytes:
    with HttpClient("pubmed", server.url, patience, requests_per_second=pace, hidden=hidden) as client:
        return client.ask("POST", "esearch.fcgi", FORM, lambda body: body)


def a_status(status: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: send(handler, b"", "text/plain", status, named)


def test_what_is_sent_as_a_form_is_in_no_address(server: ReplayServer) -> None:
    assert ask(server).startswith(b"<?xml")
    assert server.asked[0].path == "/esearch.fcgi"
    assert server.asked[0].fields == FORM


def test_a_form_may_be_longer_than_any_address(server: ReplayServer) -> None:
    with HttpClient("pubmed", server.url, BRISK, requests_per_second=2000) as client:
        client.ask("POST", "esearch.fcgi", {**FORM, "term": "psoriasis OR " * 20_000}, lambda body: body)
    assert len(server.asked[0].fields["term"]) == 260_000


def test_what_is_waited_for_is_told_without_what_is_hidden(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(503), times=2)
    told: list[str] = []
    with HttpClient(
        "pubmed", server.url, BRISK, requests_per_second=2000, hidden=("status",), on_wait=told.append
    ) as client:
        client.ask("POST", "esearch.fcgi", FORM, lambda body: body)
    assert told == ["pubmed: it answered with … 503. Asking again in 0 seconds."] * 2


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_for_again(server: ReplayServer, status: int) -> None:
    server.mishaps = Mishaps(a_status(status), times=2)
    assert ask(server)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 414])
def test_a_refusal_is_not(server: ReplayServer, status: int) -> None:
    server.mishaps = Mishaps(a_status(status), times=None)
    with pytest.raises(UpstreamError, match=rf"^pubmed: it refused the request with status {status}$"):
        ask(server)
    assert len(server.asked) == 1


def test_a_redirect_is_told_and_not_followed(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(302, Location=f"{server.url}/elsewhere"), times=None)
    with pytest.raises(UpstreamError, match="status 302 and names another address"):
        ask(server)
    assert len(server.asked) == 1


def test_the_upstream_is_left_alone_for_as_long_as_it_asks(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(429, Retry_After="1"))
    assert ask(server)
    first, second = server.asked
    assert second.at - first.at >= 1


def test_it_may_ask_by_a_date(server: ReplayServer) -> None:
    when = datetime.now(UTC) + timedelta(seconds=2)  # written in whole seconds
    server.mishaps = Mishaps(a_status(503, Retry_After=format_datetime(when, usegmt=True)))
    assert ask(server)
    first, second = server.asked
    assert second.at - first.at >= 0.8


@pytest.mark.parametrize("asked_for", ["soon", "", "-5", "Wed, 21 Oct 2015 07:28:00 GMT", "٣"])
def test_what_asks_for_no_wait_is_not_waited_for(server: ReplayServer, asked_for: str) -> None:
    def busy(handler: BaseHTTPRequestHandler, _: Answer) -> None:
        handler.send_response(503)
        handler.send_header("Content-Length", "0")
        handler.wfile.write(b"")
        handler._headers_buffer.append(f"Retry-After: {asked_for}\r\n".encode())  # type: ignore[attr-defined]
        handler.end_headers()

    server.mishaps = Mishaps(busy)
    began = time.monotonic()
    assert ask(server)
    assert time.monotonic() - began < 1


def test_a_wait_beyond_all_patience_is_not_begun(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(503, Retry_After="3600"))
    with pytest.raises(UpstreamError, match="status 503"):
        ask(server)
    assert len(server.asked) == 1


def test_tries_are_counted(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(500), times=None)
    with pytest.raises(UpstreamError, match="status 500"):
        ask(server, replace(BRISK, tries=4))
    assert len(server.asked) == 4


def test_waits_grow(server: ReplayServer) -> None:
    server.mishaps = Mishaps(a_status(500), times=None)
    patience = Patience(timeout_seconds=5, tries=4, first_wait_seconds=0.05, longest_wait_seconds=1)
    with pytest.raises(UpstreamError):
        ask(server, patience)
    times = [asked.at for asked in server.asked]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert [wait >= least for wait, least in zip(waits, (0.05, 0.1, 0.2), strict=True)] == [True] * 3


def test_an_answer_that_drips_is_not_waited_for(server: ReplayServer) -> None:
    def drip(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        for byte in answer.body:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)

    server.mishaps = Mishaps(drip, times=None)
    began = time.monotonic()
    with pytest.raises(UpstreamError, match=r"no whole answer within 0\.2 seconds"):
        ask(server, replace(BRISK, timeout_seconds=0.2, tries=2))
    assert time.monotonic() - began < 2


def test_an_answer_without_end_is_not_read_to_it(server: ReplayServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.sync.client._MOST_BYTES", 100)
    with pytest.raises(UpstreamError, match="longer than 100 bytes"):
        ask(server)


def test_nobody_there_is_a_fault() -> None:
    with (
        HttpClient("pubmed", "http://127.0.0.1:1", BRISK, requests_per_second=2000) as client,
        pytest.raises(UpstreamError, match=r"cannot be reached, or broke off \(ConnectError\)"),
    ):
        client.ask("GET", "x", {}, lambda body: body)


def test_what_the_reader_finds_wrong_is_asked_for_again(server: ReplayServer) -> None:
    answers = iter([AnswerFaultError("wrong"), AnswerFaultError("wrong"), None])

    def read(_: bytes) -> str:
        if fault := next(answers):
            raise fault
        return "right"

    with HttpClient("pubmed", server.url, BRISK, requests_per_second=2000) as client:
        assert client.ask("POST", "esearch.fcgi", FORM, read) == "right"
    assert len(server.asked) == 3


@pytest.mark.parametrize("requests_per_second", [10, 40])
def test_requests_are_paced(server: ReplayServer, requests_per_second: float) -> None:
    with HttpClient("pubmed", server.url, BRISK, requests_per_second=requests_per_second) as client:
        for _ in range(8):
            client.ask("POST", "esearch.fcgi", FORM, lambda body: body)
    times = [asked.at for asked in server.asked]
    rate = (len(times) - 1) / (times[-1] - times[0])
    assert rate / requests_per_second <= 1.02  # a millisecond of the clocks


def test_ncbi_is_asked_three_times_a_second_and_ten_times_with_a_key() -> None:
    assert Caller().requests_per_second == 3
    assert CALLER.requests_per_second == 10


def test_every_request_to_pubmed_says_who_asks(server: ReplayServer) -> None:
    with an_upstream("pubmed", server.url) as upstream:
        search = Search(WIDE, None, DAY)
        for part in upstream.slices(search, None):
            list(upstream.pages(search, part, ()))
    assert {asked.path for asked in server.asked} == {"/esearch.fcgi", "/efetch.fcgi"}
    told = {"tool": "enthesis", "email": CALLER.email, "api_key": CALLER.api_key}
    assert all(told.items() <= asked.fields.items() for asked in server.asked)


def test_without_a_key_none_is_sent() -> None:
    assert Caller().fields == {"tool": "enthesis"}


@pytest.mark.parametrize("fault", [*FAULTS, "error with the key"])
def test_no_error_and_no_log_has_the_key_or_the_address(
    server: ReplayServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    echo = f"<eSearchResult><ERROR>API key {CALLER.api_key} of {CALLER.email} invalid</ERROR></eSearchResult>".encode()
    faults = {**FAULTS, "error with the key": lambda handler, _: send(handler, echo)}
    server.mishaps = Mishaps(faults[fault], times=None)
    patience = replace(BRISK, timeout_seconds=0.2, tries=1)
    told = ""
    with caplog.at_level(logging.DEBUG), an_upstream("pubmed", server.url, patience) as upstream:
        try:
            list(upstream.slices(Search(WIDE, None, DAY), None))
        except UpstreamError as error:
            told = f"{error} {error.fault} {error!r} {error.fault!r}"
    for secret in CALLER.secrets:
        assert secret not in told + caplog.text
    assert str(CALLER.api_key) not in repr(CALLER)


def test_the_log_has_no_query(server: ReplayServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), an_upstream("europepmc", server.url) as upstream:
        upstream.count(Search("psoriasis", None, DAY))
    assert "psoriasis" not in caplog.text
