"""Schema versions by numbered SQL files and SQLite's own `user_version`: file 0001 makes version 1, and so on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CorpusTooNewError
from corpus.merging.first_sources import fill_sources

_SCHEMA_DIRECTORY = Path(__file__).with_name("schema")
_BESIDE = {"0002_sources.sql": fill_sources}


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the open database at ``path`` to the newest schema, each step in one transaction.

    A step is SQL and, for some, what SQL cannot do (`_BESIDE`).

    Raises:
        CorpusTooNewError: the file was written by a later version of the program.
    """
    steps = sorted(_SCHEMA_DIRECTORY.glob("*.sql"))
    found = _version(connection)
    if found > len(steps):
        raise CorpusTooNewError(path, found, len(steps))
    for number, step in enumerate(steps[found:], start=found + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < number:  # else another process took this step while we waited
                for statement in _statements(step.read_text(encoding="utf-8")):
                    connection.execute(statement)
                if beside := _BESIDE.get(step.name):
                    beside(connection)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Yield the statements one by one: `executescript` would commit before it begins, and let go of the lock."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement
