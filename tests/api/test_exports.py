from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from starlette.testclient import TestClient

from corpus.documents import Correction, TextKind
from corpus.interfaces import Reject
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


def test_a_file_is_of_the_whole_selection_unless_a_limit_is_given(own_client: TestClient, sources: Sources) -> None:
    add(sources.store, *(a_document(number, "Words.", year=1999) for number in range(100, 350)))
    selected: dict[str, str | int] = {"year_to": 1999, "format": "jsonl"}
    whole = own_client.get("/v1/documents", params=selected).text.splitlines()
    assert [json.loads(line)["id"] for line in whole] == [f"PMID:{number}" for number in range(100, 350)]
    some = own_client.get("/v1/documents", params={**selected, "limit": 3, "offset": 1}).text.splitlines()
    assert some == whole[1:4]


def test_what_was_added_since_the_index_was_built_is_listed(own_client: TestClient, sources: Sources) -> None:
    assert ids(own_client, year_to=1999) == []
    add(sources.store, a_document(9, "Words.", year=1999))
    assert ids(own_client, year_to=1999) == ["PMID:9"]
    add(sources.store, a_document(9, "Words.", year=2001))
    assert ids(own_client, year_to=1999) == []


def test_named_documents_have_to_meet_the_conditions_too(client: TestClient) -> None:
    assert ids(client, document_ids=[FAT.id, CORD.id], year_from=CORD.year) == [CORD.id]


def test_a_document_that_became_part_of_another_is_named_by_either_and_comes_once(
    own_client: TestClient, sources: Sources
) -> None:
    add(sources.store, a_document(9, doi="10.1000/a"))
    add(sources.store, replace(a_document(9), id="DOI:10.1000/a", pmid=None, doi="10.1000/a"), file="other.jsonl")
    assert ids(own_client, document_ids=["DOI:10.1000/a", CORD.id, "PMID:9"]) == ["PMID:9", CORD.id]


def test_retracted_documents_are_listed_and_can_be_asked_for(own_client: TestClient, sources: Sources) -> None:
    add(sources.store, a_document(9, corrections=(Correction("RetractionIn"),)))
    assert "PMID:9" in ids(own_client)
    assert ids(own_client, editorial_status="retracted") == ["PMID:9"]
    assert "PMID:9" not in ids(own_client, editorial_status=["ok", "unknown"])


def test_kinds_of_text_can_be_asked_for(own_client: TestClient, sources: Sources) -> None:
    add(sources.store, a_document(9, text_kind=TextKind.DIGEST))
    assert ids(own_client, text_kinds="digest") == ["PMID:9"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/x-bibtex", "application/x-bibtex"),
        ("text/x-unknown, application/vnd.citationstyles.csl+json; q=0.5", "application/vnd.citationstyles.csl+json"),
        ("application/json, application/x-bibtex", "application/json"),
        ("text/html,*/*", "application/json"),
    ],
)
def test_the_media_type_that_is_accepted_is_given(client: TestClient, accept: str, media_type: str) -> None:
    for path in (f"/v1/documents/{CORD.id}", "/v1/documents"):
        assert client.get(path, headers={"Accept": accept}).headers["content-type"].startswith(media_type)
    asked = client.get(f"/v1/documents/{CORD.id}?format=ris", headers={"Accept": accept})
    assert asked.headers["content-type"].startswith("application/x-research-info-systems")


def ids(client: TestClient, **query: Any) -> list[str]:
    return [one["document_id"] for one in client.get("/v1/documents", params=query).json()["documents"]]


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"misspelt": "1"}, {"text_kinds": "book"}, {"editorial_status": ""}],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/v1/documents", params=query).status_code == 422


def test_counts_are_of_the_corpus_as_it_is(own_client: TestClient, sources: Sources) -> None:
    assert own_client.get("/v1/stats").json()["by_year"].get("1999") is None
    add(sources.store, a_document(9, year=1999), Reject("line 2", "not a document"))
    counted = own_client.get("/v1/stats").json()
    assert (counted["by_year"]["1999"], counted["rejected_records"]) == (1, 1)
    add(sources.store, Reject("line 1", "not a document"), file="other.jsonl")
    assert own_client.get("/v1/stats").json()["rejected_records"] == 2


def test_documents_are_counted(client: TestClient) -> None:
    stats = client.get("/v1/stats").json()
    assert stats["documents"] == sum(stats["by_year"].values()) == sum(stats["by_evidence_level"].values())
    assert stats["by_source"]
