from __future__ import annotations

import numpy as np
import pytest

from index.fusion import fuse


def fused(dense: list[float], lexical: list[float], floor: float = 0.0, weight: float = 0.5) -> list[float]:
    scores = fuse(np.array(dense, np.float32), np.array(lexical, np.float32), floor, weight)
    assert scores.dtype == np.float32
    return [float(score) for score in scores]


def test_the_best_in_both_scores_one() -> None:
    assert fused([0.9, 0.5], [12.0, 0.0], floor=0.5) == [1.0, 0.0]


def test_each_is_scaled_by_its_own_range() -> None:
    assert fused([0.8, 0.6, 0.4], [0.0, 5.0, 10.0], floor=0.4) == pytest.approx([0.5, 0.5, 0.5])


def test_a_cosine_below_the_floor_counts_against() -> None:
    assert fused([0.6, 0.2], [4.0, 4.0], floor=0.4) == pytest.approx([1.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(("weight", "expected"), [(0.0, [1.0, 0.0]), (1.0, [0.25, 1.0]), (0.25, [0.8125, 0.25])])
def test_the_weight_says_how_much_words_count(weight: float, expected: list[float]) -> None:
    assert fused([0.5, 0.0], [1.0, 4.0], weight=weight) == pytest.approx(expected)


@pytest.mark.parametrize("dense", [[0.3, 0.3], [0.1, 0.2], [0.3000003, -1.0]])
def test_cosines_none_of_which_is_visibly_above_the_floor_count_for_nothing(dense: list[float]) -> None:
    assert fused(dense, [2.0, 1.0], floor=0.3) == pytest.approx([0.5, 0.25])


def test_words_that_nobody_has_count_for_nothing() -> None:
    assert fused([0.5, 0.25], [0.0, 0.0]) == pytest.approx([0.5, 0.25])


def test_no_candidates_have_no_scores() -> None:
    assert fused([], []) == []
