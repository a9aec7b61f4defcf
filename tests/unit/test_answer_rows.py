from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.answer_rows import Asked, ask, row_of, tell
from eval.datasets.questions import FactQuote, Question
from service.answering import answer
from service.answers import Answer
from service.extractive_answerer import ExtractiveAnswerer
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_store, some_sources

ASKED = Question(id="cord", question=CORD_QUESTION, gold=[CORD.id], answer_facts=["eight of 17 patients", "9 of 17"])
ABSENT = Question(id="absent", question="Which telescope photographed distant galaxies?", gold=[])


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return some_sources(tmp_path)


@pytest.fixture
def made(sources: Sources) -> Answer:
    return answer(sources, ExtractiveAnswerer(), CORD_QUESTION)


def with_first_quote(made: Answer, **wrong: Any) -> Answer:
    """The answer with its first quote changed."""
    sentence, *others = made.sentences
    quote, *more = sentence.quotes
    changed = sentence.model_copy(update={"quotes": [quote.model_copy(update=wrong), *more]})
    return made.model_copy(update={"sentences": [changed, *others]})


def test_quotes_that_the_store_does_not_hold_are_counted_as_wrong(sources: Sources, made: Answer) -> None:
    honest = made.sentences[0]
    forged = honest.model_copy(update={"quotes": [honest.quotes[0].model_copy(update={"quote": "Cells cure all."})]})
    row = row_of(ASKED, made.model_copy(update={"sentences": [honest, forged]}), [], sources.store)
    assert (row.quotes, row.valid_quotes) == (2, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "Cells cure everything."},
        {"quote": "", "end": 0, "start": 0},
        {"start": 0},
        {"end": 10_000_000, "quote": "x"},
        {"text_sha256": "0" * 64},
        {"document_id": "PMID:999"},
        {"document_id": ETANERCEPT.id},
    ],
    ids=["other words", "no words", "another place", "past the end", "another version", "no document", "another one"],
)
def test_a_quote_stands_only_at_its_place_in_its_version(made: Answer, sources: Sources, wrong: dict[str, Any]) -> None:
    sentence, *others = made.sentences
    quotes = [quote.model_copy(update=wrong) for quote in sentence.quotes]
    forged = made.model_copy(update={"sentences": [sentence.model_copy(update={"quotes": quotes}), *others]})
    row = row_of(ASKED, forged, [], sources.store)
    assert row.quotes - row.valid_quotes == len(quotes) == 1


def test_a_quote_of_a_former_version_still_stands(made: Answer, sources: Sources, tmp_path: Path) -> None:
    a_store(tmp_path, replace(CORD, title="Another title"))
    row = row_of(ASKED, made, [], sources.store)
    assert row.valid_quotes == row.quotes > 0


OTHERS = [f"PMID:{number}" for number in range(100, 110)]


@pytest.mark.parametrize(
    ("gold", "found", "recall", "reciprocal_rank"),
    [
        (["PMID:1"], ["PMID:1"], 1, 1),
        (["PMID:1"], ["PMID:9", "PMID:1"], 1, 0.5),
        (["PMID:1"], [*OTHERS[:4], "PMID:1"], 1, 0.2),
        (["PMID:1"], [*OTHERS[:5], "PMID:1"], 0, 1 / 6),
        (["PMID:1", "PMID:2"], ["PMID:2", "PMID:9"], 0.5, 1),
        (["PMID:1", "PMID:1"], ["PMID:1"], 1, 1),
        (["PMID:1"], OTHERS, 0, 0),
        (["PMID:1"], [], 0, 0),
        ([], ["PMID:1"], None, None),
    ],
)
def test_recall_looks_at_five_documents_and_the_reciprocal_rank_at_all(
    made: Answer,
    sources: Sources,
    gold: list[str],
    found: list[str],
    recall: float | None,
    reciprocal_rank: float | None,
) -> None:
    row = row_of(ASKED.model_copy(update={"gold": gold}), made, found, sources.store)
    assert (row.document_recall, row.document_rr) == (recall, reciprocal_rank)


@pytest.mark.parametrize(
    ("gold", "precision_times_cited", "recall"),
    [([CORD.id], 1, 1), ([CORD.id, "PMID:999"], 1, 0.5), (["PMID:999"], 0, 0)],
)
def test_citations_are_compared_with_the_gold_documents(
    made: Answer, sources: Sources, gold: list[str], precision_times_cited: int, recall: float
) -> None:
    row = row_of(ASKED.model_copy(update={"gold": gold}), made, [], sources.store)
    assert row.citation_precision == precision_times_cited / len(made.citations)
    assert row.citation_recall == recall


def test_facts_are_looked_for_in_the_quotes_not_in_the_answers_own_words(made: Answer, sources: Sources) -> None:
    question = ASKED.model_copy(update={"answer_facts": ["the moon is made of cheese"]})
    claiming = made.model_copy(update={"answer": "The moon is made of cheese [1]"})
    assert row_of(question, claiming, [], sources.store).fact_coverage == 0


def test_no_facts_asked_for_is_no_coverage(made: Answer, sources: Sources) -> None:
    assert row_of(ASKED.model_copy(update={"answer_facts": []}), made, [], sources.store).fact_coverage is None


def test_an_answer_of_quotes_is_borne_by_what_it_cites(made: Answer, sources: Sources) -> None:
    row = row_of(ASKED, made, [], sources.store)
    assert (row.alce_citation_recall, row.alce_citation_precision) == (1, 1)


