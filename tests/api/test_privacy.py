"""Questions may be health data: they stand in no log unless the operator asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.examples import CORD_QUESTION

PRIVATE = "sorekneequestion"


def chat(*questions: str) -> dict[str, Any]:
    return {"model": "enthesis", "messages": [{"role": "user", "content": one} for one in questions]}


ASKING: dict[str, Callable[[TestClient], Response]] = {
    "answer": lambda client: client.post("/v1/answer", json={"question": f"{PRIVATE} {CORD_QUESTION}"}),
    "stream": lambda client: client.post("/v1/answer", json={"question": f"{PRIVATE} {CORD_QUESTION}", "stream": True}),
    "abstention": lambda client: client.post("/v1/answer", json={"question": f"Should I stop {PRIVATE}?"}),
    "a follow-up": lambda client: client.post(
        "/v1/answer", json={"question": "Why?", "earlier": [f"{PRIVATE} cells?"]}
    ),
    "search": lambda client: client.post("/v1/search", json={"query": PRIVATE}),
    "search by address": lambda client: client.get("/v1/search", params={"q": PRIVATE}),
    "a bad request": lambda client: client.post("/v1/search", json={"query": PRIVATE, "k": 0}),
    "a bad address": lambda client: client.get("/v1/search", params={"q": PRIVATE, "k": PRIVATE}),
    "chat": lambda client: client.post("/v1/chat/completions", json=chat(f"{PRIVATE} {CORD_QUESTION}")),
    "chat stream": lambda client: client.post(
        "/v1/chat/completions", json=chat(CORD_QUESTION, PRIVATE) | {"stream": True}
    ),
    "a bad chat": lambda client: client.post("/v1/chat/completions", json=chat(PRIVATE) | {"n": 2, "user": PRIVATE}),
    "verify": lambda client: client.post("/v1/verify", json={"quotes": [{"quote": PRIVATE}]}),
}


def of_the_server(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """All records but those of the test's own client, which knows what it sends."""
    return [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]


@pytest.mark.parametrize("asking", ASKING)
def test_a_question_is_in_no_record_of_any_level(
    client: TestClient, caplog: pytest.LogCaptureFixture, asking: str
) -> None:
    caplog.set_level(logging.DEBUG)
    ASKING[asking](client)
    records = of_the_server(caplog)
    assert any(record.name == "enthesis.access" for record in records)
    for record in records:
        assert PRIVATE not in record.getMessage()
        assert PRIVATE not in repr(record.__dict__)


def test_the_line_of_a_request_has_its_id_method_path_status_and_time(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "enthesis.access")
    client.get("/v1/search", params={"q": PRIVATE}, headers={"X-Request-ID": "trace-7"})
    (record,) = [record for record in caplog.records if record.name == "enthesis.access"]
    assert record.getMessage().startswith("trace-7 GET /v1/search 200 ")
    assert record.getMessage().endswith("ms")


def test_the_line_of_a_failed_request_has_its_status(
    own_client: TestClient, sources: Sources, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "enthesis.access")
    sources.embedder.embed_queries = None  # type: ignore[assignment, method-assign]
    own_client.get("/v1/search", params={"q": PRIVATE}, headers={"X-Request-ID": "trace-7"})
    lines = [record.getMessage() for record in caplog.records if record.name == "enthesis.access"]
    assert len(lines) == 1
    assert lines[0].startswith("trace-7 GET /v1/search 500 ")


def test_a_question_is_logged_when_the_operator_asks_for_it(
    sources: Sources, serve: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "enthesis")
    client = serve(sources, log_questions=True)
    for asking in ("answer", "a follow-up", "search", "search by address", "chat"):
        caplog.clear()
        ASKING[asking](client)
        assert PRIVATE in " ".join(record.getMessage() for record in of_the_server(caplog))


def test_a_logged_question_stays_on_its_line(
    sources: Sources, serve: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "enthesis")
    serve(sources, log_questions=True).post("/v1/search", json={"query": f"{PRIVATE}\nforged line"})
    assert all("\n" not in record.getMessage() for record in of_the_server(caplog))
