"""Checks that a corpus is whole: the file, the hashes, and that everything in it follows from the source records."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from corpus.canonical import sha256_of
from corpus.merging.derivation import documents_of
from corpus.merging.identity import claims_of, kept_names
from corpus.merging.source_rows import Row, by_document, decode, encoded, links_of

_PAGE = 500

# A query for each rule that rows must keep, giving what breaks it; and what is then said.
_RULES = (
    (
        "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM source_records)",
        "no source record makes it",
    ),
    (
        "SELECT DISTINCT document_id FROM source_records WHERE document_id NOT IN (SELECT id FROM documents)",
        "source records say that they are part of it, and it is not there",
    ),
    ("SELECT document_id FROM gone JOIN documents ON id = document_id", "it is there and noted as gone"),
    (
        """SELECT document_id FROM gone WHERE replaced_by NOT IN
        (SELECT id FROM documents UNION SELECT document_id FROM gone)""",
        "what it became part of is not there",
    ),
    (
        "SELECT document_id FROM versions GROUP BY document_id HAVING max(version) <> count(*) OR min(version) <> 1",
        "a version is missing",
    ),
)


def faults_of(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield every fault found, in words.

    What follows from rows that are at fault themselves is not looked at.

    Raises:
        sqlite3.DatabaseError: the file cannot be read.
    """
    for looked_at in (_in_the_file, _in_versions, _in_source_records, _in_rules, _in_documents):
        faults = list(looked_at(connection))
        yield from faults
        if faults and looked_at in (_in_the_file, _in_source_records, _in_rules):
            return


def _in_the_file(connection: sqlite3.Connection) -> Iterator[str]:
    faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    yield from faults
    if not faults:
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"{row[0]}: row {row[1]} points at nothing"


def _in_versions(connection: sqlite3.Connection) -> Iterator[str]:
    for document_id, number, *kept in connection.execute(
        "SELECT document_id, version, record, record_sha256, text, text_sha256 FROM versions"
    ):
        for fault in _in_version(*kept):
            yield f"{document_id} version {number}: {fault}"


def _in_version(record: str, record_sha256: str, text: str, text_sha256: str) -> Iterator[str]:
    if sha256_of(record) != record_sha256:
        yield "the record does not match its hash"
    if sha256_of(text) != text_sha256:
        yield "the text does not match its hash"
    elif not _composes(record, text):
        yield "the record no longer composes to the stored text"


def _composes(record: str, text: str) -> bool:
    try:
        return decode(record).text == text
    except sqlite3.DatabaseError:
        return False


def _in_source_records(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT id, source, own_id, record, record_sha256 FROM source_records")
    for row_id, source, own_id, record, record_sha256 in rows:
        for fault in _in_source_record(connection, row_id, source, own_id, record, record_sha256):
            yield f"{own_id} as {source} gave it: {fault}"


def _in_source_record(
    connection: sqlite3.Connection, row_id: int, source: str, own_id: str, record: str, record_sha256: str
) -> Iterator[str]:
    """Check what a record says, and that it is found by that."""
    if sha256_of(record) != record_sha256:
        yield "the record does not match its hash"
        return
    try:
        document = decode(record)
    except sqlite3.DatabaseError:
        yield "the record cannot be read"
        return
    names = {
        name for (name,) in connection.execute("SELECT identifier FROM identifiers WHERE record_id = ?", (row_id,))
    }
    if document.id != own_id or names != kept_names(claims_of(document, source)):
        yield "it is not kept under the identifiers that it states"
    links = set(connection.execute("SELECT target, kind FROM links WHERE record_id = ?", (row_id,)))
    if links != links_of(document):
        yield "the links that are kept are not those that it states"


def _in_rules(connection: sqlite3.Connection) -> Iterator[str]:
    for query, fault in _RULES:
        for (document_id,) in connection.execute(query):
            yield f"{document_id}: {fault}"


def _in_documents(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that each document is what its records make; those taken over and not yet put together are left out."""
    last: str | None = ""
    while last is not None:
        page = connection.execute(
            "SELECT id, record, record_sha256, text, text_sha256 FROM documents JOIN versions ON document_id = id "
            "AND versions.version = documents.version WHERE id > ? AND id NOT IN (SELECT document_id FROM unsettled "
            "JOIN source_records ON id = record_id) ORDER BY id LIMIT ?",
            (last, _PAGE),
        ).fetchall()
        yield from _in_page(connection, {document_id: kept for document_id, *kept in page})
        last = page[-1][0] if page else None


def _in_page(connection: sqlite3.Connection, kept: dict[str, list[str]]) -> Iterator[str]:
    members: defaultdict[str, list[Row]] = defaultdict(list)
    for row in by_document(connection, kept):
        members[row.document_id].append(row)
    for document_id, document in documents_of(connection, members).items():
        version = kept[document_id]
        if encoded(document, members[document_id]) == version[0] or any(_in_version(*version)):
            continue
        if decode(version[0]) != document:  # another program may have written the same in other words
            yield f"{document_id}: it is not what its source records make"
