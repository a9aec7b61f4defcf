from __future__ import annotations

import pytest

from eval.measures.attribution import (
    Statement,
    alce_citation_precision,
    alce_citation_recall,
    supports,
)

WOMEN = "Of nine women, six improved (66.7%)."
MEN = "Of eight men, two improved (25%)."
BOTH = "Six of nine women improved, and two of eight men."
FUNDING = "The company that sells the cells paid for the study."


@pytest.mark.parametrize(
    ("sources", "text", "recall", "precision"),
    [
        ((WOMEN,), WOMEN, 1, 1),
        ((WOMEN,), "Six of nine women improved.", 1, 1),
        ((WOMEN, MEN), BOTH, 1, 1),
        ((WOMEN, FUNDING), WOMEN, 1, 0.5),
        ((WOMEN, WOMEN), WOMEN, 1, 1),
        ((WOMEN, MEN, FUNDING), BOTH, 1, pytest.approx(2 / 3)),
        ((FUNDING,), WOMEN, 0, 0),
        ((WOMEN, FUNDING), BOTH, 0, 0),
        ((), WOMEN, 0, 0),
        (("",), WOMEN, 0, 0),
        ((WOMEN, ""), WOMEN, 0, 0),
    ],
    ids=[
        "one that says it word for word",
        "one that says it in other words",
        "two that are needed together",
        "one that is not needed",
        "two that each do",
        "two needed and one not",
        "one of something else",
        "not enough, though one bears a part",
        "none",
        "one of a text that is not there",
        "one of a text that is not there, beside one that bears it",
    ],
)
def test_a_statement_and_its_citations(sources: tuple[str, ...], text: str, recall: float, precision: float) -> None:
    statements = [Statement(text, sources)]
    assert alce_citation_recall(statements) == recall
    assert alce_citation_precision(statements) == precision


def test_means_are_over_the_statements_and_over_the_citations_of_an_answer() -> None:
    statements = [
        Statement(WOMEN, (WOMEN, FUNDING)),  # supported; one citation of two is needed
        Statement(MEN, (MEN,)),  # supported, by one
        Statement(FUNDING, ()),  # nothing cited
        Statement(FUNDING, (WOMEN,)),  # cited is something else
    ]
    assert alce_citation_recall(statements) == 2 / 4
    assert alce_citation_precision(statements) == 2 / 4


def test_an_answer_that_cites_nothing_has_no_precise_citation() -> None:
    assert alce_citation_precision([Statement(WOMEN, ()), Statement(MEN, ())]) == 0


def test_an_answer_that_says_nothing_has_neither() -> None:
    assert alce_citation_recall([]) is None
    assert alce_citation_precision([]) is None


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("Cells   were\ngiven at once.", "Cells were given at once."),
        ("In short: it was so.", "it was so."),
        (WOMEN, "66.7% of women improved"),
        ("IL-17A fell in serum of eight patients.", "Serum IL17A fell."),
    ],
)
def test_words_are_supported_as_they_stand_or_as_a_fact_is(source: str, statement: str) -> None:
    assert supports([source], statement)


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("A dose of 3.5 mg was given.", "A dose of 5 mg was given."),
        (WOMEN, "Seven of nine women improved."),
        ("IL-23 fell in serum.", "IL-17A fell in serum."),
        ("It was so.", "It was not so."),
        (WOMEN, ""),
    ],
    ids=["the end of a number", "another number", "another name", "no words to compare", "no statement"],
)
def test_what_is_not_there_is_not_supported(source: str, statement: str) -> None:
    assert not supports([source], statement)


def test_limit_a_denial_supports_what_it_denies() -> None:
    assert supports(["No adverse events were seen in the trial."], "Adverse events were seen in the trial.")
