from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from corpus.documents import EditorialStatus
from eval.comparison import compare
from eval.datasets.questions import Question
from eval.journal import Journal
from eval.robustness import evaluate_variants, same_documents
from eval.runs import Run
from eval.withdrawal import copy_of, withdrawn
from index.generations import Generations
from service.answering import answer
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Draft
from service.sources import Sources
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, some_sources
from tests.fakes import ScriptedAnswerer

CORD_ASKED = Question(
    id="cord",
    question=CORD_QUESTION,
    gold=[CORD.id],
    answer_facts=["eight of 17"],
    paraphrase="Did cord blood cells relieve patients of psoriatic arthritis?",
    false_premise="As umbilical cord blood cells cure psoriatic arthritis, which patients were relieved?",
)
BOTH_ASKED = Question(id="both", question="Psoriasis cells?", gold=[CORD.id, FAT.id])
ABSENT = Question(id="absent", question="Which telescope photographed distant galaxies?", gold=[])
QUESTIONS = [CORD_ASKED, BOTH_ASKED, ABSENT]
CONDITIONS = ["as asked", "paraphrased", "typing errors", "false premise", "source withdrawn"]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def sources(data_dir: Path) -> Sources:
    return some_sources(data_dir)


@pytest.fixture(scope="module")
def generations(data_dir: Path) -> Generations:
    return Generations(data_dir / "index")


@pytest.fixture(scope="module")
def runs(sources: Sources, generations: Generations) -> dict[str, Run]:
    found = evaluate_variants(sources, generations, ExtractiveAnswerer(), QUESTIONS, "three")
    return {run.configuration.removeprefix("extractive, "): run for run in found}


def cited(run: Run) -> list[str]:
    """The documents that the answer to the first question cites."""
    return [citation["document_id"] for citation in run.questions[0]["cited"]]


def test_each_condition_is_a_run_over_the_questions_that_have_such_a_variant(runs: dict[str, Run]) -> None:
    assert list(runs) == CONDITIONS
    assert {name: list(run.per_question) for name, run in runs.items()} == {
        "as asked": ["cord", "both", "absent"],
        "paraphrased": ["cord"],
        "typing errors": ["cord", "both", "absent"],
        "false premise": ["cord"],
        "source withdrawn": ["cord"],
    }
    assert {run.name for run in runs.values()} == {"three"}


def test_each_is_asked_in_its_own_words_with_the_same_gold_and_facts(runs: dict[str, Run]) -> None:
    asked = {name: run.questions[0]["question"] for name, run in runs.items()}
    assert asked["paraphrased"] == CORD_ASKED.paraphrase
    assert asked["false premise"] == CORD_ASKED.false_premise
    assert asked["source withdrawn"] == asked["as asked"] == CORD_QUESTION
    assert asked["typing errors"] not in asked["as asked"]
    for name in ("paraphrased", "typing errors", "false premise"):
        assert runs[name].questions[0]["gold"] == [CORD.id]
        assert [fact["fact"] for fact in runs[name].questions[0]["facts"]] == ["eight of 17"]


def test_what_changed_stands_in_every_run_but_the_first(runs: dict[str, Run]) -> None:
    assert "same_documents" not in runs["as asked"].measures
    for name in CONDITIONS[1:-1]:
        assert {"same_documents", "same_status"} <= runs[name].measures.keys()
        assert runs[name].intervals.keys() >= {"same_status"}
    assert runs["typing errors"].per_question["absent"]["same_status"] == 1
    assert runs["typing errors"].per_question["absent"]["same_documents"] is None
    assert runs["paraphrased"].per_question["cord"]["same_documents"] == same_documents(
        cited(runs["as asked"]), cited(runs["paraphrased"])
    )


def test_an_answer_whose_source_is_withdrawn_ought_to_change(runs: dict[str, Run]) -> None:
    assert runs["source withdrawn"].measures.keys().isdisjoint({"same_documents", "same_status"})


def test_a_withdrawn_source_is_not_cited_and_the_question_counts_as_unanswerable(runs: dict[str, Run]) -> None:
    assert CORD.id in cited(runs["as asked"])
    run = runs["source withdrawn"]
    (told,) = run.questions
    assert told["withdrawn"] == CORD.id
    assert CORD.id not in [*cited(run), *(one["document_id"] for one in told["found"])]
    assert run.per_question["cord"]["avoids_withdrawn"] == 1
    assert run.per_question["cord"]["abstained_when_unanswerable"] == 1 - told["answered"]
    assert run.counts == {"questions": 1, "answerable": 0}
    assert all("avoids_withdrawn" not in runs[name].measures for name in CONDITIONS[:-1])


