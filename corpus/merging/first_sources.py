"""Gives the documents of schema 1, which came from one record each, those records: what SQL alone cannot."""

from __future__ import annotations

import sqlite3

from corpus.merging.identity import claims_of
from corpus.merging.source_rows import decode, write_names

_RECORDS = """
INSERT INTO source_records (source, own_id, document_id, record, record_sha256, file, position, added_at)
SELECT format, id, id, record, record_sha256, file, position, added_at
FROM documents JOIN versions ON document_id = id AND versions.version = documents.version ORDER BY id
"""

# A title is looked for under both its names, whether the record has a PMID or not.
_UNSETTLED = """
INSERT OR IGNORE INTO unsettled
SELECT record_id FROM links
UNION SELECT identifiers.record_id FROM identifiers JOIN links ON target = identifier
UNION SELECT record_id FROM identifiers WHERE replace(identifier, '+PMID:', ':') IN (
    SELECT replace(identifier, '+PMID:', ':') FROM identifiers GROUP BY 1 HAVING count(*) > 1
)
"""


def fill_sources(connection: sqlite3.Connection) -> None:
    """Make of every current version the record that it was, within the caller's transaction.

    Documents stay as they are, so that an index built on them stays good. What others say of them, and that two are
    about one publication, is left to the next import.

    Raises:
        sqlite3.DatabaseError: a record cannot be read.
    """
    connection.execute(_RECORDS)
    for row_id, source, record in connection.execute("SELECT id, source, record FROM source_records"):
        document = decode(record)
        write_names(connection, row_id, claims_of(document, source), document)
        if document.corrections:
            connection.execute("INSERT INTO unsettled VALUES (?)", (row_id,))
    connection.execute(_UNSETTLED)
