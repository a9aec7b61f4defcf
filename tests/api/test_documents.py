from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from service.sources import Sources
from tests.examples import CORD, a_document, add


def test_a_document_has_text_sections_citation_corrections_and_history(client: TestClient) -> None:
    document = client.get(f"/v1/documents/{CORD.id}").json()
    assert document.keys() == {
        *("id", "text", "text_sha256", "sections", "citation", "mesh", "corrections", "sources", "history"),
    }
    assert (document["text"], document["text_sha256"]) == (CORD.text, CORD.text_sha256)
    assert [section["label"] for section in document["sections"]] == ["METHODS", "RESULTS"]
    for section in document["sections"]:
        assert document["text"][section["start"] : section["end"]] == section["text"]
    assert document["history"][0]["version"] == 1


def test_an_id_with_slashes_and_hashes_is_found(own_client: TestClient, sources: Sources) -> None:
    document = replace(a_document(7, "Words."), id="DOI:10.1000/(a)/b#c?d")
    add(sources.store, document)
    for written in (quote(document.id, safe=""), quote(document.id, safe="/:()")):
        assert own_client.get(f"/v1/documents/{written}").json()["id"] == document.id
        assert own_client.get(f"/v1/passages/{written}%230-5").json()["text"] == "Title"


@pytest.mark.parametrize(
    "path",
    [
        *("/v1/documents/PMID:99", "/v1/documents/", "/v1/documents/%00", "/v1/documents/%ED%A0%80", "/v1/nothing"),
        *("/v1/passages/PMID:1", "/v1/passages/PMID:1%230-99999", "/v1/passages/PMID:99%230-1", "/v1/passages/%FF"),
        *("/page/nothing.js", "/page/%2e%2e/version.py", "/page/..%2fversion.py"),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
