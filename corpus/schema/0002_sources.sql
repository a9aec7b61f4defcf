-- What each source last said. A document is put together from all the records that are about one publication.
CREATE TABLE source_records (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,             -- the format that it came in: pubmed-xml, ris, …
    own_id        TEXT NOT NULL,             -- the id of the document that this record alone would be
    document_id   TEXT NOT NULL,             -- the document that it is part of
    record        TEXT NOT NULL,             -- the exchange record, JSON
    record_sha256 TEXT NOT NULL,
    revised       TEXT,                      -- the day of the source's last change to it, where it says so; ISO 8601
    file          TEXT NOT NULL,
    position      TEXT NOT NULL,
    added_at      TEXT NOT NULL,             -- ISO 8601, UTC
    UNIQUE (source, own_id)
) STRICT;

CREATE INDEX source_records_by_document ON source_records (document_id);

-- By what a record is known to be about the same publication as another.
CREATE TABLE identifiers (
    identifier TEXT    NOT NULL,             -- PMID:…, DOI:…, PMCID:…, NCT:… of a registry entry, or a title and year
    record_id  INTEGER NOT NULL REFERENCES source_records (id) ON DELETE CASCADE,
    PRIMARY KEY (identifier, record_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identifiers_by_record ON identifiers (record_id);

-- What a record says of another publication: that it retracts it, corrects it, is retracted by it, …
CREATE TABLE links (
    target    TEXT    NOT NULL,              -- PMID:… or DOI:… of the other
    kind      TEXT    NOT NULL,              -- PubMed's RefType
    record_id INTEGER NOT NULL REFERENCES source_records (id) ON DELETE CASCADE,
    PRIMARY KEY (target, kind, record_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_record ON links (record_id);

-- What a list says of a publication that it does not describe, such as a list of retractions.
CREATE TABLE notices (
    source     TEXT NOT NULL,                -- the format of the list
    own_id     TEXT NOT NULL,                -- the entry in the list
    target     TEXT NOT NULL,                -- PMID:… or DOI:… of the publication
    correction TEXT NOT NULL,                -- as in an exchange record, JSON
    file       TEXT NOT NULL,
    position   TEXT NOT NULL,
    added_at   TEXT NOT NULL,
    PRIMARY KEY (source, own_id, target)
) STRICT, WITHOUT ROWID;

CREATE INDEX notices_by_target ON notices (target);
CREATE INDEX notices_by_pmid ON notices ('PMID:' || json_extract(correction, '$.pmid'));
CREATE INDEX notices_by_doi ON notices ('DOI:' || json_extract(correction, '$.doi'));

-- Documents that are no longer in the corpus; their versions stay, so that a quote given earlier can be looked at.
CREATE TABLE gone (
    document_id TEXT PRIMARY KEY,
    reason      TEXT NOT NULL CHECK (reason IN ('removed', 'deleted', 'merged')),
    replaced_by TEXT,                        -- the document that it became part of
    gone_at     TEXT NOT NULL                -- ISO 8601, UTC
) STRICT, WITHOUT ROWID;

-- Records that were taken over from an earlier schema and not yet put together with others: the next import does it.
CREATE TABLE unsettled (
    record_id INTEGER PRIMARY KEY REFERENCES source_records (id) ON DELETE CASCADE
) STRICT;

-- A saved query and how far it has been followed.
CREATE TABLE syncs (
    name       TEXT PRIMARY KEY,
    source     TEXT NOT NULL,                -- pubmed, europepmc or clinicaltrials
    query      TEXT NOT NULL,
    watermark  TEXT,                         -- everything up to this day has been taken in; ISO 8601
    unfinished TEXT                          -- the round that was interrupted and how far it had come, JSON
) STRICT, WITHOUT ROWID;

-- The records that were taken in of the slice in which the unfinished round stopped.
CREATE TABLE sync_seen (
    name      TEXT NOT NULL REFERENCES syncs (name) ON DELETE CASCADE,
    native_id TEXT NOT NULL,
    PRIMARY KEY (name, native_id)
) STRICT, WITHOUT ROWID;

-- The records that an upstream listed and did not give: each run asks for them again.
CREATE TABLE sync_owed (
    name      TEXT NOT NULL REFERENCES syncs (name) ON DELETE CASCADE,
    native_id TEXT NOT NULL,
    PRIMARY KEY (name, native_id)
) STRICT, WITHOUT ROWID;

-- Files of PubMed's baseline and updates that have been taken in whole.
CREATE TABLE loaded_files (
    name      TEXT PRIMARY KEY,
    md5       TEXT NOT NULL,                 -- of the file as it lies on disk
    selection TEXT NOT NULL,                 -- which of its records were wanted, JSON; {} is all
    loaded_at TEXT NOT NULL                  -- ISO 8601, UTC
) STRICT, WITHOUT ROWID;
