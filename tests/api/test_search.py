from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from service.sources import Sources
from tests.api.conftest import MakeClient
from tests.examples import CORD, ETANERCEPT, FAT

QUERY = "umbilical cord blood cells"
PASSAGE = {"id", "document_id", "section", "text", "start", "end", "editorial_status"}
CITATION = {
    *("document_id", "title", "authors", "journal", "year", "volume", "issue", "pages", "doi", "pmid", "pmcid", "nct"),
    *("url", "publication_types", "evidence_level", "text_kind", "editorial_status", "text_sha256"),
}


def search(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/search", json={"query": QUERY, **body})
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [result["passage"]["document_id"] for result in found["results"]]


def test_results_have_the_shape_of_the_contract(client: TestClient) -> None:
    found = search(client)
    assert found.keys() == {"query", "index", "results", "timings_ms"}
    assert found["query"] == QUERY
    assert found["index"].keys() == {"fingerprint", "built_at", "documents", "passages", "embedder"}
    first = found["results"][0]
    assert first.keys() == {"rank", "score", "scores", "passage", "citation"}
    assert first["scores"].keys() == {"dense", "lexical"}
    assert first["passage"].keys() == PASSAGE
    assert first["citation"].keys() >= CITATION


def test_the_best_comes_first_and_each_document_once(client: TestClient) -> None:
    found = search(client)
    assert found["results"][0]["citation"]["document_id"] == CORD.id
    assert [result["rank"] for result in found["results"]] == list(range(1, len(found["results"]) + 1))
    scores = [result["score"] for result in found["results"]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(ids(found))) == len(ids(found))


def test_a_passage_is_a_slice_of_its_document_and_can_be_fetched_by_its_id(client: TestClient) -> None:
    passage = search(client)["results"][0]["passage"]
    assert passage["text"] == CORD.text[passage["start"] : passage["end"]]
    fetched = client.get(f"/v1/passages/{passage['id'].replace('#', '%23')}")
    assert fetched.json() == passage


def test_get_and_post_find_the_same(client: TestClient) -> None:
    parameters: dict[str, Any] = {
        "q": QUERY,
        "k": 2,
        "year_from": 2010,
        "evidence_levels": ["single_arm", "case_report"],
    }
    got = client.get("/v1/search", params=parameters).json()
    filters = {"year_from": 2010, "evidence_levels": ["single_arm", "case_report"]}
    assert got["results"] == search(client, k=2, filters=filters)["results"]
    assert ids(got) == [CORD.id, FAT.id]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_every_mode_finds(client: TestClient, mode: str) -> None:
    assert ids(search(client, mode=mode))[0] == CORD.id


def test_passages_may_be_ranked_one_by_one(client: TestClient) -> None:
    assert ids(search(client, group_by="passage", k=10)).count(CORD.id) > 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"year_to": 2010}, {ETANERCEPT.id}),
        ({"year_from": 2018, "year_to": 2018}, {FAT.id}),
        ({"publication_types": ["case reports"]}, {FAT.id}),
        ({"evidence_levels": ["randomised"]}, {ETANERCEPT.id}),
        ({"text_kinds": ["digest"]}, set()),
        ({"text_kinds": ["digest", "abstract"], "year_to": 2010}, {ETANERCEPT.id}),
        ({"document_ids": [FAT.id, "PMID:99"]}, {FAT.id}),
        ({"mesh": ["Humans"]}, set()),
        ({"year_from": 2500, "year_to": None}, set()),
        ({}, {CORD.id, FAT.id, ETANERCEPT.id}),
    ],
)
def test_filters_decide_what_is_found(client: TestClient, filters: dict[str, Any], expected: set[str]) -> None:
    assert set(ids(search(client, filters=filters))) == expected


def test_as_many_are_found_as_may_be_asked_for(client: TestClient) -> None:
    assert len(search(client, k=1)["results"]) == 1
    assert len(search(client, k=100)["results"]) == 3


def test_words_that_nothing_has_are_still_answered(client: TestClient) -> None:
    assert search(client, query="zzzz", mode="lexical")["results"] == []


def test_the_server_sets_the_most_that_may_be_asked_for(sources: Sources, serve: MakeClient) -> None:
    client = serve(sources, max_results=2)
    assert len(search(client, k=2)["results"]) == 2
    assert client.post("/v1/search", json={"query": QUERY, "k": 3}).status_code == 422
