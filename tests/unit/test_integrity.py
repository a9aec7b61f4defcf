"""Whatever no longer follows from the source records is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.documents import Correction
from corpus.interfaces import Parsed
from corpus.store import CorpusStore
from tests.examples import a_document, a_store, add


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    retracted = a_document(2, corrections=(Correction("RetractionIn", pmid="3"),))
    with closing(a_store(tmp_path, a_document(1, "Pain fell.", doi="10.1000/a"), retracted, a_document(4))) as made:
        made.add([Parsed(a_document(1, journal="J"), "record 1")], file="f", format_name="csv")
        made.remove(["PMID:4"])
        assert made.verify() == []
        yield made


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            "UPDATE source_records SET record_sha256 = '' WHERE source = 'csv'",
            "PMID:1 as csv gave it: the record does not",
        ),
        ("DELETE FROM identifiers WHERE identifier LIKE 'DOI:%'", "PMID:1 as jsonl gave it: it is not kept under"),
        ("INSERT INTO identifiers VALUES ('PMID:7', 1)", "it is not kept under the identifiers that it states"),
        ("UPDATE source_records SET own_id = 'PMID:7' WHERE source = 'csv'", "PMID:7 as csv gave it: it is not kept"),
        ("DELETE FROM links", "PMID:2 as jsonl gave it: the links that are kept are not those"),
        ("UPDATE links SET target = 'PMID:1'", "the links that are kept are not those that it states"),
        ("UPDATE source_records SET document_id = 'PMID:7' WHERE source = 'csv'", "PMID:7: source records say"),
        ("DELETE FROM documents WHERE id = 'PMID:2'", "PMID:2: source records say that they are part of it"),
        ("DELETE FROM source_records WHERE own_id = 'PMID:2'", "PMID:2: no source record makes it"),
        ("DELETE FROM source_records WHERE source = 'csv'", "PMID:1: it is not what its source records make"),
        ("INSERT INTO gone VALUES ('PMID:1', 'removed', NULL, '')", "PMID:1: it is there and noted as gone"),
        ("UPDATE gone SET replaced_by = 'PMID:9'", "PMID:4: what it became part of is not there"),
        ("DELETE FROM versions WHERE document_id = 'PMID:1' AND version = 1", "PMID:1: a version is missing"),
        (
            "INSERT INTO notices VALUES ('list', '1', 'PMID:1', '{\"kind\": \"RetractionIn\"}', 'f', 'line 1', '')",
            "PMID:1: it is not what its source records make",
        ),
        ("INSERT INTO identifiers VALUES ('PMID:7', 99)", "identifiers: row None points at nothing"),
    ],
)
def test_what_does_not_follow_is_found(store: CorpusStore, change: str, fault: str) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON" if "99" not in change else "PRAGMA foreign_keys = OFF")
        connection.execute(change)
    assert [one for one in store.verify() if fault in one]


def test_a_source_record_that_cannot_be_read_is_found_and_stops_an_import(store: CorpusStore) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        record = "{}"
        sha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        connection.execute("UPDATE source_records SET record = ?, record_sha256 = ? WHERE id = 1", (record, sha256))
    assert store.verify() == ["PMID:1 as jsonl gave it: the record cannot be read"]
    with pytest.raises(Exception, match="a record in it cannot be read"):
        add(store, a_document(1, "Pain rose."))
