"""A file that is read after a later one of its series: what the later one said of a record stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.baseline.series import SeriesFile, named
from corpus.interfaces import Deletion, Outcome, Parsed
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.store import CorpusStore


class Lateness:
    """Passes on what no later file has spoken of, and counts the rest in ``superseded``.

    The store compares days of revision; deletions have none, and two revisions may be of one day.
    """

    def __init__(self, file: SeriesFile, store: CorpusStore) -> None:
        self._file = file
        self._store = store
        self.superseded = 0

    def of(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes that still hold, one at a time."""
        for outcome in outcomes:
            if self._is_superseded(outcome):
                self.superseded += 1
            else:
                yield outcome

    def _is_superseded(self, outcome: Outcome) -> bool:
        match outcome:
            case Parsed():
                return self._was_said_later(outcome.document.id) or self._was_deleted(outcome.document.id)
            case Deletion():
                return self._was_said_later(outcome.document_id)
        return False

    def _was_said_later(self, own_id: str) -> bool:
        with self._store.writing() as connection:
            row = connection.execute(
                "SELECT file FROM source_records WHERE source = ? AND own_id = ?", (PubMedXmlReader.format_name, own_id)
            ).fetchone()
        said_in = named(Path(row[0])) if row else None
        return said_in is not None and said_in.place > self._file.place

    def _was_deleted(self, document_id: str) -> bool:
        gone = self._store.gone(document_id)
        return gone is not None and gone.reason == "deleted"
