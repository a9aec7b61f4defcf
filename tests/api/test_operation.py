from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.sync.saved_queries import SavedQuery, save
from index.build import build
from index.generations import Generations
from service.sources import Sources
from service.version import VERSION
from tests.api.conftest import MakeClient
from tests.examples import CORD, CORD_QUESTION, a_document, a_store, add, break_corpus
from tests.fakes import HashingEmbedder


@pytest.fixture
def without_index(tmp_path: Path, serve: MakeClient) -> TestClient:
    return serve(Sources(a_store(tmp_path, CORD), Generations(tmp_path / "index"), HashingEmbedder()))


@pytest.fixture
def with_damaged_index(sources: Sources, serve: MakeClient) -> TestClient:
    generations = Generations(sources.store.path.parent / "index")
    (generations.path(generations.current()) / "vectors.faiss").write_bytes(b"\x00")
    return serve(sources)


def test_it_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("broken", ["without_index", "with_damaged_index"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/readyz", None),
        ("GET", "/v1/search?q=cord", None),
        ("POST", "/v1/search", {"query": "cord"}),
        ("POST", "/v1/answer", {"question": CORD_QUESTION}),
        ("POST", "/v1/answer", {"question": CORD_QUESTION, "stream": True}),
    ],
)
def test_what_needs_the_index_says_how_to_mend_it(
    request: pytest.FixtureRequest, broken: str, method: str, path: str, body: dict[str, object] | None
) -> None:
    client: TestClient = request.getfixturevalue(broken)
    response = client.request(method, path, json=body)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "unavailable"
    assert "`enthesis index build`" in response.json()["detail"]


@pytest.mark.parametrize("broken", ["without_index", "with_damaged_index"])
def test_what_needs_no_index_goes_on(request: pytest.FixtureRequest, broken: str) -> None:
    client: TestClient = request.getfixturevalue(broken)
    assert client.get("/healthz").status_code == 200
    assert client.get(f"/v1/documents/{CORD.id}").status_code == 200
    info = client.get("/info").json()
    assert (info["index"], info["stale"]) == (None, False)


def test_a_corpus_that_cannot_be_read_is_unavailable(own_client: TestClient, sources: Sources) -> None:
    break_corpus(sources.store)
    for path in (f"/v1/documents/{CORD.id}", "/info", "/v1/search?q=cord"):
        response = own_client.get(path)
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")


def test_info_says_what_runs_and_what_may_be_asked(sources: Sources, serve: MakeClient) -> None:
    info = serve(sources, max_results=7, max_question_characters=70, max_body_bytes=7000).get("/info").json()
    assert (info["name"], info["version"], info["documents"]) == ("enthesis", VERSION, 3)
    assert info["index"]["embedder"] == "hashing"
    assert info["limits"] == {"max_question_characters": 70, "max_results": 7, "max_body_bytes": 7000}


def test_info_says_up_to_which_day_every_followed_query_is_taken_in(own_client: TestClient, sources: Sources) -> None:
    assert own_client.get("/info").json()["synced_until"] is None
    with sources.store.writing() as connection:
        save(connection, SavedQuery("a", "pubmed", "x", date(2026, 5, 7)))
        save(connection, SavedQuery("b", "pubmed", "y", date(2026, 5, 4)))
    assert own_client.get("/info").json()["synced_until"] == "2026-05-04"
    with sources.store.writing() as connection:
        save(connection, SavedQuery("c", "europepmc", "never to its end"))
    assert own_client.get("/info").json()["synced_until"] is None


def test_info_says_when_the_corpus_has_moved_on(own_client: TestClient, sources: Sources) -> None:
    assert own_client.get("/info").json()["stale"] is False
    add(sources.store, a_document(4, "A newcomer."))
    assert own_client.get("/info").json()["stale"] is True


def test_info_says_when_an_older_generation_stands_in(sources: Sources, serve: MakeClient) -> None:
    assert serve(sources).get("/info").json()["warning"] is None
    add(sources.store, a_document(4, "A newcomer."))
    generations = Generations(sources.store.path.parent / "index")
    manifest, _ = build(sources.store, generations, HashingEmbedder())
    (generations.path(manifest.fingerprint) / "vectors.faiss").write_bytes(b"")
    client = serve(Sources(sources.store, generations, HashingEmbedder()))
    info = client.get("/info").json()
    assert (info["index"]["documents"], info["stale"]) == (3, True)
    assert "vectors.faiss" in info["warning"]
    assert "`enthesis index build`" in info["warning"]
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_page_and_its_files_are_served(client: TestClient) -> None:
    assert client.get("/").headers["content-type"].startswith("text/html")
    assert "javascript" in client.get("/page/page.js").headers["content-type"]


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/healthz", "/page/page.js", "/v1/search?q=cord", "/v1/search?q=", "/nothing"]
)
def test_every_response_protects_its_reader(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/v1/search?q="])
def test_the_callers_request_id_comes_back(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"X-Request-ID": "trace-7.a_B"})
    assert response.headers["x-request-id"] == "trace-7.a_B"
    if response.status_code != 200:
        assert response.json()["request_id"] == "trace-7.a_B"


@pytest.mark.parametrize("given", ["", "a b", "a" * 129, "<script>", "ä".encode()])
def test_a_request_id_that_is_no_id_is_replaced(client: TestClient, given: str | bytes) -> None:
    request_id = client.get(
        "/healthz", headers={b"X-Request-ID": given if isinstance(given, bytes) else given.encode()}
    )
    assert len(request_id.headers["x-request-id"]) == 32


def test_requests_without_an_id_are_given_different_ones(client: TestClient) -> None:
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second


def test_a_method_that_is_not_there_is_a_problem_with_those_that_are(client: TestClient) -> None:
    response = client.put("/v1/verify")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def test_a_fault_of_the_server_is_a_problem_that_tells_nothing(own_client: TestClient, sources: Sources) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret path /root/x")

    sources.embedder.embed_queries = fail  # type: ignore[assignment, method-assign]
    response = own_client.post("/v1/answer", json={"question": CORD_QUESTION}, headers={"X-Request-ID": "trace-7"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["request_id"]) == ("internal", "trace-7")
    assert "secret" not in response.text
    assert response.headers["x-request-id"] == "trace-7"
    assert response.headers["x-content-type-options"] == "nosniff"
