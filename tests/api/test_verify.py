from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.documents import Correction
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, a_document, add

QUOTE: dict[str, Any] = {
    "document_id": CORD.id,
    "quote": CORD.text[:4],
    "start": 0,
    "end": 4,
    "text_sha256": CORD.text_sha256,
}


def verdicts(client: TestClient, *quotes: dict[str, Any]) -> dict[str, Any]:
    response = client.post("/v1/verify", json={"quotes": quotes})
    assert response.status_code == 200
    judged: dict[str, Any] = response.json()
    return judged


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "valid"),
        ({"number": 3, "passage_id": "PMID:1#0-4"}, "valid"),
        ({"quote": "Word"}, "mismatch"),
        ({"start": 10**30, "end": 10**31}, "mismatch"),
        ({"text_sha256": "0" * 64}, "missing"),
        ({"document_id": "PMID:99"}, "missing"),
    ],
)
def test_each_quote_is_judged(client: TestClient, fields: dict[str, Any], status: str) -> None:
    judged = verdicts(client, {**QUOTE, **fields})
    assert judged["valid"] is (status == "valid")
    (verdict,) = judged["verdicts"]
    assert verdict.keys() == {"document_id", "status", "editorial_status", "detail", "corrections"}
    assert verdict["status"] == status


def test_a_former_version_has_changed(own_client: TestClient, sources: Sources) -> None:
    add(sources.store, replace(CORD, title="Another title"))
    judged = verdicts(own_client, QUOTE)
    assert (judged["valid"], judged["verdicts"][0]["status"]) == (False, "changed")
    assert (judged["sound"], judged["changed"], judged["retracted"]) == (False, [CORD.id], [])


def test_one_fault_makes_the_whole_not_valid(client: TestClient) -> None:
    judged = verdicts(client, QUOTE, {**QUOTE, "quote": "Word"}, QUOTE)
    assert judged["valid"] is False
    assert [verdict["status"] for verdict in judged["verdicts"]] == ["valid", "mismatch", "valid"]


def test_no_quotes_are_valid(client: TestClient) -> None:
    assert verdicts(client) == {"valid": True, "sound": True, "retracted": [], "changed": [], "verdicts": []}


@pytest.mark.parametrize("field", list(QUOTE))
def test_a_quote_that_lacks_a_field_is_refused_by_its_place(client: TestClient, field: str) -> None:
    lacking = {name: value for name, value in QUOTE.items() if name != field}
    response = client.post("/v1/verify", json={"quotes": [QUOTE, lacking]})
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["errors"]] == [f"quotes.1.{field}"]


def test_verifying_needs_no_index(own_client: TestClient, sources: Sources) -> None:
    (sources.store.path.parent / "index" / "CURRENT").unlink()
    assert verdicts(own_client, QUOTE)["valid"] is True


def test_what_was_cited_before_its_retraction_is_told_and_cited_no_more(
    own_client: TestClient, sources: Sources
) -> None:
    """The whole way: an answer cites a paper, the notice that retracts it comes, and the index is not built anew."""

    def cited() -> dict[str, Any]:
        answer: dict[str, Any] = own_client.post("/v1/answer", json={"question": CORD_QUESTION}).json()
        return answer

    before = cited()
    quotes = [quote for sentence in before["sentences"] for quote in sentence["quotes"]]
    assert CORD.id in {quote["document_id"] for quote in quotes}
    assert verdicts(own_client, *quotes)["sound"] is True

    notice = a_document(
        77,
        title="Retraction: Cord blood cells in psoriatic arthritis",
        journal="J Made Up",
        date="2024-02-06",
        corrections=(Correction("RetractionOf", pmid="1"),),
    )
    assert add(sources.store, notice).retracted == [CORD.id]

    after = cited()
    assert CORD.id not in {citation["document_id"] for citation in after["citations"]}
    judged = verdicts(own_client, *quotes)
    assert (judged["valid"], judged["sound"], judged["retracted"]) == (True, False, [CORD.id])
    verdict = next(one for one in judged["verdicts"] if one["document_id"] == CORD.id)
    assert verdict["editorial_status"] == "retracted"
    assert verdict["detail"].endswith("The publication has been retracted: J Made Up. 2024-02-06.")
    (correction,) = verdict["corrections"]
    assert (correction["kind"], correction["pmid"], correction["date"]) == ("RetractionIn", "77", "2024-02-06")


def test_a_whole_answer_is_verified_as_it_was_given(client: TestClient) -> None:
    made = client.post("/v1/answer", json={"question": CORD_QUESTION}).json()
    told = client.post("/v1/verify", json=made).json()
    assert len(told["verdicts"]) == sum(len(sentence["quotes"]) for sentence in made["sentences"]) > 0
    assert told["sound"]
