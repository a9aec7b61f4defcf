from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusTooNewError
from corpus.migrations import migrate


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema directory with two steps."""
    directory = tmp_path / "schema"
    directory.mkdir()
    (directory / "0001_first.sql").write_text(
        "-- One; two, …\nCREATE TABLE a (\n    x TEXT\n);\n\nCREATE TABLE b (x);\n", "utf-8"
    )
    (directory / "0002_second.sql").write_text("INSERT INTO a VALUES ('once; only');", "utf-8")
    monkeypatch.setattr("corpus.migrations._SCHEMA_DIRECTORY", directory)
    return directory


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as opened:
        yield opened


def tables(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def rows(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT x FROM a")]


def test_a_new_database_gets_the_schema_of_this_version(connection: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(connection, tmp_path)
    assert {"documents", "rejects", "versions", "source_records", "syncs"} <= set(tables(connection))
    assert version(connection) == 2


def test_every_step_is_taken_once(connection: sqlite3.Connection, steps: Path) -> None:
    for _ in range(2):
        migrate(connection, steps)
        assert tables(connection) == ["a", "b"]
        assert rows(connection) == ["once; only"]
        assert version(connection) == 2


def test_only_the_missing_steps_are_taken(connection: sqlite3.Connection, steps: Path) -> None:
    second = steps / "0002_second.sql"
    later = second.rename(steps / "later")
    migrate(connection, steps)
    assert (version(connection), rows(connection)) == (1, [])
    later.rename(second)
    migrate(connection, steps)
    assert (version(connection), rows(connection)) == (2, ["once; only"])


@pytest.mark.parametrize(
    "broken", ["INSERT INTO b VALUES (1);\nINSERT INTO c VALUES (1);\n", "INSERT INTO b VALUES (1);\nx"]
)
def test_a_step_that_fails_leaves_the_one_before(connection: sqlite3.Connection, steps: Path, broken: str) -> None:
    (steps / "0002_second.sql").write_text(broken, "utf-8")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, steps)
    assert not connection.in_transaction
    assert version(connection) == 1
    assert connection.execute("SELECT count(*) FROM b").fetchone() == (0,)


def test_a_database_of_a_later_version_is_left_alone(connection: sqlite3.Connection, steps: Path) -> None:
    connection.execute("PRAGMA user_version = 3")
    with pytest.raises(CorpusTooNewError, match="has schema version 3; this program knows versions up to 2"):
        migrate(connection, steps)
    assert tables(connection) == []


class Overtaken(sqlite3.Connection):
    """Before it takes the lock, another has migrated the database."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE":
            database = super().execute("PRAGMA database_list").fetchone()[2]
            with closing(sqlite3.connect(database, isolation_level=None)) as other:
                migrate(other, Path(database))
        return super().execute(sql, parameters)


def test_a_step_that_another_process_took_meanwhile_is_not_taken_again(tmp_path: Path, steps: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None, factory=Overtaken)) as overtaken:
        migrate(overtaken, steps)
        assert rows(overtaken) == ["once; only"]
        assert version(overtaken) == 2
