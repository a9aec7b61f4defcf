"""The judged questions that ship: every rule of their data card that a machine can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.starter import starter_documents
from eval.datasets.questions import Question, read_questions
from service.words import numbers

DATA = Path(__file__).parents[2] / "eval" / "data"
SETS = ("development", "test")
TOPICS = {
    "cell_sources",
    "clinical_joints",
    "clinical_skin",
    "combination_personalised",
    "disease",
    "dose_manufacture",
    "mechanisms",
    "regulation",
    "safety_immune",
    "standard_of_care",
}
TRAITS = {"false_premise", "not_reported", "out_of_scope", "personal_advice"}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {document.id: document.text for document in starter_documents()}


@pytest.fixture(scope="module", params=SETS)
def questions(request: pytest.FixtureRequest) -> list[Question]:
    return read_questions(DATA / f"{request.param}.jsonl")


def test_there_are_enough_of_both_kinds() -> None:
    every = [question for name in SETS for question in read_questions(DATA / f"{name}.jsonl")]
    assert sum(question.is_answerable for question in every) >= 200
    assert sum(not question.is_answerable for question in every) >= 80
    assert len({question.question.casefold() for question in every}) == len(every)


def test_development_and_test_share_no_gold_document() -> None:
    development, test = (
        {document for question in read_questions(DATA / f"{name}.jsonl") for document in question.gold} for name in SETS
    )
    assert development & test == set()


def test_every_topic_voice_and_kind_is_there(questions: list[Question]) -> None:
    assert {question.topic for question in questions} == TOPICS
    assert {question.voice for question in questions} == {"clinician", "patient", "researcher"}
    assert {question.trait for question in questions} == {None, *TRAITS}
    assert {question.type for question in questions} >= {"comparison", "factoid", "list", "summary", "yesno"}


def test_gold_is_what_was_graded_two_or_three(questions: list[Question], texts: dict[str, str]) -> None:
    for question in questions:
        graded = {document for document, grade in question.judgements.items() if grade >= 2}
        assert set(question.gold) == graded, question.id
        assert question.judgements.keys() <= texts.keys(), question.id


def test_every_fact_is_quoted_word_for_word_from_gold(questions: list[Question], texts: dict[str, str]) -> None:
    for question in questions:
        assert len(question.answer_facts) == len(question.fact_quotes), question.id
        assert bool(question.answer_facts) == question.is_answerable, question.id
        for quotes in question.fact_quotes:
            assert quotes, question.id
            for quote in quotes:
                assert quote.document_id in question.gold, question.id
                assert quote.quote in texts[quote.document_id], question.id


def test_no_fact_has_a_number_that_its_quotes_lack(questions: list[Question]) -> None:
    for question in questions:
        for fact, quotes in zip(question.answer_facts, question.fact_quotes, strict=True):
            said = " ".join(quote.quote for quote in quotes)
            assert numbers(fact) <= numbers(said), (question.id, fact)


def test_an_unanswerable_question_says_why(questions: list[Question]) -> None:
    for question in questions:
        if not question.is_answerable:
            assert question.type == "unanswerable", question.id
            assert question.trait, question.id
            assert question.why, question.id


def test_every_question_has_other_words_and_yes_or_no_its_answer(questions: list[Question]) -> None:
    for question in questions:
        assert question.paraphrase, question.id
        assert question.paraphrase != question.question, question.id
        assert (question.exact_answer in {"yes", "no", "mixed"}) == (question.type == "yesno"), question.id
