"""A source withdrawn for a while, on a copy of the corpus: a simulation, which the copy's records say themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.documents import Correction, Document
from corpus.interfaces import Parsed
from corpus.store import CorpusStore
from index.generations import Generations
from service.sources import Sources

_FORMAT = "simulation"
_NOTICE = Correction("RetractionIn", note="Simulated to evaluate the service: nothing was retracted.")


@contextmanager
def copy_of(sources: Sources, generations: Generations) -> Iterator[Sources]:
    """Give the same index over a copy of the corpus, gone afterwards: what is changed in it touches nobody.

    Raises:
        CorpusError: the corpus cannot be read, or the copy not written.
    """
    with TemporaryDirectory(prefix="enthesis-withdrawal-") as folder:
        store = CorpusStore(Path(folder) / "corpus.sqlite", create=True)
        try:
            _put(store, *sources.store.documents())
            yield Sources(store, generations, sources.embedder)
        finally:
            store.close()


@contextmanager
def withdrawn(store: CorpusStore, document: Document) -> Iterator[None]:
    """Let ``document`` of a copy count as retracted in the block.

    As on the day when a notice comes: the index was built before, and knows nothing of it.

    Raises:
        CorpusWriteError: the copy cannot be written.
    """
    _put(store, replace(document, corrections=(*document.corrections, _NOTICE)))
    try:
        yield
    finally:
        _put(store, document)


def _put(store: CorpusStore, *documents: Document) -> None:
    records = (Parsed(document, document.id) for document in documents)
    store.add(records, file=_FORMAT, format_name=_FORMAT)
