"""How a query is answered.

Documents that are near by meaning (their best passage) or share words become candidates; every candidate is scored by
both, and the scores are fused. Meaning is compared passage by passage, words over the whole document: each way was
the better one when measured (README, "Choices and their measurements").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from index.filters import Filters
from index.fusion import fuse
from index.interfaces import Embedder, LexicalIndex, Mask, Rows, Scores, VectorIndex, Vectors
from index.passage_table import PassageTable
from index.passages import Passage

Mode = Literal["hybrid", "dense", "lexical"]
GroupBy = Literal["document", "passage"]

# Candidates taken from each list. Every candidate is then scored by both, so depth bounds work, not quality.
_MIN_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` is what ranks it: in [0, 1] for hybrid, else the mode's own score.

    ``dense`` is the passage's cosine with the query in [-1, 1], ``lexical`` its document's BM25 score, 0 or more.
    """

    passage: Passage
    text_sha256: str
    score: float
    dense: float
    lexical: float


class Searcher:
    """Searches one generation. Holds no state but its parts; safe to share between threads."""

    def __init__(self, embedder: Embedder, vectors: VectorIndex, lexical: LexicalIndex, table: PassageTable) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._lexical = lexical
        self._table = table
        self._admitted = lru_cache(maxsize=64)(self._compute_admitted)

    def search(
        self,
        query: str,
        k: int,
        *,
        mode: Mode = "hybrid",
        filters: Filters | None = None,
        group_by: GroupBy = "document",
    ) -> list[Hit]:
        """Return up to ``k`` hits, best first; equal scores in the order of document id and place in the text.

        With ``group_by="document"`` each document is there once, by its best passage.
        """
        vector = self._embedder.embed_queries([query])[0]
        return self.search_encoded(query, vector, k, mode=mode, filters=filters, group_by=group_by)

    def search_encoded(
        self,
        query: str,
        vector: Vectors,
        k: int,
        *,
        mode: Mode = "hybrid",
        filters: Filters | None = None,
        group_by: GroupBy = "document",
    ) -> list[Hit]:
        """As `search`, for a query whose vector of shape ``(dimension,)`` is at hand."""
        admitted = self._admitted(filters or Filters())
        lexical = np.where(admitted, self._lexical.scores(query), 0.0).astype(np.float32)
        owners = self._candidates(vector, lexical, admitted, mode, max(_MIN_DEPTH, 4 * k))
        if len(owners) == 0:
            return []
        rows = self._table.rows_of(owners)
        dense = self._vectors.scores(vector, rows)
        if group_by == "document":
            rows, dense = _best_row_of_each(rows, dense, self._table.owners[rows])
        words = lexical[self._table.owners[rows]]
        scores = _final_scores(mode, dense, words)
        best = np.lexsort((rows, -scores))[:k]
        return [self._hit(int(rows[i]), scores[i], dense[i], words[i]) for i in best]

    def _candidates(self, vector: Vectors, lexical: Scores, admitted: Mask, mode: Mode, depth: int) -> Rows:
        by_words = _highest_positive(lexical, depth)
        if mode == "lexical":
            return np.sort(by_words)
        mask = None if admitted.all() else admitted[self._table.owners]
        by_meaning = np.unique(self._table.owners[self._vectors.search(vector, depth, mask)])
        return by_meaning if mode == "dense" else np.union1d(by_meaning, by_words)

    def _hit(self, row: int, score: float, dense: float, lexical: float) -> Hit:
        return Hit(
            self._table.passage(row),
            self._table.documents[self._table.owners[row]].text_sha256,
            round(float(score), 6),
            round(float(dense), 6),
            round(float(lexical), 6),
        )

    def _compute_admitted(self, filters: Filters) -> Mask:
        return np.fromiter((filters.admit(document) for document in self._table.documents), np.bool_)


def _final_scores(mode: Mode, dense: Scores, lexical: Scores) -> Scores:
    if mode == "hybrid":
        return fuse(dense, lexical)
    return dense if mode == "dense" else lexical


def _highest_positive(scores: Scores, depth: int) -> Rows:
    """Return the positions of the ``depth`` highest positive scores, ties by position."""
    positive = np.flatnonzero(scores > 0)
    order = np.lexsort((positive, -scores[positive]))
    return np.asarray(positive[order][:depth], np.int64)


def _best_row_of_each(rows: Rows, dense: Scores, owners: Rows) -> tuple[Rows, Scores]:
    """Keep of each document (its rows stand together) the first row with the highest score."""
    order = np.lexsort((rows, -dense, owners))
    first = np.flatnonzero(np.diff(owners[order], prepend=-1))
    return rows[order][first], dense[order][first]
