from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.documents import Correction
from tests.api.conftest import MakeClient
from tests.api.test_search import CITATION
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, some_sources

ANSWER = {
    *("id", "question", "standalone_question", "status", "answer", "sentences", "citations", "abstention"),
    *("confidence", "evidence", "reading", "sides", "dropped", "index", "answerer", "warnings", "timings_ms"),
}


def ask(client: TestClient, question: str = CORD_QUESTION, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/answer", json={"question": question, **body})
    assert response.status_code == 200
    made: dict[str, Any] = response.json()
    return made


def events(client: TestClient, question: str, **body: Any) -> list[tuple[str, Any]]:
    response = client.post("/v1/answer", json={"question": question, "stream": True, **body})
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [re.split(r"\r\n|\r|\n", block) for block in response.text.split("\n\n") if block]
    assert all(len(block) == 2 for block in blocks)
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def without_what_differs(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name not in {"id", "timings_ms"}}


def test_an_answer_has_the_shape_of_the_contract(client: TestClient) -> None:
    made = ask(client)
    assert made.keys() == ANSWER
    assert made["status"] == "answered"
    assert made["question"] == CORD_QUESTION
    assert made["abstention"] is None
    assert made["answerer"] == "extractive"
    assert made["evidence"].keys() == {"levels", "summary", "warnings"}
    for sentence in made["sentences"]:
        assert sentence.keys() == {"text", "start", "end", "support", "quotes"}
        for quote in sentence["quotes"]:
            assert quote.keys() == {*("number", "document_id", "passage_id", "quote", "start", "end", "text_sha256")}
    assert made["citations"][0].keys() >= CITATION | {"number", "study", "note"}
    assert made["citations"][0]["study"].keys() == {"design", "people", "quote"}
    assert sum(made["evidence"]["levels"].values()) == len(made["citations"])


def test_each_quote_stands_in_the_document_that_the_service_gives_out(client: TestClient) -> None:
    made = ask(client)
    for sentence in made["sentences"]:
        assert made["answer"][sentence["start"] : sentence["end"]] == sentence["text"]
        for quote in sentence["quotes"]:
            document = client.get(f"/v1/documents/{quote['document_id']}").json()
            assert document["text_sha256"] == quote["text_sha256"]
            assert document["text"][quote["start"] : quote["end"]] == quote["quote"]
            assert quote["passage_id"] == f"{quote['document_id']}#{quote['start']}-{quote['end']}"


def test_an_answer_verifies_as_it_came(client: TestClient) -> None:
    quotes = [quote for sentence in ask(client)["sentences"] for quote in sentence["quotes"]]
    assert quotes
    assert client.post("/v1/verify", json={"quotes": quotes}).json()["valid"] is True


@pytest.mark.parametrize(
    ("question", "reason"), [("Should I stop my methotrexate?", "personal_advice"), ("Quarks?", "out_of_scope")]
)
def test_an_abstention_is_a_result(client: TestClient, question: str, reason: str) -> None:
    made = ask(client, question)
    assert made.keys() == ANSWER
    assert (made["status"], made["answer"], made["sentences"], made["citations"]) == ("abstained", None, [], [])
    assert made["abstention"].keys() == {"reason", "message", "nearest"}
    assert made["abstention"]["reason"] == reason
    assert made["abstention"]["nearest"][0].keys() == {"rank", "score", "scores", "passage", "citation"}


def test_the_request_decides_how_much_is_said_and_from_what(client: TestClient) -> None:
    assert len(ask(client, max_sentences=1)["sentences"]) == 1
    assert len(ask(client, k=1)["citations"]) == 1
    made = ask(client, filters={"document_ids": [CORD.id]})
    assert {citation["document_id"] for citation in made["citations"]} == {CORD.id}


def test_a_follow_up_is_searched_for_in_full(client: TestClient) -> None:
    made = ask(client, "Is it safe in patients?", earlier=["Have mesenchymal stem cells from fat cleared psoriasis?"])
    assert made["question"] == "Is it safe in patients?"
    assert made["standalone_question"] == "Are mesenchymal stem cells from fat safe in patients?"
    assert made["citations"][0]["document_id"] == FAT.id
    told = events(
        client, "Is it safe in patients?", earlier=["Have mesenchymal stem cells from fat cleared psoriasis?"]
    )
    assert without_what_differs(told[-1][1]) == without_what_differs(made)


def test_without_questions_before_nothing_is_put_in(client: TestClient) -> None:
    assert without_what_differs(ask(client, earlier=[])) == without_what_differs(ask(client))
    assert ask(client)["standalone_question"] == CORD_QUESTION


@pytest.mark.parametrize(
    ("question", "before"), [("Should I get it?", CORD_QUESTION), ("Why?", "Should I take etanercept?")]
)
def test_advice_is_asked_for_by_the_question_or_by_what_it_is_in_full(
    client: TestClient, question: str, before: str
) -> None:
    assert ask(client, question, earlier=[before])["abstention"]["reason"] == "personal_advice"


@pytest.mark.parametrize(
    ("earlier", "field"),
    [
        (["?!"], "earlier.0"),
        ([CORD_QUESTION, "a" * 2001], "earlier.1"),
        ([CORD_QUESTION] * 51, "earlier"),
        (CORD_QUESTION, "earlier"),
        ([{"question": CORD_QUESTION}], "earlier.0"),
    ],
    ids=["no word", "too long", "too many", "no list", "no text"],
)
def test_questions_before_are_held_to_what_questions_are(client: TestClient, earlier: object, field: str) -> None:
    response = client.post("/v1/answer", json={"question": "Why?", "earlier": earlier})
    assert response.status_code == 422
    assert {fault["field"] for fault in response.json()["errors"]} == {field}


@pytest.mark.parametrize("answerer", [None, "extractive"])
def test_the_answerer_that_is_here_may_be_named(client: TestClient, answerer: str | None) -> None:
    assert ask(client, answerer=answerer)["answerer"] == "extractive"


def test_an_answerer_that_is_not_here_is_refused_by_field(client: TestClient) -> None:
    response = client.post("/v1/answer", json={"question": CORD_QUESTION, "answerer": "llm"})
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["errors"]] == ["answerer"]


