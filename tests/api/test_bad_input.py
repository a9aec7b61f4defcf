"""Whatever is sent, the answer is a problem that names the field and tells nothing of what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.api.test_verify import QUOTE
from tests.examples import CORD

PRIVATE = "my-own-sore-knee"
JSON = {"Content-Type": "application/json", "X-Request-ID": "trace-7"}
TEXTS = [("/v1/search", "query"), ("/v1/answer", "question")]


def post(
    client: TestClient, path: str, content: str | bytes, content_type: str | None = JSON["Content-Type"]
) -> Response:
    headers = JSON if content_type else {"X-Request-ID": "trace-7"}
    return client.post(
        path, content=content, headers={**headers, **({"Content-Type": content_type} if content_type else {})}
    )


def assert_refused(response: Response, field: str, status: int = 422) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem.keys() >= {"type", "title", "status", "detail", "code", "request_id"}
    assert (problem["status"], problem["code"]) == (status, "invalid_request")
    assert field in [fault["field"] for fault in problem["errors"]]
    assert all(fault["message"] for fault in problem["errors"])
    assert field in problem["detail"]
    assert response.headers["x-request-id"] == problem["request_id"]


def refused(client: TestClient, path: str, content: str | bytes, field: str) -> None:
    response = post(client, path, content)
    assert_refused(response, field)
    assert response.json()["request_id"] == "trace-7"


@pytest.mark.parametrize(("path", "field"), TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\n\t", "?!…—", "\u200b", "\u0000", "🧬", "\ufffd", "a" * 2001, "é" * 2001),
        *(None, 5, 1.5, True, [], {}, ["words"], {"text": "words"}),
    ],
    ids=repr,
)
def test_what_is_no_question_is_refused_by_its_field(client: TestClient, path: str, field: str, text: object) -> None:
    refused(client, path, json.dumps({field: text}), field)


@pytest.mark.parametrize(("path", "field"), TEXTS)
@pytest.mark.parametrize("surrogate", [r"words \ud800", r"\udfff words", r"\ude00\ud83d words"])
def test_a_lone_surrogate_is_no_text(client: TestClient, path: str, field: str, surrogate: str) -> None:
    refused(client, path, f'{{"{field}": "{surrogate}"}}', field)


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("/v1/search", {"k": 0}, "k"),
        ("/v1/search", {"k": -1}, "k"),
        ("/v1/search", {"k": 101}, "k"),
        ("/v1/search", {"k": 10**30}, "k"),
        ("/v1/search", {"k": 1.5}, "k"),
        ("/v1/search", {"k": "many"}, "k"),
        ("/v1/search", {"k": None}, "k"),
        ("/v1/search", {"k": [1]}, "k"),
        ("/v1/search", {"k": float("nan")}, "k"),
        ("/v1/search", {"k": float("inf")}, "k"),
        ("/v1/search", {"mode": "psychic"}, "mode"),
        ("/v1/search", {"group_by": None}, "group_by"),
        ("/v1/search", {"filters": []}, "filters"),
        ("/v1/search", {"filters": {"year_from": 10**30}}, "filters.year_from"),
        ("/v1/search", {"filters": {"year_to": "soon"}}, "filters.year_to"),
        ("/v1/search", {"filters": {"evidence_levels": ["hearsay"]}}, "filters.evidence_levels.0"),
        ("/v1/search", {"filters": {"mesh": "Humans"}}, "filters.mesh"),
        ("/v1/search", {"filters": {"mesh": ["Humans", ""]}}, "filters.mesh.1"),
        ("/v1/search", {"filters": {"document_ids": ["x"] * 1001}}, "filters.document_ids"),
        ("/v1/search", {"filters": {"include_retracted": 7}}, "filters.include_retracted"),
        ("/v1/search", {"filters": {"years": 7}}, "filters.years"),
        ("/v1/search", {"kk": 1}, "kk"),
        ("/v1/search", {"body": 1}, "body"),
        ("/v1/answer", {"query": "words"}, "query"),
        ("/v1/answer", {"k": 0}, "k"),
        ("/v1/answer", {"k": 51}, "k"),
        ("/v1/answer", {"max_sentences": 0}, "max_sentences"),
        ("/v1/answer", {"max_sentences": 21}, "max_sentences"),
        ("/v1/answer", {"answerer": "oracle"}, "answerer"),
        ("/v1/answer", {"stream": "perhaps"}, "stream"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(
    client: TestClient, path: str, fields: dict[str, Any], field: str
) -> None:
    refused(client, path, json.dumps({dict(TEXTS)[path]: "words", **fields}), field)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start": -1}, "quotes.0.start"),
        ({"end": "x"}, "quotes.0.end"),
        ({"end": float("nan")}, "quotes.0.end"),
        ({"quote": 5}, "quotes.0.quote"),
        ({"document_id": None}, "quotes.0.document_id"),
        ({"document_id": "PMID:\ud800"}, "quotes.0.document_id"),
        ({"text_sha256": "\ud800"}, "quotes.0.text_sha256"),
        ({"quote": "\ud800"}, "quotes.0.quote"),
    ],
)
def test_a_quote_that_cannot_be_judged_is_named_by_its_place(
    client: TestClient, fields: dict[str, Any], field: str
) -> None:
    refused(client, "/v1/verify", json.dumps({"quotes": [{**QUOTE, **fields}]}), field)


@pytest.mark.parametrize("quotes", [None, "x", {}, [QUOTE] * 1001, [[]], [5]], ids=lambda one: repr(one)[:20])
def test_quotes_are_a_list_of_a_thousand_at_most(client: TestClient, quotes: object) -> None:
    response = post(client, "/v1/verify", json.dumps({"quotes": quotes}))
    assert_refused(response, response.json()["errors"][0]["field"])
    assert response.json()["errors"][0]["field"].startswith("quotes")


@pytest.mark.parametrize("path", ["/v1/search", "/v1/answer", "/v1/verify"])
@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"null", b"5", b'"words"', b"[]", b"[[]]", b"{", b'{"question": ', b"words", b"\x00\x01\x02\xff"),
        *(b'{"question": "\xff"}', b"NaN", b"'", b"9" * 5000, b'{"k": ' + b"9" * 5000 + b"}"),
        *(b"[" * 100_000, b'{"a":' * 100_000, b"{}{}", b"\xed\xa0\x80"),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_body_that_is_no_object_is_refused_as_a_whole(client: TestClient, path: str, content: bytes) -> None:
    refused(client, path, content, "body")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "image/png", "x", None])
def test_only_json_is_read(client: TestClient, content_type: str | None) -> None:
    content = json.dumps({"question": PRIVATE})
    assert_refused(post(client, "/v1/answer", content, content_type), "body")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=%00", "q"),
        ("q=%ED%A0%80", "q"),
        ("q=%FF", "q"),
        ("q=" + "a" * 2001, "q"),
        ("q=words&k=0", "k"),
        ("q=words&k=101", "k"),
        ("q=words&k=" + "9" * 5000, "k"),
        ("q=words&year_from=soon", "year_from"),
        ("q=words&evidence_levels=hearsay", "evidence_levels.0"),
        ("q=words&qq=1", "qq"),
        ("query=words", "query"),
    ],
)
def test_a_query_string_is_held_to_the_same(client: TestClient, query: str, field: str) -> None:
    assert_refused(client.get(f"/v1/search?{query}"), field)


def test_every_fault_is_listed(client: TestClient) -> None:
    response = post(client, "/v1/search", '{"query": "", "k": 0, "filters": {"year_to": 1}}')
    fields = [fault["field"] for fault in response.json()["errors"]]
    assert sorted(fields) == ["filters.year_to", "k", "query"]


def in_pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 1000 + 1):
        yield b" " * 1000


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
def test_a_body_over_the_limit_is_refused_whether_announced_or_not(
    sources: Sources,
    serve: MakeClient,
    announced: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    content = b" " * 5000 if announced else in_pieces(5000)
    response = serve(sources, max_body_bytes=4000).post("/v1/answer", content=content, headers=JSON)
    assert response.status_code == 413
    assert ("content-length" in response.request.headers) is announced
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["code"], problem["request_id"]) == ("body_too_large", "trace-7")
    assert "4000" in problem["detail"]
    assert response.headers["x-request-id"] == "trace-7"


def test_a_body_of_just_the_limit_is_read(sources: Sources, serve: MakeClient) -> None:
    content = json.dumps({"query": "cord"}).encode().ljust(4000)
    assert serve(sources, max_body_bytes=4000).post("/v1/search", content=content, headers=JSON).status_code == 200


@pytest.mark.parametrize("length", ["-1", "x", "1e3"])
def test_a_length_that_is_no_number_is_not_believed(client: TestClient, length: str) -> None:
    response = client.post("/v1/answer", content=b"{}", headers={**JSON, "Content-Length": length})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/v1/answer", f'{{"question": ["{PRIVATE}"]}}'),
        ("/v1/answer", f'{{"question": "{PRIVATE}", "k": "{PRIVATE}"}}'),
        ("/v1/answer", f'{{"question": "{PRIVATE}", "answerer": "{PRIVATE}"}}'),
        ("/v1/answer", f'{{"question": "{PRIVATE * 200}"}}'),
        ("/v1/answer", f'{{"question": "{PRIVATE} \\ud800"}}'),
        ("/v1/answer", f'{{"question": "{PRIVATE}'),
        ("/v1/answer", f'"{PRIVATE}"'),
        ("/v1/search", f'{{"query": "{PRIVATE}", "mode": "{PRIVATE}"}}'),
        ("/v1/search", f'{{"query": "{PRIVATE}", "filters": {{"evidence_levels": ["{PRIVATE}"]}}}}'),
        ("/v1/verify", f'{{"quotes": [{{"quote": "{PRIVATE}"}}]}}'),
    ],
)
def test_nothing_of_a_question_comes_back_or_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, path: str, content: str
) -> None:
    caplog.set_level("DEBUG")
    response = post(client, path, content)
    assert response.status_code == 422
    assert PRIVATE not in response.text
    assert PRIVATE not in caplog.text


def test_a_query_string_with_a_fault_does_not_come_back(client: TestClient) -> None:
    response = client.get("/v1/search", params={"q": PRIVATE, "k": PRIVATE, "mode": PRIVATE})
    assert response.status_code == 422
    assert PRIVATE not in response.text


def test_after_all_that_it_answers(client: TestClient) -> None:
    assert post(client, "/v1/answer", "[" * 100_000).status_code == 422
    assert client.get(f"/v1/documents/{CORD.id}").status_code == 200