@pytest.mark.parametrize("wrong", [{"text_sha256": "0" * 64}, {"start": 0, "end": 4}, {"document_id": FAT.id}])
def test_what_bears_a_sentence_is_read_in_the_store_not_in_the_answer(
    made: Answer, sources: Sources, wrong: dict[str, Any]
) -> None:
    row = row_of(ASKED, with_first_quote(made, **wrong), [], sources.store)
    sentences, quotes = len(made.sentences), row.quotes
    assert row.alce_citation_recall == (sentences - 1) / sentences
    assert row.alce_citation_precision == (quotes - 1) / quotes


def test_a_superfluous_citation_costs_precision(made: Answer, sources: Sources) -> None:
    sentence, *others = made.sentences
    (quote,) = sentence.quotes
    title = quote.model_copy(update={"quote": CORD.title, "start": 0, "end": len(CORD.title)})
    overcited = sentence.model_copy(update={"quotes": [quote, title]})
    row = row_of(ASKED, made.model_copy(update={"sentences": [overcited, *others]}), [], sources.store)
    assert row.alce_citation_recall == 1
    assert row.alce_citation_precision == (row.quotes - 1) / row.quotes


def test_facts_that_only_a_forged_quote_states_are_not_covered(made: Answer, sources: Sources) -> None:
    question = ASKED.model_copy(update={"answer_facts": ["the moon is made of cheese"]})
    forged = with_first_quote(made, quote="The moon is made of cheese.")
    assert row_of(question, forged, [], sources.store).fact_coverage == 0


def test_it_is_told_what_was_asked_said_found_and_missed(made: Answer, sources: Sources) -> None:
    question = ASKED.model_copy(
        update={
            "gold": [CORD.id, FAT.id, "PMID:999"],
            "judgements": {CORD.id: 3, ETANERCEPT.id: 0},
            "fact_quotes": [[FactQuote(document_id=CORD.id, quote="eight of 17 patients")], []],
            "type": "factoid",
            "topic": "cells",
        }
    )
    told = tell(question, made, [CORD.id, ETANERCEPT.id, FAT.id], sources.store)
    assert (told["id"], told["question"], told["type"], told["topic"]) == ("cord", CORD_QUESTION, "factoid", "cells")
    assert (told["answered"], told["answer"], told["confidence"]) == (True, made.answer, made.confidence)
    assert {"document_id": CORD.id, "title": CORD.title} in told["cited"]
    assert told["evidence"] == {"summary": made.evidence.summary, "warnings": made.evidence.warnings}
    assert told["facts"] == [
        {
            "fact": "eight of 17 patients",
            "stated": True,
            "quotes": [{"document_id": CORD.id, "quote": "eight of 17 patients"}],
        },
        {"fact": "9 of 17", "stated": False, "quotes": []},
    ]
    assert told["found"] == [
        {"document_id": CORD.id, "title": CORD.title, "grade": 3},
        {"document_id": ETANERCEPT.id, "title": ETANERCEPT.title, "grade": 0},
        {"document_id": FAT.id, "title": FAT.title, "grade": None},
    ]
    cited = {one["document_id"] for one in told["cited"]}
    assert told["missed"] == {
        "not_found": ["PMID:999"],
        "not_cited": [document_id for document_id in question.gold if document_id not in cited],
        "not_stated": ["9 of 17"],
    }


def test_each_sentence_is_told_with_its_quotes_and_whether_they_stand(made: Answer, sources: Sources) -> None:
    told = tell(ASKED, with_first_quote(made, quote="Cells cure all."), [], sources.store)
    (first, *_), quote = told["sentences"], made.sentences[0].quotes[0]
    assert first["text"] == made.sentences[0].text
    assert first["quotes"] == [
        {
            "document_id": quote.document_id,
            "quote": "Cells cure all.",
            "start": quote.start,
            "end": quote.end,
            "valid": False,
        }
    ]
    assert all(quote["valid"] for sentence in told["sentences"][1:] for quote in sentence["quotes"])


def test_of_what_was_found_ten_are_told(made: Answer, sources: Sources) -> None:
    told = tell(ASKED, made, [f"PMID:{number}" for number in range(20)], sources.store)
    assert len(told["found"]) == 10
    assert told["found"][0]["title"] is None  # the corpus has no such document
    assert told["missed"]["not_found"] == []


def test_silence_is_told_with_its_reason(sources: Sources) -> None:
    told = ask(sources, ExtractiveAnswerer(), ABSENT).told
    assert (told["answered"], told["answer"], told["sentences"], told["cited"]) == (False, None, [], [])
    assert told["abstention"] in {"out_of_scope", "no_relevant_source"}


def test_nothing_that_differs_from_run_to_run_is_told(sources: Sources) -> None:
    asked = [ask(sources, ExtractiveAnswerer(), ASKED) for _ in range(2)]
    assert asked[0].told == asked[1].told
    assert asked[0].row == asked[1].row


@pytest.mark.parametrize("question", [ASKED, ABSENT])
def test_what_a_journal_keeps_of_a_question_is_all_of_it(sources: Sources, question: Question) -> None:
    asked = ask(sources, ExtractiveAnswerer(), question)
    assert Asked.from_record(json.loads(json.dumps(asked.to_record()))) == asked
