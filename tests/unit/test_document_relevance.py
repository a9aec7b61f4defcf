from __future__ import annotations

from dataclasses import replace

import pytest

from service.document_relevance import LEAST_RELEVANCE, Signs, likelihood, probability, relevant, signs_of
from service.interfaces import Source
from tests.examples import CORD, a_document, a_source

MANY = 40
ANSWERS = Signs(score=1.0, behind=0.0, covered=0.9, missing_names=0)


def found(*scores: float) -> list[Source]:
    return [a_source(replace(CORD, id=f"PMID:{number}"), score) for number, score in enumerate(scores, start=1)]


@pytest.mark.parametrize(
    "other",
    [
        replace(ANSWERS, score=0.7),
        replace(ANSWERS, behind=0.3),
        replace(ANSWERS, covered=0.4),
        replace(ANSWERS, missing_names=1),
    ],
)
def test_each_sign_tells(other: Signs) -> None:
    assert 0 < probability(other) < probability(ANSWERS) < 1


def test_names_and_numbers_of_the_question_are_looked_for_however_they_are_written() -> None:
    document = a_document(1, "IL17A fell in 12 of the patients at week-16 on iPSCs.")
    (signs,) = signs_of("Did IL-17A fall in week 16 with iPSC and ACR70?", [a_source(document)], MANY)
    assert signs.missing_names == 1


def test_words_are_looked_for_whole_and_mistyped() -> None:
    document = a_document(1, "Adalimumab relieved enthesitis.", title="Trial")
    (whole,) = signs_of("adalimumab enthesitis", [a_source(document)], MANY)
    (mistyped,) = signs_of("adalimumb enthesitis", [a_source(document)], MANY)
    (half,) = signs_of("adalimumab dactylitis", [a_source(document)], MANY)
    assert whole.covered == mistyped.covered == 1
    assert 0.4 < half.covered < 0.7


def test_a_question_without_words_covers_nothing() -> None:
    (signs,) = signs_of("What is it?", [a_source(CORD)], MANY)
    assert signs.covered == 0


def test_what_is_unlikely_is_left_aside_and_the_order_stays() -> None:
    kept = relevant("Have umbilical cord blood cells relieved psoriatic arthritis?", found(1.0, 0.2, 0.9), MANY)
    assert [source.document.id for source in kept] == ["PMID:1", "PMID:3"]
    assert all(source.relevance >= LEAST_RELEVANCE for source in kept)


def test_the_likeliest_stays_however_unlikely() -> None:
    (kept,) = relevant("What does a course cost in euros?", found(0.5, 0.2), MANY)
    assert kept.document.id == "PMID:1"
    assert kept.relevance < LEAST_RELEVANCE
    assert likelihood([kept]) == kept.relevance


def test_among_few_documents_none_is_left_aside_and_the_best_counts_as_best_by_words_and_meaning() -> None:
    question = "Have umbilical cord blood cells relieved psoriatic arthritis?"
    one, other = relevant(question, found(0.5, 0.1), 2)
    assert one.relevance > LEAST_RELEVANCE > other.relevance


def test_nothing_found_is_not_likely_to_answer() -> None:
    assert relevant("What?", [], 0) == []
    assert likelihood([]) == 0
