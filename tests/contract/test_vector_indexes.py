from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.faiss_vectors import FaissVectors
from index.interfaces import Mask

Kind = type[FaissVectors]

pytestmark = pytest.mark.parametrize("kind", [FaissVectors])

QUERY = np.array([1, 0, 0], np.float32)
VECTORS = np.array([[0, 1, 0], [1, 0, 0], [-1, 0, 0], [0.5, 0.5, 0], [1, 0, 0]], np.float32)


def test_rows_come_best_first_and_ties_by_row(kind: Kind) -> None:
    rows = kind.of(VECTORS).search(QUERY, 5)
    assert rows.dtype == np.int64
    assert rows.tolist() == [1, 4, 3, 0, 2]


@pytest.mark.parametrize(("k", "expected"), [(0, []), (1, [1]), (3, [1, 4, 3]), (1000, [1, 4, 3, 0, 2])])
def test_no_more_than_k_rows_come_and_no_more_than_there_are(kind: Kind, k: int, expected: list[int]) -> None:
    assert kind.of(VECTORS).search(QUERY, k).tolist() == expected


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ([True] * 5, [1, 4, 3, 0, 2]),
        ([True, False, True, False, True], [4, 0, 2]),
        ([False] * 5, []),
    ],
)
@pytest.mark.parametrize("k", [1, 2, 5, 1000])
def test_a_mask_says_which_rows_may_come(kind: Kind, mask: list[bool], expected: list[int], k: int) -> None:
    assert kind.of(VECTORS).search(QUERY, k, np.array(mask)).tolist() == expected[:k]


@pytest.mark.parametrize("k", [1, 17, 84, 100, 1000])
@pytest.mark.parametrize("mask", [None, np.arange(3000) % 3 > 0], ids=["all", "masked"])
def test_however_many_rows_are_equal_the_first_of_them_come(kind: Kind, k: int, mask: Mask | None) -> None:
    vectors = np.random.default_rng(3).integers(-1, 2, (3000, 4)).astype(np.float32)
    query = np.array([1, 1, 0, -1], np.float32)
    admitted = np.arange(3000) if mask is None else np.flatnonzero(mask)
    expected = admitted[np.lexsort((admitted, -(vectors[admitted] @ query)))][:k]
    assert kind.of(vectors).search(query, k, mask).tolist() == expected.tolist()


def test_scores_are_inner_products_in_the_order_of_the_rows_given(kind: Kind) -> None:
    scores = kind.of(VECTORS).scores(QUERY, np.array([3, 1, 2, 3]))
    assert scores.dtype == np.float32
    assert scores.tolist() == [0.5, 1.0, -1.0, 0.5]


def test_vectors_come_back_in_the_order_of_the_rows_asked_for(kind: Kind) -> None:
    index = kind.of(VECTORS)
    assert index.vectors(np.array([3, 0, 3])).tolist() == VECTORS[[3, 0, 3]].tolist()
    assert index.vectors(np.array([], np.int64)).shape == (0, index.dimension) == (0, 3)


def test_no_rows_have_no_scores(kind: Kind) -> None:
    assert kind.of(VECTORS).scores(QUERY, np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("dimension", [7, 256, 384])
def test_equal_vectors_score_the_same_whatever_is_scored_beside_them(kind: Kind, dimension: int) -> None:
    rng = np.random.default_rng(dimension)
    vectors = rng.normal(size=(3, dimension)).astype(np.float32)[rng.integers(0, 3, 301)]
    query = rng.normal(size=dimension).astype(np.float32)
    index = kind.of(vectors)
    scores = index.scores(query, np.arange(301))
    assert len(set(scores.tolist())) == 3
    assert index.scores(query, np.arange(1, 301, 3)).tolist() == scores[1::3].tolist()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_the_size_is_the_number_of_rows(kind: Kind, count: int) -> None:
    assert len(kind.of(VECTORS[:count])) == count


def test_an_index_of_nothing_finds_nothing(kind: Kind) -> None:
    index = kind.of(VECTORS[:0])
    assert index.search(QUERY, 3).tolist() == []
    assert index.search(QUERY, 3, np.empty(0, np.bool_)).tolist() == []


def test_a_saved_index_answers_as_before(kind: Kind, tmp_path: Path) -> None:
    vectors = np.random.default_rng(5).normal(size=(50, 8)).astype(np.float32)
    index, rows = kind.of(vectors), np.arange(50)
    index.save(tmp_path)
    loaded = kind.load(tmp_path)
    assert len(loaded) == 50
    for query in vectors[:5]:
        assert loaded.search(query, 10).tolist() == index.search(query, 10).tolist()
        assert loaded.scores(query, rows).tolist() == index.scores(query, rows).tolist()


def test_an_index_that_is_not_there_is_damaged(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="enthesis index build"):
        kind.load(tmp_path)


@pytest.mark.parametrize("kept", [0, 3, 10, 0.5, 0.99])
def test_a_file_cut_short_is_damaged(kind: Kind, tmp_path: Path, kept: float) -> None:
    kind.of(np.ones((50, 8), np.float32)).save(tmp_path)
    for path in tmp_path.rglob("*"):
        content = path.read_bytes()
        path.write_bytes(content[: int(kept if kept >= 1 else kept * len(content))])
    with pytest.raises(IndexDamagedError, match="enthesis index build"):
        kind.load(tmp_path)


def test_a_file_of_something_else_is_damaged(kind: Kind, tmp_path: Path) -> None:
    kind.of(VECTORS).save(tmp_path)
    for path in tmp_path.rglob("*"):
        path.write_bytes(b"something else, and long enough to be read as a head")
    with pytest.raises(IndexDamagedError, match="enthesis index build"):
        kind.load(tmp_path)
