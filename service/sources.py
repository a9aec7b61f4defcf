"""The opened corpus and index that answers are made from. Notices a new generation and goes over to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from corpus.documents import Document
from corpus.errors import CorpusError
from corpus.store import CorpusStore
from index.errors import IndexMismatchError, RetrievalError
from index.generations import Generations
from index.interfaces import Embedder
from index.manifest import Manifest
from index.search import Searcher
from index.serving import open_current, open_stand_in
from service.errors import NotFoundError, UnavailableError

_LOG = logging.getLogger("enthesis.sources")

# What could not be opened is looked at again when its files change, and after this long whatever they do: a fault may
# have been of the moment, such as too many open files.
_RETRY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One generation, open. A request takes it once and keeps it, so no answer mixes two."""

    manifest: Manifest
    searcher: Searcher


class Sources:
    """The corpus and the serving generation of the index.

    ``warning`` says why another generation serves than the one that should, and what mends that; None when all is well.
    """

    def __init__(self, store: CorpusStore, generations: Generations, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder
        self.warning: str | None = None
        self._generations = generations
        self._open: OpenIndex | None = None
        self._opening = threading.Lock()
        self._fault = ""
        self._looked_at: object = None
        self._look_again = 0.0

    def index(self) -> OpenIndex:
        """Return the serving generation, opening it when it is new; while one request does so, others have the former.

        When the generation that should serve cannot be opened, the one that is open serves on. When none is open, the
        newest other that is whole stands in for one that is damaged or lost. `warning` says so.

        Raises:
            UnavailableError: there is none that can be opened.
        """
        if self._is_due() and self._opening.acquire(blocking=self._open is None):
            try:
                if self._is_due():
                    self._go_over()
            finally:
                self._opening.release()
        if self._open is None:
            raise UnavailableError(self._fault)
        return self._open

    def _is_due(self) -> bool:
        """Say whether the generation that should serve is another than the one open, and worth a look."""
        if self._open is not None and self._open.manifest.fingerprint == self._generations.named():
            return self.warning is not None
        return monotonic() >= self._look_again or self._looked_at != self._generations.signature()

    def _go_over(self) -> None:
        seen = self._generations.signature()
        try:
            if self._open is None or self._open.manifest.fingerprint != self._generations.current():
                self._serve(*open_current(self._generations, self.embedder))
            self._warn(None)
        except RetrievalError as error:
            self._fault = str(error)
            if self._open is None and not isinstance(error, IndexMismatchError):
                stand_in = open_stand_in(self._generations, self.embedder)
                if stand_in is not None:
                    self._serve(*stand_in)
            if self._open is not None:
                serving = self._open.manifest
                self._warn(f"{error} Until then generation {serving.fingerprint}, built {serving.built_at}, serves.")
        self._looked_at, self._look_again = seen, monotonic() + _RETRY_SECONDS

    def _serve(self, manifest: Manifest, searcher: Searcher) -> None:
        self._open = OpenIndex(manifest, searcher)
        _LOG.info("Generation %s serves: %d documents.", manifest.fingerprint, manifest.documents)

    def _warn(self, warning: str | None) -> None:
        if warning is not None and warning != self.warning:
            _LOG.warning("%s", warning)
        self.warning = warning

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
