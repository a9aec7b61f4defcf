from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from eval.measures.answers import (
    AnswerRow,
    abstention_f1,
    confidence_auroc,
    quote_validity,
    summarise,
)
from eval.runs import Measures

ANSWERED = AnswerRow(
    id="q",
    is_answerable=True,
    answered=True,
    confidence=0.8,
    quotes=2,
    valid_quotes=2,
    document_recall=1.0,
    document_rr=1.0,
    citation_precision=0.5,
    citation_recall=1.0,
    alce_citation_precision=1.0,
    alce_citation_recall=1.0,
    fact_coverage=None,
)
ABSTAINED = replace(
    ANSWERED,
    id="abstained",
    answered=False,
    quotes=0,
    valid_quotes=0,
    citation_precision=None,
    citation_recall=0.0,
    alce_citation_precision=None,
    alce_citation_recall=None,
    confidence=0.4,
)
UNANSWERABLE = replace(
    ABSTAINED,
    id="unanswerable",
    is_answerable=False,
    document_recall=None,
    document_rr=None,
    citation_recall=None,
    confidence=0.2,
)
WRONGLY_ANSWERED = replace(UNANSWERABLE, id="wrong", answered=True, quotes=2, valid_quotes=1, confidence=0.6)

MEANS = {
    "document_recall@5",
    "document_rr",
    "citation_precision",
    "citation_recall",
    "alce_citation_precision",
    "alce_citation_recall",
    "fact_coverage",
    "answered_when_answerable",
    "abstained_when_unanswerable",
}
RATIOS = {"quote_validity", "abstention_f1", "confidence_auroc"}
OF_CONFIDENCE = {"aurc", "excess_aurc", "ece", "brier"}


def row(**fields: Any) -> AnswerRow:
    return replace(ANSWERED, **fields)


