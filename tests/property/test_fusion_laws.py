from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from index.fusion import fuse
from index.interfaces import Scores

cosines = st.floats(-1, 1, width=32)
bm25_scores = st.just(0.0) | st.floats(0, 64, width=32)
candidates = st.lists(st.tuples(cosines, bm25_scores), min_size=1, max_size=20)
weights = st.floats(0, 1)


def columns(pairs: list[tuple[float, float]]) -> tuple[Scores, Scores]:
    array = np.array(pairs, np.float32)
    return array[:, 0], array[:, 1]


@given(candidates, cosines, weights)
@example([(2.0**-149, 0.0), (-1.0, 0.0)], 0.0, 0.5)
def test_no_score_is_above_one_and_all_are_finite(
    pairs: list[tuple[float, float]], floor: float, weight: float
) -> None:
    fused = fuse(*columns(pairs), floor, weight)
    assert fused.dtype == np.float32
    assert fused.shape == (len(pairs),)
    assert not np.isnan(fused).any()
    assert fused.max() <= 1


@given(candidates, cosines, weights, st.randoms(use_true_random=False))
def test_a_score_does_not_depend_on_the_order_of_the_candidates(
    pairs: list[tuple[float, float]], floor: float, weight: float, random: Random
) -> None:
    order = list(range(len(pairs)))
    random.shuffle(order)
    dense, lexical = columns(pairs)
    assert np.array_equal(fuse(dense[order], lexical[order], floor, weight), fuse(dense, lexical, floor, weight)[order])


@given(candidates, cosines, weights)
@example([(2.0**-149, 0.0), (-1.0, 0.0)], 0.0, 0.5)
def test_what_is_no_worse_in_both_is_no_worse(pairs: list[tuple[float, float]], floor: float, weight: float) -> None:
    dense, lexical = columns(pairs)
    fused = fuse(dense, lexical, floor, weight)
    no_worse = (dense[:, None] >= dense) & (lexical[:, None] >= lexical)
    assert (fused[:, None] >= fused)[no_worse].all()


@given(st.lists(cosines, min_size=1, max_size=20), cosines)
def test_without_words_in_common_the_order_is_that_of_the_cosines(dense: list[float], floor: float) -> None:
    given_scores = np.array(dense, np.float32)
    fused = fuse(given_scores, np.zeros_like(given_scores), floor)
    assert (np.diff(fused[np.argsort(given_scores)]) >= 0).all()


@given(st.lists(bm25_scores, min_size=1, max_size=20), cosines)
def test_with_equal_cosines_the_order_is_that_of_the_words(lexical: list[float], cosine: float) -> None:
    given_scores = np.array(lexical, np.float32)
    fused = fuse(np.full_like(given_scores, cosine), given_scores, cosine)
    assert (np.diff(fused[np.argsort(given_scores)]) >= 0).all()


@given(st.integers(1, 20), cosines, bm25_scores, cosines)
def test_equal_candidates_score_the_same(count: int, cosine: float, words: float, floor: float) -> None:
    fused = fuse(*columns([(cosine, words)] * count), floor)
    assert len(set(fused.tolist())) == 1
