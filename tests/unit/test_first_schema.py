"""A corpus as the program before wrote it, with schema 1, opens and is what it was."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.documents import Correction, Document
from corpus.errors import CorpusDamagedError
from corpus.store import CorpusStore
from service.answers import QuoteToVerify
from service.verification import verify
from tests.examples import CORD, ETANERCEPT, FAT, a_document, add
from tests.first_schema import WRITTEN_AT, write_first_schema

PREPRINT = Document(id="DOI:10.1000/cord", title=CORD.title, doi="10.1000/cord", year=2021)
NOTICE = a_document(7, journal="J", year=2024, corrections=(Correction("RetractionOf", pmid="2"),))
OLD_CORD = a_document(1, "Words that the source has changed since.")
DOCUMENTS = [PREPRINT, CORD, FAT, ETANERCEPT, NOTICE]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = write_first_schema(tmp_path / "corpus.sqlite", [OLD_CORD, *DOCUMENTS])
    with closing(sqlite3.connect(made)) as connection, connection:
        connection.execute("INSERT INTO rejects VALUES ('f', 'line 9', 'no title', NULL, ?)", (WRITTEN_AT,))
    return made


def fingerprint(path: Path) -> str:
    """What the program before called the fingerprint."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        for row in connection.execute(
            "SELECT id, record_sha256 FROM versions JOIN documents ON document_id = id "
            "AND versions.version = documents.version ORDER BY id"
        ):
            digest.update("{}\t{}\n".format(*row).encode())
    return digest.hexdigest()


@pytest.fixture
def store(path: Path) -> Iterator[CorpusStore]:
    with closing(CorpusStore(path)) as opened:
        yield opened


def test_documents_fingerprint_and_rejects_are_what_they_were(path: Path) -> None:
    before = fingerprint(path)
    with closing(CorpusStore(path)) as store:
        assert list(store.documents()) == sorted(DOCUMENTS, key=lambda document: document.id)
        assert store.fingerprint() == before
        assert store.reject_count() == 1
        assert [version.number for version in store.history(CORD.id)] == [1, 2]
        assert store.verify() == []


def test_every_quote_still_verifies(store: CorpusStore) -> None:
    quotes = [
        QuoteToVerify(document_id=one.id, quote=one.text, start=0, end=len(one.text), text_sha256=one.text_sha256)
        for one in (*DOCUMENTS, OLD_CORD)
    ]
    assert [verdict.status for verdict in verify(store, quotes)] == ["valid"] * len(DOCUMENTS) + ["changed"]


def test_each_document_has_the_record_that_it_came_from(store: CorpusStore) -> None:
    (source,) = store.sources(CORD.id)
    assert (source.source, source.own_id, source.file) == ("jsonl", CORD.id, "old.jsonl")
    assert (source.position, source.added_at, source.revised) == ("line 1", WRITTEN_AT, None)


def test_the_next_import_puts_together_what_belongs_together(store: CorpusStore) -> None:
    report = add(store, a_document(50))
    assert report.merged == [PREPRINT.id]
    assert report.retracted == [FAT.id]
    assert store.get(PREPRINT.id) == store.get(CORD.id)
    assert [one.own_id for one in store.sources(CORD.id)] == [CORD.id, PREPRINT.id]
    assert store.verify() == []
    assert add(store, a_document(50)).unchanged == 1


def test_the_same_records_again_change_nothing_of_their_own(path: Path) -> None:
    with closing(CorpusStore(path)) as store:
        add(store)  # what was taken over is settled
        settled = store.fingerprint()
        assert add(store, *DOCUMENTS).unchanged == len(DOCUMENTS)
        assert store.fingerprint() == settled


def test_a_record_that_cannot_be_read_leaves_schema_1(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE versions SET record = '{' WHERE document_id = ?", (FAT.id,))
    with pytest.raises(CorpusDamagedError, match="a record in it cannot be read"):
        CorpusStore(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {"versions", "documents", "rejects"}
