"""Schema versions by numbered SQL files and SQLite's own `user_version`: file 0001 makes version 1, and so on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus.errors import CorpusTooNewError

_SCHEMA_DIRECTORY = Path(__file__).with_name("schema")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the open database at ``path`` to the newest schema, each step in one transaction.

    Raises:
        CorpusTooNewError: the file was written by a later version of the program.
    """
    steps = sorted(_SCHEMA_DIRECTORY.glob("*.sql"))
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > len(steps):
        raise CorpusTooNewError(path, found, len(steps))
    for number, step in enumerate(steps[found:], start=found + 1):
        # executescript() commits what is open before it; a script that fails midway leaves its transaction to us.
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{step.read_text()}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise
