"""The extension points of this package. Larger scores are better, everywhere.

Vectors are of passages, words of whole documents: rows are positions, ``0 … n-1``, in the one or the other list.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Embedder(Protocol):
    """Turns text into vectors. The same text gives the same vector, whatever is encoded beside it (to 1e-5)."""

    @property
    def name(self) -> str:
        """The model's name as shown to people, e.g. ``all-MiniLM-L6-v2``."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names the weights: two embedders with equal fingerprints give equal vectors. 16 hex digits."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read; what comes after is not seen by the model."""
        ...

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        """Return for each text how many tokens it is, without the special ones the model adds."""
        ...

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return shape ``(len(texts), dimension)``, float32, rows of unit length, in the order given."""
        ...

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """As `embed_passages`, for questions: some models treat the two apart."""
        ...


class VectorIndex(Protocol):
    """Inner products of a query with every passage's vector, exactly."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def search(self, query: Vectors, k: int, mask: Mask | None = None, /) -> Rows:
        """Return up to ``k`` rows by descending inner product with ``query`` of shape ``(dimension,)``; ties by row.

        ``mask`` of shape ``(n,)`` says which rows may be returned.
        """
        ...

    def scores(self, query: Vectors, rows: Rows, /) -> Scores:
        """Return the inner product of ``query`` with each of ``rows``, in their order."""
        ...

    def vectors(self, rows: Rows, /) -> Vectors:
        """Return the vectors of ``rows``, shape ``(len(rows), dimension)``, in their order."""
        ...

    def save(self, directory: Path, /) -> None:
        """Write the index into an existing directory."""
        ...


class LexicalIndex(Protocol):
    """Scores documents by words in common."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def scores(self, query: str, /) -> Scores:
        """Return shape ``(n,)``: the score of every row, 0 where no word is shared, never negative."""
        ...

    def save(self, directory: Path, /) -> None:
        """Write the index into an existing directory."""
        ...
