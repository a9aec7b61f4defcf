"""How a query is answered.

Documents with a passage near in meaning, or with words in common, become candidates; every candidate is scored by
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

# How many documents each way of searching brings up, and how many rows are looked at for that many.
_DEPTH = 100
_ROWS_PER_DOCUMENT = 10

_DECIMALS = 6  # of a score


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` is what ranks it: at most 1 for hybrid, else the mode's own score.

    ``dense`` is a cosine with the query in [-1, 1]: the passage's own, or the document's best when results are grouped
    by document; ``lexical`` the document's BM25 score, 0 or more.
    ``context`` is the passage with its neighbours, for reading.
    """

    passage: Passage
    context: Passage
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
        depth = max(_DEPTH, k)
        lexical = np.where(admitted, self._lexical.scores(query), 0.0).astype(np.float32)
        by_meaning, floor = self._near(vector, admitted, depth)
        owners = _candidates(mode, by_meaning, _highest_positive(lexical, depth))
        if len(owners) == 0:
            return []
        rows = self._table.rows_of(owners)
        dense = self._vectors.scores(vector, rows)
        if group_by == "document":
            rows, dense = self._best_of_each(owners, rows, dense)
        words = lexical[self._table.owners[rows]]
        # Rounded before they are compared: what looks equal is a tie.
        scores = np.round(_final_scores(mode, dense, words, floor).astype(np.float64), _DECIMALS)
        best = np.lexsort((rows, -scores))[:k]
        return [self._hit(int(rows[i]), scores[i], dense[i], words[i]) for i in best]

    def nearest_cosine(self, vector: Vectors) -> float:
        """Return the cosine of the passage nearest to ``vector`` in the whole index, whatever a filter would say."""
        nearest = self._vectors.search(vector, 1)
        return float(self._vectors.scores(vector, nearest)[0])

    def passages_of(self, document_id: str, vector: Vectors) -> list[tuple[Passage, float]]:
        """Return every passage of a document, in order, each with its cosine; empty when it is not indexed."""
        owner = self._table.position(document_id)
        if owner is None:
            return []
        rows = self._table.rows_of(np.array([owner]))
        dense = self._vectors.scores(vector, rows)
        return [(self._table.passage(int(row)), float(score)) for row, score in zip(rows, dense, strict=True)]

    def _near(self, vector: Vectors, admitted: Mask, depth: int) -> tuple[Rows, float]:
        """Return up to ``depth`` documents by their best passage, and the score of the last of them."""
        mask = None if admitted.all() else admitted[self._table.owners]
        rows = self._vectors.search(vector, depth * _ROWS_PER_DOCUMENT, mask)
        _, first = np.unique(self._table.owners[rows], return_index=True)
        best_rows = rows[np.sort(first)][:depth]
        floor = float(self._vectors.scores(vector, best_rows[-1:])[0]) if len(best_rows) else 0.0
        return self._table.owners[best_rows], floor

    def _best_of_each(self, owners: Rows, rows: Rows, dense: Scores) -> tuple[Rows, Scores]:
        """Return of each document the row to show and its highest cosine.

        A title may be what is nearest; what is shown is the nearest sentence, where there is one.
        """
        counts = self._table.first_rows[owners + 1] - self._table.first_rows[owners]
        starts = np.cumsum(counts) - counts
        highest = np.maximum.reduceat(dense, starts)
        worth_showing = dense.copy()
        worth_showing[starts[counts > 1]] = -np.inf
        nearest = np.flatnonzero(worth_showing == np.repeat(np.maximum.reduceat(worth_showing, starts), counts))
        # The first of equals in each document.
        shown = nearest[np.searchsorted(nearest, starts)]
        return rows[shown], highest

    def _hit(self, row: int, score: float, dense: float, lexical: float) -> Hit:
        return Hit(
            self._table.passage(row),
            self._table.in_context(row),
            self._table.documents[self._table.owners[row]].text_sha256,
            float(score),
            round(float(dense), _DECIMALS),
            round(float(lexical), _DECIMALS),
        )

    def _compute_admitted(self, filters: Filters) -> Mask:
        return np.fromiter((filters.admit(document) for document in self._table.documents), np.bool_)


def _candidates(mode: Mode, by_meaning: Rows, by_words: Rows) -> Rows:
    if mode == "hybrid":
        return np.union1d(by_meaning, by_words)
    return np.sort(by_meaning if mode == "dense" else by_words)


def _final_scores(mode: Mode, dense: Scores, lexical: Scores, floor: float) -> Scores:
    if mode == "hybrid":
        return fuse(dense, lexical, floor)
    return dense if mode == "dense" else lexical


def _highest_positive(scores: Scores, depth: int) -> Rows:
    """Return the positions of the ``depth`` highest positive scores, ties by position."""
    positive = np.flatnonzero(scores > 0)
    order = np.lexsort((positive, -scores[positive]))
    return np.asarray(positive[order][:depth], np.int64)
