"""The rows of the records that sources gave, and of what each is found by and says of others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.canonical import sha256_of
from corpus.documents import Document
from corpus.errors import InvalidDocumentError
from corpus.merging.corrections import targets_of
from corpus.merging.identity import Claims, claims_of, kept_names
from corpus.merging.provenance import Provenance
from corpus.records import dump, parse

_COLUMNS = "id, source, own_id, document_id, record, revised, file, position, added_at"


@dataclass(frozen=True, slots=True)
class Row:
    """A source record as it is kept, and what it says. ``document_id``: the document that it is part of."""

    id: int
    source: str
    own_id: str
    document_id: str
    record: str
    revised: str | None
    provenance: Provenance
    document: Document
    claims: Claims


def encode(document: Document) -> str:
    """Return a document as it is kept."""
    return json.dumps(dump(document), ensure_ascii=False)


def encoded(document: Document, rows: Iterable[Row]) -> str:
    """Return a document as it is kept: as the one of its records that it is, where it is one."""
    return next((row.record for row in rows if row.document is document), None) or encode(document)


def decode(record: str) -> Document:
    """Return the document of a kept record.

    Raises:
        sqlite3.DatabaseError: it is damaged, as the database is with it.
    """
    try:
        return parse(json.loads(record))
    except (TypeError, ValueError, InvalidDocumentError) as error:
        raise sqlite3.DatabaseError(f"a record in it cannot be read: {error}") from error


def links_of(document: Document) -> set[tuple[str, str]]:
    """Return target and kind of each link that a record states."""
    return {(target, one.kind) for one in document.corrections for target in targets_of(one)}


def names_of(document_id: str, claims: Iterable[Claims]) -> set[str]:
    """Return the ids that links may name a document by."""
    named = {name for one in claims for kind in ("PMID", "DOI") for name in one.names.get(kind, ())}
    return named | ({document_id} if document_id.startswith(("PMID:", "DOI:")) else set())


def write(
    connection: sqlite3.Connection,
    document: Document,
    provenance: Provenance,
    revised: str | None,
    replacing: Row | None = None,
) -> Row:
    """Keep a record, in the place of ``replacing``; its own id stands for its document's until that is known."""
    record, claims = encode(document), claims_of(document, provenance.format)
    document_id = replacing.document_id if replacing else document.id
    values = (record, sha256_of(record), revised, provenance.file, provenance.position, provenance.added_at)
    if replacing:
        row_id = replacing.id
        connection.execute("DELETE FROM identifiers WHERE record_id = ?", (row_id,))
        connection.execute("DELETE FROM links WHERE record_id = ?", (row_id,))
        connection.execute(
            "UPDATE source_records SET record = ?, record_sha256 = ?, revised = ?, file = ?, position = ?, "
            "added_at = ? WHERE id = ?",
            (*values, row_id),
        )
    else:
        inserted = connection.execute(
            "INSERT INTO source_records (source, own_id, document_id, record, record_sha256, revised, file, position, "
            "added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (provenance.format, document.id, document_id, *values),
        )
        row_id = int(inserted.lastrowid or 0)
    write_names(connection, row_id, claims, document)
    return Row(row_id, provenance.format, document.id, document_id, record, revised, provenance, document, claims)


def write_names(connection: sqlite3.Connection, row_id: int, claims: Claims, document: Document) -> None:
    """Keep what a record is found by and what it says of others."""
    connection.executemany("INSERT INTO identifiers VALUES (?, ?)", ((name, row_id) for name in kept_names(claims)))
    if document.corrections:
        connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?)", ((target, kind, row_id) for target, kind in links_of(document))
        )


def find(connection: sqlite3.Connection, source: str, own_id: str) -> Row | None:
    """Return the record that a source last gave under this id."""
    query = f"SELECT {_COLUMNS} FROM source_records WHERE source = ? AND own_id = ?"  # noqa: S608 - constants
    return next(map(_row, connection.execute(query, (source, own_id))), None)


def by_id(connection: sqlite3.Connection, row_ids: Collection[int]) -> Iterator[Row]:
    """Yield the records of these rows."""
    yield from _where(connection, "id", row_ids)


def by_document(connection: sqlite3.Connection, document_ids: Collection[str]) -> Iterator[Row]:
    """Yield the records of these documents, in the order of their rows."""
    yield from _where(connection, "document_id", document_ids)


def _where(connection: sqlite3.Connection, column: str, values: Collection[int] | Collection[str]) -> Iterator[Row]:
    if not values:
        return
    query = f"SELECT {_COLUMNS} FROM source_records WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 - constants
    yield from map(_row, connection.execute(query, (json.dumps(list(values)),)))


def _row(columns: tuple[Any, ...]) -> Row:
    row_id, source, own_id, document_id, record, revised, file, position, added_at = columns
    document = decode(record)
    provenance = Provenance(source, file, position, added_at)
    return Row(row_id, source, own_id, document_id, record, revised, provenance, document, claims_of(document, source))


def listed(connection: sqlite3.Connection, query: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query whose one parameter is a list, as JSON; none for an empty list."""
    if given := list(values):
        yield from connection.execute(query, (json.dumps(given),))
