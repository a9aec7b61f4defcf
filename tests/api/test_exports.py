from __future__ import annotations

import json

import pytest
import rispy
from starlette.testclient import TestClient

from service.sources import Sources
from tests.examples import CORD, ETANERCEPT, FAT, a_document, add


@pytest.mark.parametrize(
    ("format_name", "media_type", "suffix"),
    [
        ("ris", "application/x-research-info-systems", "ris"),
        ("bibtex", "application/x-bibtex", "bib"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
        ("nbib", "application/nbib", "nbib"),
        ("jsonl", "application/x-ndjson", "jsonl"),
    ],
)
def test_a_document_is_a_file_to_import(client: TestClient, format_name: str, media_type: str, suffix: str) -> None:
    response = client.get(f"/v1/documents/{CORD.id}", params={"format": format_name})
    assert response.headers["content-type"].startswith(media_type)
    assert f'.{suffix}"' in response.headers["content-disposition"]
    assert CORD.title in response.text.replace("{", "").replace("}", "").replace("\n      ", " ")


def test_the_citations_of_an_answer_are_one_file_in_their_order(client: TestClient) -> None:
    ids = [FAT.id, CORD.id]
    response = client.get("/v1/documents", params={"document_ids": ids, "format": "ris"})
    assert [entry["id"] for entry in rispy.loads(response.text)] == ids


def test_more_than_a_page_of_named_documents_is_whole(own_client: TestClient, sources: Sources) -> None:
    documents = [a_document(number, "Words.") for number in range(100, 130)]
    add(sources.store, *documents)
    named = {"document_ids": [one.id for one in documents]}
    assert len(json.loads(own_client.get("/v1/documents", params={**named, "format": "csl-json"}).text)) == 30
    assert own_client.get("/v1/documents", params=named).json()["total"] == 30


def test_an_unknown_format_is_a_fault_of_the_request(client: TestClient) -> None:
    for path in (f"/v1/documents/{CORD.id}", "/v1/documents"):
        response = client.get(path, params={"format": "endnote"})
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "format"


def test_documents_come_in_pages(client: TestClient) -> None:
    first = client.get("/v1/documents", params={"limit": 2}).json()
    rest = client.get("/v1/documents", params={"limit": 2, "offset": 2}).json()
    ids = [one["document_id"] for page in (first, rest) for one in page["documents"]]
    assert ids == sorted(ids)
    assert {CORD.id, FAT.id, ETANERCEPT.id} <= set(ids)
    assert first["total"] == len(ids)


def test_a_page_can_be_of_a_part_of_the_corpus(client: TestClient) -> None:
    level = CORD.evidence[0].value
    listed = client.get("/v1/documents", params={"evidence_levels": level}).json()
    assert listed["total"] == len(listed["documents"]) > 0
    assert {one["evidence_level"] for one in listed["documents"]} == {level}


def test_a_named_document_that_is_not_there_is_told(client: TestClient) -> None:
    response = client.get("/v1/documents", params={"document_ids": [CORD.id, "PMID:99"]})
    assert response.status_code == 404
    assert "PMID:99" in response.json()["detail"]


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"offset": -1}, {"misspelt": "1"}])
def test_what_cannot_be_meant_is_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/v1/documents", params=query).status_code == 422


def test_documents_are_counted(client: TestClient) -> None:
    stats = client.get("/v1/stats").json()
    assert stats["documents"] == sum(stats["by_year"].values()) == sum(stats["by_evidence_level"].values())
    assert stats["by_source"]
