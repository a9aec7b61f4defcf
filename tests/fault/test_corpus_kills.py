"""A kill while the corpus is replaced or brought to a new schema leaves it as it was or whole and new."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from corpus.backup import back_up
from corpus.store import CorpusStore
from tests.examples import a_document, a_store, add
from tests.fault.processes import Work, a_worker, open_corpus, restore_backup, seconds_of
from tests.first_schema import write_first_schema

KILLS = 12


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)  # noqa: S311 - moments to kill at, the same in every run


def killed_at_work(work: Work, directory: Path, seconds: float) -> bool:
    with a_worker(work, directory) as worker:
        worker.go()
        time.sleep(seconds)
        return worker.kill()


def test_a_restore_killed_at_any_moment_leaves_the_old_corpus_or_the_new_one(
    tmp_path: Path, rng: random.Random
) -> None:
    with closing(a_store(tmp_path, *(a_document(number, "Old words. " * 99) for number in range(1, 300)))) as store:
        back_up(store, tmp_path / "backup.sqlite")
        new = store.fingerprint()
        whole = seconds_of(restore_backup, tmp_path)
        killed = 0
        for number in range(KILLS):
            add(store, a_document(number + 1, "New words. " * 99), a_document(1000))
            old = store.fingerprint()
            killed += killed_at_work(restore_backup, tmp_path, rng.uniform(0, whole))
            assert store.fingerprint() in {old, new}
            assert store.verify() == []
        assert killed > 0


def test_a_migration_killed_at_any_moment_leaves_the_old_schema_or_the_new_one(
    tmp_path: Path, rng: random.Random
) -> None:
    documents = [a_document(number, "Old words. " * 9) for number in range(1, 500)]
    (tmp_path / "whole").mkdir()
    write_first_schema(tmp_path / "whole" / "corpus.sqlite", documents)
    whole = seconds_of(open_corpus, tmp_path / "whole")
    with closing(CorpusStore(tmp_path / "whole" / "corpus.sqlite")) as store:
        fingerprint = store.fingerprint()
    schemas = set()
    for number in range(KILLS):
        directory = tmp_path / str(number)
        directory.mkdir()
        path = write_first_schema(directory / "corpus.sqlite", documents)
        killed_at_work(open_corpus, directory, rng.uniform(0, whole))
        with closing(sqlite3.connect(path)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            schemas.add(schema)
            (tables,) = connection.execute(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'source_records'"
            ).fetchone()
            assert tables == (schema == 2)
        with closing(CorpusStore(path)) as store:
            assert store.fingerprint() == fingerprint
            assert store.verify() == []
    assert 1 in schemas
