"""The opened corpus and index that answers are made from. Notices a new generation and goes over to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.documents import Document
from corpus.errors import CorpusError
from corpus.store import CorpusStore
from index.build import open_current
from index.errors import RetrievalError
from index.generations import Generations
from index.interfaces import Embedder
from index.manifest import Manifest
from index.search import Searcher
from service.errors import NotFoundError, UnavailableError


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One generation, open. A request takes it once and keeps it, so no answer mixes two."""

    manifest: Manifest
    searcher: Searcher


class Sources:
    """The corpus and the serving generation of the index."""

    def __init__(self, store: CorpusStore, generations: Generations, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder
        self._generations = generations
        self._open: OpenIndex | None = None
        self._opening = threading.Lock()

    def index(self) -> OpenIndex:
        """Return the serving generation, opening it when it is new.

        When a new generation cannot be opened, the one that is open serves on.

        Raises:
            UnavailableError: there is none that can be opened.
        """
        try:
            current = self._generations.current()
            if self._open is None or self._open.manifest.fingerprint != current:
                with self._opening:
                    if self._open is None or self._open.manifest.fingerprint != current:
                        self._open = OpenIndex(*open_current(self._generations, self.embedder))
        except RetrievalError as error:
            if self._open is None:
                raise UnavailableError(str(error)) from error
        return self._open

    def document(self, document_id: str) -> Document:
        """Return the current version of a document.

        Raises:
            NotFoundError: there is no such document.
            UnavailableError: the corpus cannot be read.
        """
        with corpus_translated():
            document = self.store.get(document_id)
        if document is None:
            raise NotFoundError(f"There is no document {document_id!r} in this corpus.")
        return document


@contextmanager
def corpus_translated() -> Iterator[None]:
    """Turn a fault of the corpus into `UnavailableError`."""
    try:
        yield
    except CorpusError as error:
        raise UnavailableError(str(error)) from error
