"""A streamed answer over a real connection, read by a real parser."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from index.generations import Generations
from service.answering import Told
from service.answers import SourcesFound
from service.api import create_app
from service.api.problems import MEDIA_TYPE
from service.errors import UnavailableError
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Answerer, Draft
from service.settings import Settings
from service.sources import Sources
from tests.examples import CORD_QUESTION
from tests.fakes import ScriptedAnswerer, WaitingAnswerer
from tests.servers import serving_here

Serve = Callable[[Answerer], "Client"]


@dataclass(frozen=True)
class Client:
    http: httpx2.Client

    def stream(self, question: str = CORD_QUESTION) -> Any:
        return self.http.sse("/v1/answer", method="POST", json={"question": question, "stream": True})

    def events(self, question: str = CORD_QUESTION) -> list[tuple[str, Any]]:
        with self.stream(question) as source:
            return [(event.event, event.json()) for event in source]


@pytest.fixture
def serve(sources: Sources) -> Iterator[Serve]:
    with ExitStack() as open_things:

        def make(answerer: Answerer) -> Client:
            app = create_app(sources, {answerer.name: answerer}, Settings(data_dir=sources.store.path.parent))
            address = open_things.enter_context(serving_here(app))
            http = httpx2.Client(base_url=address, timeout=30, trust_env=False)
            return Client(open_things.enter_context(http))

        yield make


@pytest.fixture
def waiting() -> WaitingAnswerer:
    answerer = WaitingAnswerer(ExtractiveAnswerer())
    answerer.let_go.set()  # the server answers once before it is ready
    return answerer


def hold(answerer: WaitingAnswerer) -> None:
    answerer.let_go.clear()
    answerer.composing.clear()


def failing(error: Exception) -> ScriptedAnswerer:
    """An answerer that fails at the second question: the first is the server's own."""

    def make(_sources: Any) -> Draft:
        if answerer.asked > 1:
            raise error
        return Draft(())

    answerer = ScriptedAnswerer(make)
    return answerer


def test_the_sources_come_before_the_answer_is_composed(serve: Serve, waiting: WaitingAnswerer) -> None:
    client = serve(waiting)
    hold(waiting)
    with client.stream() as source:
        told = iter(source)
        first = next(told)
        assert first.event == "sources"
        assert {found["document_id"] for found in first.json()} == {"PMID:1", "PMID:2", "PMID:3"}
        assert not waiting.let_go.is_set()
        waiting.let_go.set()
        rest = [event.event for event in told]
    assert set(rest[:-1]) == {"sentence"}
    assert rest[-1] == "done"


def test_every_sentence_is_one_of_the_whole_under_the_same_numbers(serve: Serve) -> None:
    told = serve(ExtractiveAnswerer()).events()
    found = {citation["document_id"]: citation for citation in told[0][1]}
    whole = told[-1][1]
    assert [data for name, data in told if name == "sentence"] == whole["sentences"]
    for citation in whole["citations"]:
        assert found[citation["document_id"]] | {"number": citation["number"]} == citation


def test_an_abstention_for_want_of_a_number_has_told_no_sentence(serve: Serve) -> None:
    told = serve(ScriptedAnswerer(lambda _: Draft(()))).events()
    assert [name for name, _ in told] == ["sources", "abstention"]
    assert told[0][1] != []
    assert told[1][1]["abstention"]["reason"] == "insufficient_evidence"


def test_nothing_keeps_or_holds_back_a_stream(serve: Serve) -> None:
    with serve(ExtractiveAnswerer()).stream() as source:
        headers = source.response.headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["x-request-id"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_slow_answerer_does_not_leave_the_line_silent(
    serve: Serve, waiting: WaitingAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.events.KEEP_ALIVE_SECONDS", 0.02)
    client = serve(waiting)
    hold(waiting)
    body = {"question": CORD_QUESTION, "stream": True}
    with client.http.stream("POST", "/v1/answer", json=body) as response:
        lines = response.iter_lines()
        comments = 0
        while comments < 3:
            comments += next(lines) == ": keep-alive"
        waiting.let_go.set()
        assert "event: done" in list(lines)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UnavailableError("The corpus is gone."), "unavailable", "The corpus is gone."),
        (ValueError("sore knee"), "internal", "The server failed on this request. Its log has the request id."),
    ],
)
def test_a_fault_on_the_way_is_an_event(serve: Serve, error: Exception, code: str, told: str) -> None:
    client = serve(failing(error))
    with client.stream() as source:
        events = [(event.event, event.json()) for event in source]
        request_id = source.response.headers["x-request-id"]
    assert [name for name, _ in events] == ["sources", "error"]
    problem = events[-1][1]
    assert problem.keys() == {"type", "title", "status", "detail", "code", "request_id"}
    assert (problem["code"], problem["detail"], problem["request_id"]) == (code, told, request_id)


def test_a_fault_before_anything_is_told_has_its_status(serve: Serve, sources: Sources) -> None:
    client = serve(ExtractiveAnswerer())
    nothing = Sources(sources.store, Generations(sources.store.path.parent / "nothing"), sources.embedder)
    app = create_app(nothing, {"extractive": ExtractiveAnswerer()}, Settings(data_dir=sources.store.path.parent))
    with serving_here(app) as address:
        body = {"question": CORD_QUESTION, "stream": True}
        response = client.http.post(f"{address}/v1/answer", json=body)
    assert response.status_code == 503
    assert response.headers["content-type"] == MEDIA_TYPE


def test_no_more_is_made_for_a_client_that_has_gone(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def tell_for_ever(*_: object, **__: object) -> Iterator[Told]:
        try:
            while True:
                yield SourcesFound([])
                time.sleep(0.01)
        finally:
            ended.set()

    client = serve(ExtractiveAnswerer())
    monkeypatch.setattr("service.api.routes.answer_events", tell_for_ever)
    with client.stream() as source:
        assert next(iter(source)).event == "sources"
        assert not ended.is_set()
    assert ended.wait(10)


@pytest.mark.parametrize("ends_a_line", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_whatever_some_take_for_the_end_of_a_line_ends_none(serve: Serve, ends_a_line: str) -> None:
    question = f"{CORD_QUESTION}{ends_a_line}data: forged{ends_a_line}{ends_a_line}event: forged"
    body = {"question": question, "stream": True}
    lines = serve(ExtractiveAnswerer()).http.post("/v1/answer", json=body).text.splitlines()
    assert {line.partition(":")[0] for line in lines} == {"event", "data", ""}
    assert json.loads(lines[-2].removeprefix("data: "))["question"] == question
