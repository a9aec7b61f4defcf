from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.calibration import (
    BINS,
    MEASURES,
    Predictions,
    aurc,
    excess_aurc,
    reliability,
    risk_coverage,
)

# Few values of confidence, so that many are equal; only what was answered can be right.
questions = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans(), st.booleans()).map(
        lambda one: (one[0], one[1], one[1] and one[2])
    ),
    min_size=1,
    max_size=20,
)


@given(questions)
def test_every_measure_lies_between_zero_and_one(asked: list[tuple[float, bool, bool]]) -> None:
    for measure in MEASURES.values():
        assert 0 <= measure(Predictions.of(asked)) <= 1


@given(questions, st.randoms(use_true_random=False))
def test_the_order_in_which_questions_stand_changes_nothing(
    asked: list[tuple[float, bool, bool]], shuffling: Random
) -> None:
    shuffled = shuffling.sample(asked, len(asked))
    for measure in MEASURES.values():
        assert measure(Predictions.of(shuffled)) == pytest.approx(measure(Predictions.of(asked)))
    assert risk_coverage(Predictions.of(shuffled)) == risk_coverage(Predictions.of(asked))


@given(questions)
def test_only_the_order_of_confidence_decides_the_area(asked: list[tuple[float, bool, bool]]) -> None:
    bent = [(confidence**3, answered, right) for confidence, answered, right in asked]
    assert aurc(Predictions.of(bent)) == pytest.approx(aurc(Predictions.of(asked)))


@given(questions)
def test_confidence_that_knows_which_are_right_leaves_no_excess(asked: list[tuple[float, bool, bool]]) -> None:
    knowing = [(float(right), answered, right) for _, answered, right in asked]
    assert excess_aurc(Predictions.of(knowing)) == pytest.approx(0, abs=1e-12)


@given(questions)
def test_the_curve_ends_with_all_questions_covered(asked: list[tuple[float, bool, bool]]) -> None:
    curve = risk_coverage(Predictions.of(asked))
    covered = [point["coverage"] for point in curve]
    assert covered == sorted(set(covered))
    assert curve[-1]["coverage"] == 1
    assert curve[-1]["risk"] == pytest.approx(sum(not right for _, _, right in asked) / len(asked))


@given(questions)
def test_the_bins_hold_every_question_once(asked: list[tuple[float, bool, bool]]) -> None:
    points = reliability(Predictions.of(asked))
    assert len(points) <= BINS
    assert sum(point["count"] for point in points) == len(asked)