def test_a_service_that_cites_what_was_withdrawn_is_found_out(
    sources: Sources, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.robustness.withdrawn", lambda *_: nullcontext())
    runs = evaluate_variants(sources, generations, ExtractiveAnswerer(), QUESTIONS, "three")
    assert runs[-1].measures["avoids_withdrawn"] == 0


def test_the_simulation_is_named_as_one(runs: dict[str, Run]) -> None:
    assert "is a simulation on a copy" in runs["source withdrawn"].warnings[0]
    assert [run.warnings for name, run in runs.items() if name != "source withdrawn"] == [()] * 4


def test_a_condition_without_a_question_has_no_run_and_that_is_said(sources: Sources, generations: Generations) -> None:
    plain = [CORD_ASKED.model_copy(update={"paraphrase": None, "gold": [CORD.id, FAT.id]})]
    runs = evaluate_variants(sources, generations, ExtractiveAnswerer(), plain, "plain")
    assert [run.configuration for run in runs] == [
        f"extractive, {condition}" for condition in ("as asked", "typing errors", "false premise")
    ]
    assert runs[0].warnings == ("no question has a variant for: paraphrased, source withdrawn",)


def test_a_source_that_the_corpus_does_not_have_cannot_be_withdrawn(sources: Sources, generations: Generations) -> None:
    elsewhere = [CORD_ASKED.model_copy(update={"gold": ["PMID:999"]})]
    runs = evaluate_variants(sources, generations, ExtractiveAnswerer(), elsewhere, "elsewhere")
    assert "source withdrawn" not in runs[-1].configuration


def test_two_conditions_can_be_compared_question_by_question(runs: dict[str, Run]) -> None:
    compared = compare(runs["as asked"], runs["typing errors"])
    assert {one.measure for one in compared.measures} >= {"document_rr", "fact_coverage"}


def test_the_same_again_is_the_same_but_for_the_seconds(
    sources: Sources, generations: Generations, runs: dict[str, Run]
) -> None:
    again = evaluate_variants(sources, generations, ExtractiveAnswerer(), QUESTIONS, "three")
    for before, after in zip(runs.values(), again, strict=True):
        assert before.model_dump_json(exclude={"timings"}) == after.model_dump_json(exclude={"timings"})


def test_interrupted_work_is_taken_up_in_the_middle_of_the_conditions(
    sources: Sources, generations: Generations, runs: dict[str, Run], tmp_path: Path
) -> None:
    def interrupt(done: int, total: int) -> None:
        assert total == 9
        if done == 5:
            raise KeyboardInterrupt

    path, said = tmp_path / "journal.jsonl", list[str]()
    with pytest.raises(KeyboardInterrupt):
        evaluate_variants(
            sources, generations, ExtractiveAnswerer(), QUESTIONS, "three", journal=Journal(path), progress=interrupt
        )
    again = evaluate_variants(
        sources, generations, ExtractiveAnswerer(), QUESTIONS, "three", journal=Journal(path), say=said.append
    )
    assert said == ["5 of 9 were already answered: an interrupted measurement is taken up."]
    assert [json.dumps(run.questions) for run in again] == [json.dumps(run.questions) for run in runs.values()]
    assert [run.measures for run in again] == [run.measures for run in runs.values()]


def test_every_question_is_asked_once_for_each_of_its_variants(sources: Sources, generations: Generations) -> None:
    answerer = ScriptedAnswerer(lambda _: Draft(()))
    evaluate_variants(sources, generations, answerer, [CORD_ASKED], "one")
    assert answerer.asked == len(CONDITIONS)


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        (["a", "b"], ["b", "a"], 1),
        (["a", "b"], ["b", "c"], 1 / 3),
        (["a"], ["b"], 0),
        (["a"], [], 0),
        ([], [], None),
    ],
)
def test_documents_are_compared_as_sets(before: list[str], after: list[str], alike: float | None) -> None:
    assert same_documents(before, after) == alike


@pytest.fixture
def copy(sources: Sources, generations: Generations) -> Iterator[Sources]:
    with copy_of(sources, generations) as made:
        yield made


def test_a_copy_answers_as_the_corpus_does(sources: Sources, copy: Sources) -> None:
    ours, theirs = (answer(one, ExtractiveAnswerer(), CORD_QUESTION) for one in (sources, copy))
    assert (ours.answer, ours.citations, ours.confidence) == (theirs.answer, theirs.citations, theirs.confidence)


def test_a_document_is_withdrawn_for_the_block_and_in_the_copy_alone(sources: Sources, copy: Sources) -> None:
    before = sources.store.fingerprint()
    with withdrawn(copy.store, CORD):
        changed = copy.store.get(CORD.id)
        assert changed is not None
        assert changed.editorial_status is EditorialStatus.RETRACTED
        assert "Simulated" in (changed.corrections[-1].note or "")
        assert changed.text_sha256 == CORD.text_sha256
        assert copy.store.get(ETANERCEPT.id) == ETANERCEPT
    assert copy.store.get(CORD.id) == CORD
    assert (sources.store.fingerprint(), copy.store.fingerprint()) == (before, before)
    assert {one.format for one in copy.store.history(CORD.id)} == {"simulation"}


def test_what_fails_while_a_document_is_withdrawn_leaves_it_as_it_was(copy: Sources) -> None:
    with pytest.raises(KeyboardInterrupt), withdrawn(copy.store, CORD):
        raise KeyboardInterrupt
    assert copy.store.get(CORD.id) == CORD


def test_a_copy_is_gone_afterwards(sources: Sources, generations: Generations) -> None:
    with copy_of(sources, generations) as made:
        assert made.store.path.exists()
    assert not made.store.path.parent.exists()
