from __future__ import annotations

import numpy as np
import pytest

from index.faiss_vectors import FaissVectors
from index.interfaces import Mask, Vectors


def unit_vectors(seed: int, count: int, dimension: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def expected_rows(vectors: Vectors, query: Vectors, k: int, mask: Mask) -> list[int]:
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    best_first = sorted(np.flatnonzero(mask).tolist(), key=lambda row: (-scores[row], row))
    return best_first[:k]


@pytest.mark.parametrize("count", [1, 9, 500, 5000])
@pytest.mark.parametrize("k", [1, 10, 200])
@pytest.mark.parametrize("admitted", [1.0, 0.5, 0.01])
def test_rows_are_those_of_a_full_comparison(count: int, k: int, admitted: float) -> None:
    vectors, queries = unit_vectors(1, count, 24), unit_vectors(2, 5, 24)
    index = FaissVectors.of(vectors)
    mask = np.random.default_rng(3).random(count) <= admitted
    for query in queries:
        rows = index.search(query, k, None if mask.all() else mask)
        expected = expected_rows(vectors, query, k, mask)
        assert sorted(set(rows.tolist())) == sorted(rows.tolist())
        assert mask[rows].all()
        assert vectors[rows] @ query == pytest.approx(vectors[expected] @ query, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_rows_are_exactly_those_of_a_full_comparison_where_sums_are_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors, query = (rng.integers(-3, 4, size).astype(np.float32) for size in ((800, 6), 6))
    mask = rng.random(800) < 0.7
    for k in (1, 50, 120, 1000):
        expected = expected_rows(vectors, query, k, mask)
        assert FaissVectors.of(vectors).search(query, k, mask).tolist() == expected


@pytest.mark.parametrize("dimension", [1, 24, 384])
def test_scores_are_those_of_numpy(dimension: int) -> None:
    vectors, query = unit_vectors(4, 300, dimension), unit_vectors(5, 1, dimension)[0]
    rows = np.random.default_rng(6).integers(0, 300, 50)
    expected = vectors[rows].astype(np.float64) @ query
    assert FaissVectors.of(vectors).scores(query, rows) == pytest.approx(expected, abs=1e-6)
