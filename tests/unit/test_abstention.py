from __future__ import annotations

from dataclasses import replace

import pytest

from service.abstention import Silence, after_composing, after_search, before_reading
from service.interfaces import AnchoredSentence
from tests.examples import CORD, a_source

SOURCES = [a_source(CORD)]


def said(text: str) -> AnchoredSentence:
    return AnchoredSentence(text, ())


@pytest.mark.parametrize(
    "question",
    [
        "Should I stop my methotrexate?",
        "should i get stem cell therapy",
        "Can I take it with my biologic?",
        "Is it safe for me?",
        "Do I need to pause etanercept first?",
        "What dose should I take?",
        "Would you recommend it to me?",
        "Which clinic is right for me?",
    ],
)
def test_a_decision_about_the_askers_own_treatment_is_not_answered(question: str) -> None:
    assert before_reading(question) == Silence("personal_advice")


@pytest.mark.parametrize(
    "question",
    [
        "Have stem cells been tried in psoriatic arthritis?",
        "Is the therapy safe?",
        "Which doses were given to patients?",
        "What should a trial measure?",
        "How do mesenchymal cells work?",
    ],
)
def test_a_question_about_the_subject_may_be(question: str) -> None:
    assert before_reading(question) is None


def test_nothing_near_is_out_of_scope() -> None:
    assert after_search(0.0, SOURCES) == Silence("out_of_scope")


def test_nothing_found_is_no_relevant_source() -> None:
    assert after_search(1.0, []) == Silence("no_relevant_source")


def test_the_words_of_a_source_that_is_likely_to_answer_are_near_enough() -> None:
    assert after_search(1.0, [replace(SOURCES[0], relevance=0.5)]) is None


def test_what_is_near_and_not_likely_to_answer_is_not_enough() -> None:
    assert after_search(1.0, [replace(SOURCES[0], relevance=0.1)]) == Silence("insufficient_evidence")


def test_an_empty_answer_is_no_answer() -> None:
    assert after_composing("Have cells been tried?", []) == Silence("insufficient_evidence")


@pytest.mark.parametrize("question", ["How many patients were treated?", "What percentage responded?"])
def test_a_number_that_was_asked_for_must_be_there(question: str) -> None:
    assert after_composing(question, [said("Patients responded.")]) == Silence("insufficient_evidence")
    assert after_composing(question, [said("Patients responded."), said("They were 17.")]) is None
    assert after_composing(question, [said("Eight patients responded.")]) is None


def test_no_number_is_wanted_where_none_was_asked_for() -> None:
    assert after_composing("Have cells been tried?", [said("They have.")]) is None


@pytest.mark.parametrize("reason", ["no_relevant_source", "insufficient_evidence", "out_of_scope", "personal_advice"])
def test_every_reason_has_plain_words(reason: str) -> None:
    assert Silence(reason).message.endswith(".")  # type: ignore[arg-type] # the four of the closed list


def test_advice_is_left_to_a_clinician() -> None:
    assert "clinician" in Silence("personal_advice").message
