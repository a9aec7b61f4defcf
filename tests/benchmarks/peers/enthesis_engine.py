"""Ours, as evaluation uses it: every sentence a vector, and words, fused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpus.documents import Document
from index.assembly import make_embedder
from index.build import make_searcher
from index.model_directory import DEFAULT_MODEL
from tests.benchmarks.peers.interfaces import Engine


class Enthesis:
    """An index that lives in memory, hybrid search."""

    def __init__(self) -> None:
        # The export belongs to an installation, not to a build; once loaded, its files are not read again.
        with TemporaryDirectory() as exports:
            self._embedder = make_embedder(DEFAULT_MODEL, Path(exports))

    def build(self, documents: Sequence[Document], /) -> None:
        self._searcher = make_searcher(documents, self._embedder)

    def search(self, query: str, k: int, /) -> list[str]:
        return [hit.passage.document_id for hit in self._searcher.search(query, k)]


if TYPE_CHECKING:
    _: type[Engine] = Enthesis
