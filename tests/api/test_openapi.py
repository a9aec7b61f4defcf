"""What the documentation of the API says is what the API does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from index.generations import Generations
from service.api.openai_errors import speaks_openai
from service.api.problems import MEDIA_TYPE, status_of
from service.errors import ErrorCode
from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.api.test_verify import QUOTE
from tests.examples import CORD, CORD_QUESTION, break_corpus

BODIES: dict[tuple[str, str], dict[str, Any] | None] = {
    ("/v1/search", "post"): {"query": "cord"},
    ("/v1/search", "get"): None,
    ("/v1/answer", "post"): {"question": CORD_QUESTION},
    ("/v1/verify", "post"): {"quotes": [QUOTE]},
    ("/v1/chat/completions", "post"): {"model": "enthesis", "messages": [{"role": "user", "content": CORD_QUESTION}]},
    ("/v1/models", "get"): None,
    ("/v1/models/{model}", "get"): None,
    ("/v1/documents", "get"): None,
    ("/v1/documents/{document_id}", "get"): None,
    ("/v1/passages/{passage_id}", "get"): None,
    ("/v1/stats", "get"): None,
    ("/healthz", "get"): None,
    ("/readyz", "get"): None,
    ("/info", "get"): None,
}


@pytest.fixture(scope="module")
def openapi(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def operations(openapi: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(path, method): one for path, methods in openapi["paths"].items() for method, one in methods.items()}


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (target for name, target in value.items() if name == "$ref")
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from references(part)


def statuses(openapi: dict[str, Any], path: str, method: str) -> set[str]:
    return set(operations(openapi)[path, method]["responses"])


def call(client: TestClient, path: str, method: str, body: object) -> int:
    address = path.format(document_id=CORD.id, passage_id=f"{CORD.id}%230-4", model="enthesis") + (
        "?q=cord" if path == "/v1/search" and method == "get" else ""
    )
    return client.request(method, address, json=body).status_code


def test_every_code_has_a_status_and_no_two_the_same() -> None:
    assert {status_of(code) for code in ErrorCode} == {404, 405, 413, 422, 500, 503}


def test_every_route_is_described_with_an_example_call_here(openapi: dict[str, Any]) -> None:
    assert operations(openapi).keys() == BODIES.keys()
    assert all(one["description"] and one["tags"] for one in operations(openapi).values())


@pytest.mark.parametrize(("path", "method"), BODIES)
def test_every_route_answers_as_described(client: TestClient, openapi: dict[str, Any], path: str, method: str) -> None:
    assert call(client, path, method, BODIES[path, method]) == 200
    assert "200" in statuses(openapi, path, method)


def test_every_reference_leads_somewhere(openapi: dict[str, Any]) -> None:
    found = set(references(openapi))
    assert found
    for reference in found:
        assert reference.startswith("#/")
        place = openapi
        for name in reference.removeprefix("#/").split("/"):
            place = place[name]


def test_every_error_is_described_in_the_shape_of_its_path(openapi: dict[str, Any]) -> None:
    for (path, _), one in operations(openapi).items():
        for status, response in one["responses"].items():
            if status == "200":
                continue
            ((media_type, content),) = response["content"].items()
            if speaks_openai(path):
                shape = content["schema"]["$ref"]
                assert (media_type, shape) == ("application/json", "#/components/schemas/OpenAIError")
            else:
                assert (media_type, content["schema"]["title"]) == (MEDIA_TYPE, "Problem")


@pytest.mark.parametrize(("path", "method"), BODIES)
def test_the_described_problems_are_those_that_happen(
    client: TestClient, broken_client: TestClient, openapi: dict[str, Any], path: str, method: str
) -> None:
    happened = {*misused(client, path, method), call(broken_client, path, method, BODIES[path, method])}
    assert statuses(openapi, path, method) - {"200", "default"} == {str(status) for status in happened - {200}}


@pytest.fixture
def broken_client(sources: Sources, serve: MakeClient) -> TestClient:
    """A client to a service whose corpus cannot be read and that has no index."""
    break_corpus(sources.store)
    return serve(Sources(sources.store, Generations(sources.store.path.parent / "nothing"), sources.embedder))


def misused(client: TestClient, path: str, method: str) -> Iterator[int]:
    if "{" in path:
        nothing = {"document_id": "PMID:99", "passage_id": "PMID:99%230-1", "model": "nobody"}
        yield client.get(path.format(**nothing)).status_code
        yield client.get(path.format(**nothing | {"document_id": CORD.id}) + "?format=x").status_code
    elif method == "post":
        yield call(client, path, method, {"unknown": 1})
        yield client.post(path, content=b" " * 1_000_001).status_code
        if speaks_openai(path):
            yield call(client, path, method, {"model": "nobody", "messages": [{"role": "user", "content": "Who?"}]})
    else:
        yield client.get(f"{path}?k=0").status_code
        yield client.get(f"{path}?document_ids=PMID:99").status_code


@pytest.mark.parametrize(("path", "method"), BODIES)
def test_any_other_error_is_described_as_a_problem_too(openapi: dict[str, Any], path: str, method: str) -> None:
    assert "default" in statuses(openapi, path, method)


def test_the_stream_is_described(openapi: dict[str, Any]) -> None:
    content = operations(openapi)["/v1/answer", "post"]["responses"]["200"]["content"]
    assert content.keys() == {"application/json", "text/event-stream"}


def test_a_problem_sent_is_a_problem_as_described(client: TestClient, openapi: dict[str, Any]) -> None:
    responses = operations(openapi)["/v1/search", "post"]["responses"]
    schema = responses["422"]["content"][MEDIA_TYPE]["schema"]
    sent = client.post("/v1/search", json={}).json()
    assert set(schema["required"]) <= sent.keys() <= set(schema["properties"])
    assert isinstance(sent["errors"], list)


def test_the_documentation_is_served_with_all_that_it_asks_for(client: TestClient) -> None:
    page = html.document_fromstring(client.get("/docs").text)
    assert "Enthesis" in page.findtext(".//title", "")
    addresses = [address for one in page.iter() if (address := one.get("src") or one.get("href"))]
    assert len(addresses) >= 4
    assert {client.get(f"/{address}").status_code for address in addresses} == {200}
