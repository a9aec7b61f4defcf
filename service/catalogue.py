"""What lists and counts ask of every document, read from the corpus once for each state that it is in.

Reading all documents takes about a second for 5,000 of them; a list or a count is asked for again and again.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.counts import CorpusStatistics, count
from corpus.documents import Document, EditorialStatus
from corpus.store import CorpusStore
from index.filters import Filters
from index.passage_table import IndexedDocument

_NO_FILTERS = Filters(include_retracted=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be asked of a document."""

    indexed: IndexedDocument
    editorial_status: EditorialStatus

    @classmethod
    def of(cls, document: Document) -> Entry:
        """Return the entry of a document."""
        return cls(IndexedDocument.of(document, ()), document.editorial_status)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that must all hold; within a list one match is enough; an empty list asks nothing.

    Unlike a search, a list leaves out retracted documents only when it is told to.
    """

    filters: Filters = _NO_FILTERS
    editorial_status: tuple[EditorialStatus, ...] = ()

    def admit(self, entry: Entry) -> bool:
        """Say whether the document of ``entry`` is of those asked for."""
        return (not self.editorial_status or entry.editorial_status in self.editorial_status) and self.filters.admit(
            entry.indexed
        )


class Catalogue:
    """The entries and the statistics of a corpus, as it is now. Safe to use from several threads."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store
        self._reading = threading.Lock()
        self._entries: tuple[str, Mapping[str, Entry]] = ("", {})
        self._statistics: CorpusStatistics | None = None

    def entries(self) -> Mapping[str, Entry]:
        """Return the entry of every document by its id, in the order of the ids.

        Raises:
            CorpusError: the corpus cannot be read.
        """
        with self._reading, self._store.snapshot():
            fingerprint = self._store.fingerprint()
            if self._entries[0] != fingerprint:
                self._entries = fingerprint, {one.id: Entry.of(one) for one in self._store.documents()}
            return self._entries[1]

    def statistics(self) -> CorpusStatistics:
        """Return the counts over the corpus.

        Raises:
            CorpusError: the corpus cannot be read.
        """
        with self._reading, self._store.snapshot():
            known = self._statistics
            if known is None or known.fingerprint != self._store.fingerprint():
                known = self._statistics = count(self._store)
            # These change without a change to any document.
            return replace(known, rejected_records=self._store.reject_count(), by_source=self._store.source_counts())
