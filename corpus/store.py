"""Where documents are kept: one SQLite file in WAL mode, the truth that any index is a cache of.

Every import is one transaction: a kill, a full disk or a damaged source leaves the corpus as it was or fully changed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.canonical import sha256_of
from corpus.documents import Document
from corpus.errors import CorpusDamagedError, CorpusMissingError, CorpusWriteError, InvalidDocumentError
from corpus.interfaces import Outcome, Parsed, Reject
from corpus.migrations import migrate
from corpus.records import dump, parse

_MAX_REASON = 200  # SQLite quotes a text that is not UTF-8 in full


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document and where it came from. ``added_at`` is ISO 8601, UTC."""

    number: int
    text_sha256: str
    format: str
    file: str
    position: str
    added_at: str


@dataclass(slots=True)
class ImportReport:
    """What an import did: ids added and changed, the number left as they were, and every reject."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Reject] = field(default_factory=list)


def _read(record: str) -> Document:
    return parse(json.loads(record))


# A search shows the same documents again and again: the record is fetched each time, and understood once.
_read_lately = lru_cache(maxsize=1024)(_read)


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
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=30)
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
        """Take in the records of one file in one transaction; a record that says something new is a new version.

        Raises:
            CorpusWriteError: the disk is full or the file cannot be written. Nothing was changed.
        """
        report = ImportReport()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        file = file.encode(errors="replace").decode()  # a name on disk may be no Unicode
        with self.writing() as connection:
            for record in records:
                if isinstance(record, Reject):
                    report.rejected.append(record)
                    connection.execute(
                        "INSERT INTO rejects VALUES (?, ?, ?, ?, ?)",
                        (file, record.position, record.reason, record.identifier, now),
                    )
                elif isinstance(record, Parsed):
                    _put(connection, record, (format_name, file, record.position, now), report)
        return report

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
        """Return the current version of a document, or None when there is no such document."""
        return self.get_all([document_id]).get(document_id)

    def get_all(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """Return current versions of documents, in the order of their ids; those that are not there are left out."""
        rows = self._all(
            "SELECT id, record FROM versions JOIN documents ON document_id = id "
            "AND versions.version = documents.version WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            json.dumps(list(document_ids)),
        )
        return {document_id: self._document(record, _read_lately) for document_id, record in rows}

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
            yield self._document(record)

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

    def verify(self) -> list[str]:
        """Check the file, every hash and that every text can be composed again; return the faults found.

        Where SQLite finds the file itself at fault, its rows are not looked at.
        """
        if faults := [str(row[0]) for row in self._all("PRAGMA integrity_check") if row[0] != "ok"]:
            return faults
        faults = [f"{row[0]}: row {row[1]} points at nothing" for row in self._all("PRAGMA foreign_key_check")]
        for document_id, number, record, record_sha256, text, text_sha256 in self._all(
            "SELECT document_id, version, record, record_sha256, text, text_sha256 FROM versions"
        ):
            where = f"{document_id} version {number}"
            if sha256_of(record) != record_sha256:
                faults.append(f"{where}: the record does not match its hash")
            if sha256_of(text) != text_sha256:
                faults.append(f"{where}: the text does not match its hash")
            elif not self._composes(record, text):
                faults.append(f"{where}: the record no longer composes to the stored text")
        return faults

    def _document(self, record: str, read: Callable[[str], Document] = _read) -> Document:
        try:
            return read(record)
        except (TypeError, ValueError, InvalidDocumentError) as error:
            raise CorpusDamagedError(self.path, f"a record in it cannot be read: {error}") from error

    def _composes(self, record: str, text: str) -> bool:
        try:
            return self._document(record).text == text
        except CorpusDamagedError:
            return False

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


def _put(
    connection: sqlite3.Connection, parsed: Parsed, provenance: tuple[str, str, str, str], report: ImportReport
) -> None:
    document = parsed.document
    record = json.dumps(dump(document), ensure_ascii=False)
    record_sha256 = sha256_of(record)
    row = connection.execute(
        "SELECT documents.version, record_sha256 FROM documents JOIN versions ON id = document_id "
        "AND documents.version = versions.version WHERE id = ?",
        (document.id,),
    ).fetchone()
    if row and row[1] == record_sha256:
        report.unchanged += 1
        return
    number = row[0] + 1 if row else 1
    connection.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (document.id, number, record, record_sha256, document.text, document.text_sha256, *provenance),
    )
    connection.execute(
        "INSERT INTO documents VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version",
        (document.id, number),
    )
    (report.changed if row else report.added).append(document.id)
