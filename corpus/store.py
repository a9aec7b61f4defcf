"""Where documents are kept: one SQLite file in WAL mode, the truth that any index is a cache of.

Every import is one transaction: a kill, a full disk or a damaged source leaves the corpus as it was or fully changed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from corpus.documents import Document
from corpus.errors import CorpusDamagedError, CorpusMissingError, CorpusWriteError
from corpus.integrity import faults_of
from corpus.interfaces import Outcome
from corpus.merging.derivation import sources_of
from corpus.merging.intake import Intake
from corpus.merging.provenance import Gone, ImportReport, SourceRecord, Version
from corpus.merging.source_rows import decode
from corpus.migrations import migrate

_PATIENCE_SECONDS = 30  # with a lock that another holds
_MAX_REASON = 200  # SQLite quotes a text that is not UTF-8 in full


__all__ = ["CorpusStore", "Gone", "ImportReport", "SourceRecord", "Version"]


# A search shows the same documents again and again: the record is fetched each time, and understood once.
_read_lately = lru_cache(maxsize=1024)(decode)


class CorpusStore:
    """The documents of a corpus, current and former versions. Safe to use from several threads and processes."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the corpus at ``path``; with ``create``, make it when it is not there.

        Raises:
            CorpusMissingError: there is none and ``create`` is False.
            CorpusDamagedError: the file is not a readable database.
            CorpusWriteError: the file or its directory cannot be made or opened.
            CorpusTooNewError: a later version of the program wrote it.
        """
        self.path = path
        self._threads = threading.local()
        with self._translated():
            if not path.exists() and not create:
                raise CorpusMissingError(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            migrate(self._connection, path)

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=_PATIENCE_SECONDS)
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._threads.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._threads, "connection", None)
        if connection is not None:
            connection.close()
            self._threads.connection = None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CorpusWriteError(self.path, str(error)) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.OperationalError) and _is_of_the_moment(error):
                raise CorpusWriteError(self.path, str(error)) from error
            raise CorpusDamagedError(self.path, str(error)[:_MAX_REASON]) from error

    def add(self, records: Iterable[Outcome], *, file: str, format_name: str) -> ImportReport:
        """Take in the records of one file in one transaction.

        A source's record takes the place of the one that it gave before under the same id, unless it is an older
        revision. The documents of all records about one publication are one document; it gets a new version where
        this changes it, and so do the documents that are corrected or retracted by it.

        Raises:
            CorpusWriteError: the disk is full or the file cannot be written. Nothing was changed.
        """
        with self.writing() as connection:
            intake = Intake(connection, format_name, file.encode(errors="replace").decode())  # a name may be no Unicode
            for record in records:
                intake.take(record)
            intake.finish()
        return intake.report

    def remove(self, document_ids: Iterable[str]) -> ImportReport:
        """Take documents out of the corpus with all their source records; their versions stay.

        An id that a document had before it became part of another stands for that one; an unknown id for none. A
        source that gives such a record again brings the document back.

        Raises:
            CorpusWriteError: the file cannot be written. Nothing was changed.
        """
        with self.writing() as connection:
            intake = Intake(connection, "removal", "")
            intake.remove({one for one in map(self.resolve, document_ids) if one})
            intake.finish()
        return intake.report

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are kept together at the end of the block, or not at all.

        Within the block of the same thread, `add` and `writing` join in.

        Raises:
            CorpusWriteError: the disk is full or the file cannot be written. Nothing was changed.
        """
        with self._translated():
            connection = self._connection
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy the whole corpus, as it is at one moment, over the database of another connection, in one transaction.

        Others may read and write the corpus meanwhile, and read the target.

        Raises:
            sqlite3.Error: one of the two cannot be read or written.
            TimeoutError: another has held a lock for half a minute. Either way the target is as it was.
        """
        give_up = monotonic() + _PATIENCE_SECONDS

        def look_at_the_clock(status: int, _remaining: int, _total: int) -> None:
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > give_up:
                raise TimeoutError("database is locked")

        self._connection.backup(target, progress=look_at_the_clock)

    def replace_with(self, other: CorpusStore) -> None:
        """Put what another corpus holds in the place of what this one holds. Those who read see the one or the other.

        Raises:
            CorpusDamagedError, CorpusWriteError: it cannot be done; this corpus is as it was.
        """
        with self._translated():
            other.copy_to(self._connection)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that this thread reads in the block be of one moment, whatever others import meanwhile.

        This thread cannot `add` in the block.

        Raises:
            CorpusDamagedError, CorpusWriteError: it cannot be read.
        """
        with self._translated():
            connection = self._connection
            connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.rollback()

    def get(self, document_id: str) -> Document | None:
        """Return the current version of a document, or None when there is no such document.

        For one that became part of another, or an identifier that a record states, that other is returned.
        """
        current = self.resolve(document_id)
        return self.get_all([current]).get(current) if current else None

    def resolve(self, document_id: str) -> str | None:
        """Return the id of the document that is known by an id; None when there is none in the corpus.

        It is the document of that id, or what that became part of, or the one that a record gives that identifier.
        """
        found = self._one(
            "WITH RECURSIVE path (id) AS (SELECT ? UNION SELECT replaced_by FROM gone JOIN path ON document_id = id) "
            "SELECT documents.id FROM path JOIN documents USING (id)",
            document_id,
        ) or self._one(
            "SELECT document_id FROM identifiers JOIN source_records ON id = record_id WHERE identifier = ? "
            "ORDER BY length(document_id), document_id LIMIT 1",
            document_id,
        )
        return str(found[0]) if found else None

    def gone(self, document_id: str) -> Gone | None:
        """Return what became of a document that is no longer in the corpus under its id; None for any other id.

        Of one that became part of another, which is gone as well, the fate of that other is returned.
        """
        row = self._one("SELECT document_id, reason, replaced_by, gone_at FROM gone WHERE document_id = ?", document_id)
        if row is None:
            return None
        found = Gone(*row)
        return (self.gone(found.replaced_by) if found.replaced_by else None) or found

    def sources(self, document_id: str) -> list[SourceRecord]:
        """Return the records that a document is put together from, the one with the best id first; empty for none."""
        with self._translated():
            return sources_of(self._connection, document_id)

    def get_all(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """Return current versions of documents, in the order of their ids; those that are not there are left out."""
        rows = self._all(
            "SELECT id, record FROM versions JOIN documents ON document_id = id "
            "AND versions.version = documents.version WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            json.dumps(list(document_ids)),
        )
        with self._translated():
            return {document_id: _read_lately(record) for document_id, record in rows}

    def text(self, document_id: str, text_sha256: str) -> str | None:
        """Return the canonical text that was cited under this hash, from any version; None when there is none."""
        row = self._one("SELECT text FROM versions WHERE document_id = ? AND text_sha256 = ?", document_id, text_sha256)
        return str(row[0]) if row else None

    def current_text_sha256(self, document_id: str) -> str | None:
        """Return the hash of the document's current text, or None when there is no such document."""
        row = self._one(
            "SELECT text_sha256 FROM versions JOIN documents ON document_id = id "
            "AND versions.version = documents.version WHERE id = ?",
            document_id,
        )
        return str(row[0]) if row else None

    def history(self, document_id: str) -> list[Version]:
        """Return every version of a document, oldest first; empty when there is no such document."""
        rows = self._all(
            "SELECT version, text_sha256, format, file, position, added_at FROM versions "
            "WHERE document_id = ? ORDER BY version",
            document_id,
        )
        return [Version(*row) for row in rows]

    def documents(self) -> Iterator[Document]:
        """Yield the current version of every document, in the order of their ids."""
        for (record,) in self._all(
            "SELECT record FROM versions JOIN documents ON document_id = id AND versions.version = documents.version "
            "ORDER BY id"
        ):
            with self._translated():
                document = decode(record)
            yield document

    def ids(self, *, limit: int = -1, offset: int = 0) -> list[str]:
        """Return document ids in order; a negative ``limit`` means all."""
        return [row[0] for row in self._all("SELECT id FROM documents ORDER BY id LIMIT ? OFFSET ?", limit, offset)]

    def __len__(self) -> int:
        row = self._one("SELECT count(*) FROM documents")
        return int(row[0]) if row else 0

    def fingerprint(self) -> str:
        """Return a SHA-256 over the ids and contents of all current documents: equal corpora, equal fingerprints."""
        digest = hashlib.sha256()
        for document_id, record_sha256 in self._all(
            "SELECT id, record_sha256 FROM versions JOIN documents ON document_id = id "
            "AND versions.version = documents.version ORDER BY id"
        ):
            digest.update(f"{document_id}\t{record_sha256}\n".encode())
        return digest.hexdigest()

    def reject_count(self) -> int:
        """Return how many records were refused over the life of the corpus."""
        row = self._one("SELECT count(*) FROM rejects")
        return int(row[0]) if row else 0

    def synced_until(self) -> date | None:
        """Return the day up to which every followed query has been taken in; None where one has not, or none is."""
        row = self._one("SELECT CASE WHEN count(*) = count(watermark) THEN min(watermark) END FROM syncs")
        return date.fromisoformat(row[0]) if row and row[0] else None

    def source_counts(self) -> dict[str, int]:
        """Return how many documents each source has a record of, the most first."""
        query = "SELECT source, count(DISTINCT document_id) FROM source_records GROUP BY source ORDER BY 2 DESC, 1"
        return dict(self._all(query))

    def verify(self) -> list[str]:
        """Check the file, every hash, and that everything follows from the source records; return the faults found.

        Where SQLite finds the file itself at fault, its rows are not looked at.
        """
        with self._translated():
            return list(faults_of(self._connection))

    def _one(self, query: str, *parameters: object) -> tuple[Any, ...] | None:
        return next(self._all(query, *parameters), None)

    def _all(self, query: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        with self._translated():
            yield from self._connection.execute(query, parameters)


def _is_of_the_moment(error: sqlite3.OperationalError) -> bool:
    """Say whether it is about disk, lock or permission: other texts and tables than ours have no code of their own."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Have a new file, too, keep its journal beside it: SQLite waits for a lock, but not for the one this takes."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        connection.execute("PRAGMA journal_mode = WAL")
