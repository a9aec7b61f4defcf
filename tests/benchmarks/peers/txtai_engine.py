"""txtai as its documentation starts it: `Embeddings` with a path, and with `hybrid` set.

Its defaults differ from the others': it reads 512 tokens of a text where sentence-transformers reads 256 with these
weights, and beyond 5,000 documents its Faiss index is an approximate one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from txtai import Embeddings

from corpus.documents import Document
from tests.benchmarks.peers.interfaces import Engine
from tests.benchmarks.peers.weights import MINILM


class Txtai:
    """Dense vectors in Faiss."""

    def __init__(self, *, hybrid: bool = False) -> None:
        self._embeddings = Embeddings(path=MINILM, hybrid=hybrid)

    def build(self, documents: Sequence[Document], /) -> None:
        self._embeddings.index([(document.id, document.text) for document in documents])

    def search(self, query: str, k: int, /) -> list[str]:
        return [found for found, _ in self._embeddings.search(query, k)]


class TxtaiHybrid(Txtai):
    """Dense vectors and BM25, weighted alike."""

    def __init__(self) -> None:
        super().__init__(hybrid=True)


if TYPE_CHECKING:
    _: tuple[type[Engine], ...] = (Txtai, TxtaiHybrid)
