from __future__ import annotations

import math
from itertools import permutations

import pytest

from eval.measures.calibration import (
    MEASURES,
    Predictions,
    aurc,
    brier,
    excess_aurc,
    expected_calibration_error,
    intervals,
    reliability,
    risk_coverage,
)

# Answered, right.
RIGHT, WRONG, SILENT = (True, True), (True, False), (False, False)


def predictions(*questions: tuple[float, tuple[bool, bool]]) -> Predictions:
    return Predictions.of((confidence, *outcome) for confidence, outcome in questions)


def area(errors: tuple[int, ...]) -> float:
    """The area of one order, counted out."""
    return sum(sum(errors[:covered]) / covered for covered in range(1, len(errors) + 1)) / len(errors)


@pytest.mark.parametrize(
    ("questions", "order", "best"),
    [
        (((0.9, RIGHT), (0.8, RIGHT)), (0, 0), (0, 0)),
        (((0.9, WRONG), (0.8, WRONG)), (1, 1), (1, 1)),
        (((0.9, RIGHT), (0.8, WRONG)), (0, 1), (0, 1)),
        (((0.8, RIGHT), (0.9, WRONG)), (1, 0), (0, 1)),
        (((0.9, RIGHT), (0.7, WRONG), (0.5, RIGHT), (0.2, WRONG)), (0, 1, 0, 1), (0, 0, 1, 1)),
        (((0.9, SILENT), (0.2, RIGHT)), (0, 1), (0, 1)),
        (((0.4, RIGHT),), (0,), (0,)),
        (((0.4, SILENT),), (1,), (1,)),
    ],
    ids=["all right", "all wrong", "in order", "upside down", "mixed", "silence comes last", "one right", "one silent"],
)
def test_the_area_under_the_curve(
    questions: tuple[tuple[float, tuple[bool, bool]], ...], order: tuple[int, ...], best: tuple[int, ...]
) -> None:
    assert aurc(predictions(*questions)) == pytest.approx(area(order))
    assert excess_aurc(predictions(*questions)) == pytest.approx(area(order) - area(best))


def test_the_area_of_four_by_hand() -> None:
    # Wrong among the first one, two, three, four: 0, 1/2, 1/3, 2/4.
    asked = predictions((0.9, RIGHT), (0.7, WRONG), (0.5, RIGHT), (0.2, WRONG))
    assert aurc(asked) == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_equal_confidence_counts_as_a_random_order_does_on_average() -> None:
    tied = predictions((0.5, RIGHT), (0.5, WRONG), (0.5, WRONG), (0.9, RIGHT))
    orders = [area((0, *errors)) for errors in permutations((0, 1, 1))]
    assert aurc(tied) == pytest.approx(sum(orders) / len(orders))


def test_the_curve_has_a_point_for_each_confidence_and_a_last_one_for_silence() -> None:
    curve = risk_coverage(predictions((0.5, RIGHT), (0.9, RIGHT), (0.5, WRONG), (0.99, SILENT), (0.1, SILENT)))
    assert curve == [
        {"coverage": 0.2, "risk": 0, "confidence": 0.9},
        {"coverage": 0.6, "risk": pytest.approx(1 / 3), "confidence": 0.5},
        {"coverage": 1, "risk": pytest.approx(3 / 5), "confidence": 0},
    ]


def test_a_confidence_of_zero_is_no_silence() -> None:
    curve = risk_coverage(predictions((0.0, RIGHT), (0.7, SILENT)))
    assert [(point["coverage"], point["risk"]) for point in curve] == [(0.5, 0), (1, 0.5)]


def test_bins_compare_mean_confidence_with_the_share_of_right_ones() -> None:
    asked = predictions((0.95, RIGHT), (0.91, WRONG), (0.3, WRONG), (0.21, RIGHT), (0.0, SILENT))
    # (0.9, 1]: mean 0.93, half right; (0.2, 0.3]: mean 0.255, half right; [0, 0.1]: 0 and none right.
    assert expected_calibration_error(asked) == pytest.approx((2 * 0.43 + 2 * 0.245 + 0) / 5)
    assert reliability(asked) == [
        {"confidence": 0, "accuracy": 0, "count": 1},
        {"confidence": pytest.approx(0.255), "accuracy": 0.5, "count": 2},
        {"confidence": pytest.approx(0.93), "accuracy": 0.5, "count": 2},
    ]


@pytest.mark.parametrize(("confidence", "with_lower"), [(0.3, True), (0.300001, False)])
def test_a_bin_has_its_upper_edge(confidence: float, with_lower: bool) -> None:  # noqa: FBT001
    points = reliability(predictions((0.25, RIGHT), (confidence, RIGHT)))
    assert (len(points) == 1) is with_lower


def test_the_brier_score_is_the_mean_squared_error() -> None:
    assert brier(predictions((0.8, RIGHT), (0.6, WRONG), (0.5, SILENT))) == pytest.approx((0.04 + 0.36 + 0.25) / 3)


def test_every_measure_has_an_interval_around_it() -> None:
    asked = predictions(*((i / 20, RIGHT if i % 3 else WRONG) for i in range(20)))
    found = intervals(asked)
    assert found.keys() == MEASURES.keys()
    for name, (low, high) in found.items():
        assert low < MEASURES[name](asked) < high or math.isclose(low, high)


def test_one_question_is_its_own_interval() -> None:
    asked = predictions((0.8, RIGHT))
    assert intervals(asked) == {name: (measure(asked), measure(asked)) for name, measure in MEASURES.items()}
