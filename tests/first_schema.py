"""A corpus as the program before this one wrote it, with schema 1."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import corpus.migrations
from corpus.documents import Document
from corpus.records import dump

WRITTEN_AT = "2024-01-01T00:00:00+00:00"

_SCHEMA = Path(corpus.migrations.__file__).parent / "schema" / "0001_documents.sql"


def write_first_schema(path: Path, documents: Iterable[Document]) -> Path:
    """Make a corpus of schema 1; a document that comes again has a new version."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        for document in documents:
            _put(connection, document)
        connection.execute("PRAGMA user_version = 1")
    return path


def _put(connection: sqlite3.Connection, document: Document) -> None:
    record = json.dumps(dump(document), ensure_ascii=False)
    sha256 = hashlib.sha256(record.encode()).hexdigest()
    (former,) = connection.execute("SELECT count(*) FROM versions WHERE document_id = ?", (document.id,)).fetchone()
    kept = (document.id, former + 1, record, sha256, document.text, document.text_sha256)
    connection.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*kept, "jsonl", "old.jsonl", "line 1", WRITTEN_AT),
    )
    connection.execute(
        "INSERT INTO documents VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version", kept[:2]
    )
