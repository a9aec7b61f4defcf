"""Takes in what a reader yields: records, deletions, notices and rejects, in the order in which they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from corpus.interfaces import Deletion, Notice, Outcome, Parsed, Reject
from corpus.merging.assembly import Change, assemble
from corpus.merging.derivation import encode_correction
from corpus.merging.provenance import ImportReport, Provenance
from corpus.merging.source_rows import Row, by_document, by_id, find, write

_BATCH = 1000  # records whose documents are put together at once
_PUBMED = ("pubmed-xml", "nbib")  # a deletion is PubMed's, in whatever form its record came


class Intake:
    """One file's way into the corpus. `finish` must be called, within the same transaction."""

    def __init__(self, connection: sqlite3.Connection, format_name: str, file: str) -> None:
        self.report = ImportReport()
        self._connection = connection
        self._format, self._file = format_name, file
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._change = Change()
        self._pending: set[str] = set()
        self._versions: dict[str, int] = {}  # what this file held so far, where it counts
        self._settle()

    def take(self, outcome: Outcome) -> None:
        """Take in one outcome of reading."""
        match outcome:
            case Parsed():
                self._parsed(outcome)
            case Deletion():
                self._deletion(outcome)
            case Notice():
                self._notice(outcome)
            case Reject():
                self._reject(outcome)
        if len(self._change) >= _BATCH:
            self.finish()

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take out documents with all their records."""
        for row in list(by_document(self._connection, list(document_ids))):
            self._drop(row, self._cause(row.own_id), "removed")

    def finish(self) -> None:
        """Put together the documents of what was taken in."""
        if self._change:
            written = assemble(self._connection, self._change, self.report)
            self.report.unchanged += len(self._change.records.keys() - written)
        self._change = Change()
        self._pending = set()

    def _parsed(self, parsed: Parsed) -> None:
        own_id = parsed.document.id
        if own_id in self._pending:  # each is a version of its own
            self.finish()
        former = find(self._connection, self._format, own_id)
        is_older = former is not None and self._is_older(parsed, former)
        if not is_older and parsed.version is not None:
            self._versions[own_id] = parsed.version
        if former is not None and (is_older or former.document == parsed.document):
            if not is_older:
                self._note_revision(parsed, former)
            self.report.unchanged += 1
            return
        cause = self._cause(parsed.position)
        if former is not None:
            self._change.former(former, cause)
        row = write(self._connection, parsed.document, cause, parsed.revised, former)
        self._change.records[row.id] = row
        self._pending.add(own_id)

    def _is_older(self, parsed: Parsed, former: Row) -> bool:
        """Say whether the kept record is a later one, by the versions of this file, else by the days of change."""
        version = self._versions.get(former.own_id)
        if version is not None and parsed.version is not None and version != parsed.version:
            return parsed.version < version
        return bool(parsed.revised and former.revised and parsed.revised < former.revised)

    def _note_revision(self, parsed: Parsed, former: Row) -> None:
        if parsed.revised and parsed.revised > (former.revised or ""):
            self._connection.execute("UPDATE source_records SET revised = ? WHERE id = ?", (parsed.revised, former.id))

    def _deletion(self, deletion: Deletion) -> None:
        if self._pending:
            self.finish()
        for source in _PUBMED:
            if (row := find(self._connection, source, deletion.document_id)) is not None:
                self._drop(row, self._cause(deletion.position), "deleted")

    def _drop(self, row: Row, cause: Provenance, reason: str) -> None:
        self._change.former(row, cause)
        self._change.reasons[row.document_id] = reason
        self._connection.execute("DELETE FROM source_records WHERE id = ?", (row.id,))

    def _notice(self, notice: Notice) -> None:
        """Keep what a list says in the place of what it said under this id before."""
        self.report.notices += 1
        cause = self._cause(notice.position)
        correction = encode_correction(notice.correction)
        kept = self._connection.execute(
            "SELECT target, correction FROM notices WHERE source = ? AND own_id = ?", (self._format, notice.own_id)
        ).fetchall()
        if set(kept) == {(target, correction) for target in notice.targets}:
            return
        self._connection.execute("DELETE FROM notices WHERE source = ? AND own_id = ?", (self._format, notice.own_id))
        self._connection.executemany(
            "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((self._format, notice.own_id, one, correction, *cause[1:]) for one in sorted(set(notice.targets))),
        )
        self._change.targets.update(dict.fromkeys((*(target for target, _ in kept), *notice.targets), cause))

    def _reject(self, reject: Reject) -> None:
        self.report.rejected.append(reject)
        self._connection.execute(
            "INSERT INTO rejects VALUES (?, ?, ?, ?, ?)",
            (self._file, reject.position, reject.reason, reject.identifier, self._now),
        )

    def _settle(self) -> None:
        """Put together what was taken over from an earlier schema record by record."""
        while waiting := self._connection.execute("SELECT record_id FROM unsettled LIMIT ?", (_BATCH,)).fetchall():
            row_ids = [row_id for (row_id,) in waiting]
            rows = {row.id: row for row in by_id(self._connection, row_ids)}
            assemble(self._connection, Change(records=rows), self.report)
            self._connection.executemany("DELETE FROM unsettled WHERE record_id = ?", waiting)

    def _cause(self, position: str) -> Provenance:
        return Provenance(self._format, self._file, position, self._now)
