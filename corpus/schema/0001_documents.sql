-- A document's versions are never changed or removed; `documents` points at the current one.
CREATE TABLE versions (
    document_id   TEXT    NOT NULL,
    version       INTEGER NOT NULL,          -- 1, 2, …
    record        TEXT    NOT NULL,          -- the exchange record, JSON
    record_sha256 TEXT    NOT NULL,          -- of `record`: tells whether anything changed
    text          TEXT    NOT NULL,          -- the canonical text as it was when this version was written
    text_sha256   TEXT    NOT NULL,          -- of `text`: names what was cited
    format        TEXT    NOT NULL,          -- provenance: how, from which file, where in it, when
    file          TEXT    NOT NULL,
    position      TEXT    NOT NULL,
    added_at      TEXT    NOT NULL,          -- ISO 8601, UTC
    PRIMARY KEY (document_id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX versions_by_text ON versions (document_id, text_sha256);

CREATE TABLE documents (
    id      TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    FOREIGN KEY (id, version) REFERENCES versions (document_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejects (
    file       TEXT NOT NULL,
    position   TEXT NOT NULL,
    reason     TEXT NOT NULL,
    identifier TEXT,
    seen_at    TEXT NOT NULL
) STRICT;