def numbered(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The same with ids of their own."""
    return [replace(one, id=str(number)) for number, one in enumerate(rows)]


def with_confidence(answerable: list[float], unanswerable: list[float]) -> list[AnswerRow]:
    return [row(confidence=value) for value in answerable] + [
        replace(UNANSWERABLE, confidence=value) for value in unanswerable
    ]


@pytest.mark.parametrize(
    ("field", "measure"),
    [
        ("document_recall", "document_recall@5"),
        ("document_rr", "document_rr"),
        ("citation_precision", "citation_precision"),
        ("citation_recall", "citation_recall"),
        ("alce_citation_precision", "alce_citation_precision"),
        ("alce_citation_recall", "alce_citation_recall"),
        ("fact_coverage", "fact_coverage"),
    ],
)
def test_a_mean_leaves_out_questions_it_says_nothing_about(field: str, measure: str) -> None:
    rows = [row(**{field: value}) for value in (1.0, None, 0.5, 0.0)]
    assert summarise(numbered(rows)).measures[measure] == pytest.approx(0.5)


def test_unanswerable_questions_do_not_lower_what_is_found_for_others() -> None:
    measures = summarise([ANSWERED, UNANSWERABLE, WRONGLY_ANSWERED]).measures
    assert measures["document_recall@5"] == 1
    assert measures["citation_precision"] == 0.5


def test_answering_is_counted_by_what_was_owed() -> None:
    measures = summarise(numbered([ANSWERED, *[ABSTAINED] * 3, UNANSWERABLE, WRONGLY_ANSWERED])).measures
    assert measures["answered_when_answerable"] == 0.25
    assert measures["abstained_when_unanswerable"] == 0.5


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        ([ANSWERED], {"fact_coverage", "abstained_when_unanswerable", "abstention_f1", "confidence_auroc"}),
        (
            [UNANSWERABLE],
            MEANS - {"abstained_when_unanswerable"} | {"quote_validity", "confidence_auroc"} | OF_CONFIDENCE,
        ),
    ],
    ids=["one answered", "one unanswerable"],
)
def test_a_measure_without_a_question_to_speak_of_is_none(rows: list[AnswerRow], unknown: set[str]) -> None:
    summary = summarise(rows)
    assert summary.measures.keys() == MEANS | RATIOS | OF_CONFIDENCE
    assert {name for name, value in summary.measures.items() if value is None} == unknown
    assert summary.intervals == {
        name: (value, value) for name, value in summary.measures.items() if name not in unknown
    }


def test_of_no_questions_there_is_nothing_to_sum_up() -> None:
    with pytest.raises(ValueError, match="no questions"):
        summarise([])


def test_every_measure_has_an_interval_around_it() -> None:
    rows = [
        row(document_recall=recall, document_rr=recall / 2, fact_coverage=1 - recall, answered=recall > 0)
        for recall in (0.0, 0.25, 0.5, 1.0)
    ]
    summary = summarise(numbered([*rows, UNANSWERABLE, WRONGLY_ANSWERED]))
    assert summary.intervals.keys() == summary.measures.keys() == MEANS | RATIOS | OF_CONFIDENCE
    for name, (low, high) in summary.intervals.items():
        assert 0 <= low <= (summary.measures[name] or 0) <= high <= 1
    assert summary.intervals["citation_precision"] == (0.5, 0.5)
    for name in ("document_recall@5", "quote_validity", "abstention_f1", "aurc", "brier"):
        assert summary.intervals[name][0] < summary.intervals[name][1]


def test_each_question_keeps_its_own_values_and_those_given_beside_are_summed_up_with_them() -> None:
    beside: dict[str, Measures] = {
        "q": {"same_documents": 1.0},
        "abstained": {"same_documents": 0.5},
        "wrong": {"same_documents": None},
    }
    summary = summarise([ANSWERED, ABSTAINED, WRONGLY_ANSWERED], beside)
    assert summary.measures["same_documents"] == 0.75
    assert summary.per_question["abstained"]["same_documents"] == 0.5
    assert summary.per_question["q"].keys() == MEANS | {"same_documents"}
    assert summary.per_question["wrong"]["citation_precision"] is None


@pytest.mark.parametrize(
    ("changed", "is_right"),
    [
        ({}, True),
        ({"fact_coverage": 0.5}, True),
        ({"fact_coverage": 0.49}, False),
        ({"fact_coverage": None, "citation_recall": 0.5}, True),
        ({"fact_coverage": None, "citation_recall": 0.0}, False),
        ({"fact_coverage": 1.0, "answered": False}, False),
        ({"is_answerable": False}, False),
        ({"is_answerable": False, "answered": False}, False),
    ],
)
def test_right_is_an_owed_answer_with_half_of_its_facts_or_gold(changed: dict[str, Any], is_right: bool) -> None:  # noqa: FBT001
    assert row(**changed).is_right is is_right


def test_the_curves_are_of_the_same_questions() -> None:
    summary = summarise(numbered([row(confidence=0.9), row(confidence=0.8, fact_coverage=0.0), ABSTAINED]))
    assert [point["risk"] for point in summary.curves["risk_coverage"]] == [0, 0.5, pytest.approx(2 / 3)]
    assert sum(point["count"] for point in summary.curves["reliability"]) == 3


def test_three_hundred_questions_are_summed_up_in_seconds() -> None:
    draw = random.Random(7)  # noqa: S311 - nothing is secret here
    rows = [
        row(confidence=draw.random(), is_answerable=draw.random() < 0.7, answered=draw.random() < 0.9)
        for _ in range(300)
    ]
    began = perf_counter()
    summarise(numbered(rows))
    assert perf_counter() - began < 5


def test_no_interval_for_what_was_not_measured() -> None:
    assert "abstained_when_unanswerable" not in summarise([ANSWERED]).intervals


@pytest.mark.parametrize(
    ("counts", "validity"),
    [([(2, 2)], 1), ([(1, 1), (3, 2)], 0.75), ([(1, 0)], 0), ([(0, 0), (2, 2)], 1), ([(0, 0)], None), ([], None)],
)
def test_quotes_are_counted_one_by_one(counts: list[tuple[int, int]], validity: float | None) -> None:
    assert quote_validity([row(quotes=quotes, valid_quotes=valid) for quotes, valid in counts]) == validity


def test_the_quotes_of_a_wrongly_given_answer_count_as_well() -> None:
    assert quote_validity([ANSWERED, WRONGLY_ANSWERED]) == 0.75


@pytest.mark.parametrize(
    ("rows", "f1"),
    [
        ([UNANSWERABLE, ANSWERED], 1),
        ([UNANSWERABLE, UNANSWERABLE, WRONGLY_ANSWERED, ABSTAINED], 2 / 3),
        ([UNANSWERABLE, ABSTAINED, ABSTAINED, ABSTAINED], 0.4),
        ([UNANSWERABLE, WRONGLY_ANSWERED, WRONGLY_ANSWERED, WRONGLY_ANSWERED], 0.4),
        ([WRONGLY_ANSWERED, ABSTAINED], 0),
        ([ANSWERED], None),
        ([], None),
    ],
)
def test_f1_of_abstaining(rows: list[AnswerRow], f1: float | None) -> None:
    assert abstention_f1(rows) == (None if f1 is None else pytest.approx(f1))


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "auroc"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1),
        ([0.1], [0.9], 0),
        ([0.9, 0.3], [0.5], 0.5),
        ([0.9, 0.5, 0.3], [0.5, 0.1], 4.5 / 6),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9], [], None),
        ([], [0.9], None),
    ],
)
def test_auroc_counts_pairs_and_half_of_ties(
    answerable: list[float], unanswerable: list[float], auroc: float | None
) -> None:
    assert confidence_auroc(with_confidence(answerable, unanswerable)) == auroc
