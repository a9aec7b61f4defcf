from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.answer_runs import evaluate_answers, parts_of
from eval.datasets.questions import Question
from eval.journal import Journal
from eval.runs import Run
from index.generations import Generations
from service.errors import UnavailableError
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Draft
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, FAT, a_document, a_store, add, some_sources
from tests.fakes import HashingEmbedder, ScriptedAnswerer

ASKED = Question(id="cord", question=CORD_QUESTION, gold=[CORD.id], answer_facts=["eight of 17 patients", "9 of 17"])
ABSENT = Question(id="absent", question="Which telescope photographed distant galaxies?", gold=[])
MISSED = Question(id="missed", question="Which comet came near Jupiter?", gold=[FAT.id], answer_facts=["2 plaques"])
QUESTIONS = [ASKED, ABSENT, MISSED]


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return some_sources(tmp_path)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture
def run(sources: Sources) -> Run:
    return evaluate_answers(sources, ExtractiveAnswerer(), QUESTIONS, "three")


def as_told(run: Run) -> str:
    """The run as its file has it, but for the seconds."""
    return json.dumps(run.model_dump(mode="json", exclude={"timings"}))


def test_a_run_says_what_was_asked_and_who_answered(run: Run) -> None:
    assert (run.kind, run.title) == ("answers", "three, extractive")
    assert run.counts == {"questions": 3, "answerable": 2}
    assert run.timings["seconds"] == pytest.approx(3 * run.timings["seconds_per_question"])


def test_each_question_has_its_row_and_its_figures_in_order(run: Run) -> None:
    assert [told["id"] for told in run.questions] == ["cord", "absent", "missed"]
    assert [told["answered"] for told in run.questions] == [True, False, False]
    assert list(run.per_question) == ["cord", "absent", "missed"]


def test_an_answered_question_is_measured_by_its_gold_and_its_facts(run: Run) -> None:
    of_it = run.per_question["cord"]
    assert (of_it["document_recall@5"], of_it["document_rr"], of_it["citation_recall"]) == (1, 1, 1)
    assert of_it["citation_precision"] == 1 / len(run.questions[0]["cited"])
    assert of_it["fact_coverage"] == 0.5
    assert (of_it["alce_citation_recall"], of_it["alce_citation_precision"]) == (1, 1)


def test_an_unanswerable_question_has_nothing_to_find_or_cite(run: Run) -> None:
    known = {name for name, value in run.per_question["absent"].items() if value is not None}
    assert known == {"abstained_when_unanswerable"}


def test_silence_where_an_answer_was_owed_cites_and_covers_nothing(run: Run) -> None:
    of_it = run.per_question["missed"]
    assert (of_it["citation_precision"], of_it["citation_recall"], of_it["fact_coverage"]) == (None, 0, 0)
    assert of_it["answered_when_answerable"] == 0


def test_the_whole_is_measured(run: Run) -> None:
    assert run.measures["quote_validity"] == 1
    assert run.measures["answered_when_answerable"] == 0.5
    assert run.measures["abstained_when_unanswerable"] == 1
    assert run.measures["fact_coverage"] == 0.25
    assert run.measures["abstention_f1"] == pytest.approx(2 / 3)
    assert run.curves.keys() == {"risk_coverage", "reliability"}


@pytest.mark.parametrize("questions", [[ASKED], [ABSENT], [ASKED.model_copy(update={"answer_facts": []}), MISSED]])
def test_any_questions_will_do(sources: Sources, questions: list[Question]) -> None:
    run = evaluate_answers(sources, ExtractiveAnswerer(), questions, "few")
    assert run.intervals.keys() == {name for name, value in run.measures.items() if value is not None}


def test_the_same_again_is_the_same_but_for_the_seconds(sources: Sources, run: Run) -> None:
    assert as_told(evaluate_answers(sources, ExtractiveAnswerer(), QUESTIONS, "three")) == as_told(run)


def test_progress_is_told_after_every_question(sources: Sources) -> None:
    told: list[tuple[int, int]] = []
    evaluate_answers(
        sources, ExtractiveAnswerer(), QUESTIONS[:2], "two", progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


def test_interrupted_work_is_taken_up(sources: Sources, journal: Journal, run: Run) -> None:
    def interrupt(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_answers(sources, ExtractiveAnswerer(), QUESTIONS, "three", journal=journal, progress=interrupt)

    said: list[str] = []
    again = Journal(journal.path)
    resumed = evaluate_answers(sources, ExtractiveAnswerer(), QUESTIONS, "three", journal=again, say=said.append)
    assert said == ["2 of 3 were already answered: an interrupted measurement is taken up."]
    assert as_told(resumed) == as_told(run)


def test_what_was_answered_is_not_asked_again(sources: Sources, journal: Journal) -> None:
    answerer = ScriptedAnswerer(lambda _: Draft(()))
    evaluate_answers(sources, answerer, [ASKED], "one", journal=journal)
    evaluate_answers(sources, answerer, [ASKED], "one", journal=Journal(journal.path))
    assert answerer.asked == 1


def test_where_nothing_was_answered_before_nothing_is_said_of_it(sources: Sources, journal: Journal) -> None:
    said: list[str] = []
    evaluate_answers(sources, ExtractiveAnswerer(), [ASKED], "one", journal=journal, say=said.append)
    assert said == []


def test_its_parts_are_named_by_what_they_hold(sources: Sources) -> None:
    index, embedder = sources.index().manifest, HashingEmbedder()
    assert parts_of(sources, ExtractiveAnswerer()) == {
        "index": {"fingerprint": index.fingerprint, "corpus_fingerprint": sources.store.fingerprint()},
        "corpus": sources.store.fingerprint(),
        "encoder": {"name": embedder.name, "fingerprint": embedder.fingerprint},
        "answerer": "extractive",
    }


def test_without_an_index_there_is_nothing_to_measure(tmp_path: Path) -> None:
    sources = Sources(a_store(tmp_path, CORD), Generations(tmp_path / "index"), HashingEmbedder())
    with pytest.raises(UnavailableError, match="enthesis index build"):
        evaluate_answers(sources, ExtractiveAnswerer(), [ASKED], "one")


def test_gold_that_the_corpus_lacks_is_warned_of(sources: Sources) -> None:
    elsewhere = ASKED.model_copy(update={"gold": [*ASKED.gold, "PMID:999"]})
    (warning,) = evaluate_answers(sources, ExtractiveAnswerer(), [elsewhere], "one").warnings
    assert warning == "gold documents that are not in the corpus, counted as not found: 1 (PMID:999)"


def test_an_index_that_the_corpus_has_left_behind_is_warned_of(sources: Sources) -> None:
    add(sources.store, a_document(77, "A new record."))
    (warning,) = evaluate_answers(sources, ExtractiveAnswerer(), [ASKED], "one").warnings
    assert "run `enthesis index build`" in warning