def test_retracted_work_is_not_cited_unless_asked_for(tmp_path: Path, serve: MakeClient) -> None:
    retracted = replace(CORD, corrections=(Correction("RetractionIn"),))
    client = serve(some_sources(tmp_path, retracted, FAT, ETANERCEPT))
    assert CORD.id not in {citation["document_id"] for citation in ask(client)["citations"]}
    made = ask(client, filters={"include_retracted": True})
    assert made["citations"][0]["editorial_status"] == "retracted"
    assert f"{CORD.id} has been retracted." in made["evidence"]["warnings"]
    assert " [1] (RETRACTED; " in made["answer"]


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [
        ("RetractionIn", "retracted", "RETRACTED"),
        ("ExpressionOfConcernIn", "concern", "expression of concern"),
        ("ErratumIn", "corrected", "corrected since"),
    ],
)
def test_what_became_of_a_publication_is_marked_in_passage_citation_sources_and_answer(
    tmp_path: Path, serve: MakeClient, kind: str, status: str, mark: str
) -> None:
    client = serve(some_sources(tmp_path, replace(CORD, corrections=(Correction(kind),)), FAT))
    asked: dict[str, Any] = {"filters": {"include_retracted": True}}
    found = client.post("/v1/search", json={"query": CORD_QUESTION, **asked}).json()["results"][0]
    assert (found["passage"]["editorial_status"], found["citation"]["editorial_status"]) == (status, status)
    fetched = client.get(f"/v1/passages/{found['passage']['id'].replace('#', '%23')}").json()
    assert fetched["editorial_status"] == status
    made = ask(client, **asked)
    assert f"({mark}; " in made["answer"]
    (_, cited), *_ = events(client, CORD_QUESTION, **asked)
    assert cited[0]["editorial_status"] == status
    assert cited[0]["note"].startswith(mark)


def test_a_status_that_is_not_known_is_never_told_as_ok(client: TestClient) -> None:
    made = ask(client)
    assert {citation["editorial_status"] for citation in made["citations"]} == {"unknown"}
    assert any("not known here whether" in warning for warning in made["evidence"]["warnings"])


def test_a_streamed_answer_is_the_answer_in_parts(client: TestClient) -> None:
    whole = ask(client)
    told = events(client, CORD_QUESTION)
    assert [name for name, _ in told] == ["sources", *["sentence"] * len(whole["sentences"]), "done"]
    assert [found.keys() for found in told[0][1]] == [CITATION | {"evidence_rule", "basis", "study", "note"}] * 3
    assert told[0][1][0] | {"number": 1} == whole["citations"][0]
    assert {cited["document_id"] for cited in whole["citations"]} <= {found["document_id"] for found in told[0][1]}
    assert [data for name, data in told if name == "sentence"] == whole["sentences"]
    assert without_what_differs(told[-1][1]) == without_what_differs(whole)


def test_a_streamed_abstention_ends_with_its_reason(client: TestClient) -> None:
    told = events(client, "Should I stop my methotrexate?")
    assert [name for name, _ in told] == ["sources", "abstention"]
    assert told[0][1] == []
    assert told[-1][1]["abstention"]["reason"] == "personal_advice"


@pytest.mark.parametrize("question", ["Cord blood cells?\n\ndata: forged\n\n", "Cord\rblood\u2028cells \u0000🧬"])
def test_no_question_breaks_out_of_its_event(client: TestClient, question: str) -> None:
    told = events(client, question)
    assert {name for name, _ in told} <= {"sources", "sentence", "done", "abstention"}
    assert told[-1][1]["question"] == question
