from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.answer_runs import AnswerRun, evaluate_answers, row_of
from eval.datasets.questions import Question
from index.generations import Generations
from service.answering import answer
from service.answers import Answer
from service.errors import UnavailableError
from service.extractive_answerer import ExtractiveAnswerer
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_store, some_sources
from tests.fakes import HashingEmbedder

ASKED = Question(id="cord", question=CORD_QUESTION, gold=[CORD.id], answer_facts=["eight of 17 patients", "9 of 17"])
ABSENT = Question(id="absent", question="Which telescope photographed distant galaxies?", gold=[])
MISSED = Question(id="missed", question="Which comet came near Jupiter?", gold=[FAT.id], answer_facts=["2 plaques"])


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return some_sources(tmp_path)


@pytest.fixture
def made(sources: Sources) -> Answer:
    return answer(sources, ExtractiveAnswerer(), CORD_QUESTION)


@pytest.fixture
def run(sources: Sources) -> AnswerRun:
    return evaluate_answers(sources, ExtractiveAnswerer(), [ASKED, ABSENT, MISSED])


def test_each_question_has_its_row_and_its_answer_in_order(run: AnswerRun) -> None:
    assert [row.id for row in run.rows] == ["cord", "absent", "missed"]
    assert [made.question for made in run.answers] == [ASKED.question, ABSENT.question, MISSED.question]
    assert [(row.is_answerable, row.answered) for row in run.rows] == [(True, True), (False, False), (True, False)]
    assert [row.confidence for row in run.rows] == [made.confidence for made in run.answers]


def test_an_answered_question_is_measured_by_its_gold_and_its_facts(run: AnswerRun) -> None:
    row = run.rows[0]
    assert (row.document_recall, row.document_rr, row.citation_recall) == (1, 1, 1)
    assert row.citation_precision == 1 / len(run.answers[0].citations)
    assert row.fact_coverage == 0.5
    assert row.quotes == row.valid_quotes == len(run.answers[0].sentences) > 0


def test_an_unanswerable_question_has_nothing_to_find_or_cite(run: AnswerRun) -> None:
    row = run.rows[1]
    assert (row.document_recall, row.document_rr) == (None, None)
    assert (row.citation_precision, row.citation_recall, row.fact_coverage) == (None, None, None)
    assert (row.quotes, row.valid_quotes) == (0, 0)


def test_silence_where_an_answer_was_owed_cites_and_covers_nothing(run: AnswerRun) -> None:
    row = run.rows[2]
    assert (row.citation_precision, row.citation_recall, row.fact_coverage) == (None, 0, 0)


def test_the_whole_is_measured(run: AnswerRun) -> None:
    measures = run.measured.measures
    assert measures["quote_validity"] == 1
    assert measures["answered_when_answerable"] == 0.5
    assert measures["abstained_when_unanswerable"] == 1
    assert measures["fact_coverage"] == 0.25
    assert measures["abstention_f1"] == pytest.approx(2 / 3)


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


def test_the_run_as_json(run: AnswerRun) -> None:
    written = json.loads(json.dumps(run.to_json()))
    assert written.keys() == {"measures", "intervals", "questions"}
    first, second, _ = written["questions"]
    assert (first["question"], first["abstention"]) == (CORD_QUESTION, None)
    assert CORD.id in first["cited"]
    assert first["answer"] == run.answers[0].answer
    assert (second["answer"], second["cited"]) == (None, [])
    assert second["abstention"] in {"out_of_scope", "no_relevant_source"}


def test_progress_is_told_after_every_question(sources: Sources) -> None:
    told: list[tuple[int, int]] = []
    evaluate_answers(sources, ExtractiveAnswerer(), [ASKED, ABSENT], lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_without_an_index_there_is_nothing_to_measure(tmp_path: Path) -> None:
    sources = Sources(a_store(tmp_path, CORD), Generations(tmp_path / "index"), HashingEmbedder())
    with pytest.raises(UnavailableError, match="enthesis index build"):
        evaluate_answers(sources, ExtractiveAnswerer(), [ASKED])
