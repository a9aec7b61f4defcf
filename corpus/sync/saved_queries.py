"""The queries that a corpus follows, how far each has been followed, and where an interrupted run goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Round:
    """One reading of all that a query finds from ``since`` (None: from the beginning) until the day ``until``.

    ``after`` is the last slice that was read to its end.
    """

    since: date | None
    until: date
    after: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query under a name. Everything that it found up to ``watermark`` has been taken in; None: nothing is sure.

    ``unfinished`` is the round that was interrupted.
    """

    name: str
    source: str
    query: str
    watermark: date | None = None
    unfinished: Round | None = None


_ROUND = TypeAdapter(Round)
_COLUMNS = "name, source, query, watermark, unfinished"


def saved_queries(connection: sqlite3.Connection) -> list[SavedQuery]:
    """Return every saved query, by name."""
    return [_saved(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM syncs ORDER BY name")]  # noqa: S608


def saved_query(connection: sqlite3.Connection, name: str) -> SavedQuery | None:
    """Return the query of that name, if there is one."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM syncs WHERE name = ?", (name,)).fetchone()  # noqa: S608
    return _saved(row) if row else None


def save(connection: sqlite3.Connection, saved: SavedQuery) -> None:
    """Write a query as it is now; the records seen of its unfinished slice stay."""
    unfinished = None if saved.unfinished is None else _ROUND.dump_json(saved.unfinished).decode()
    watermark = None if saved.watermark is None else saved.watermark.isoformat()
    connection.execute(
        f"INSERT INTO syncs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "  # noqa: S608
        "source = excluded.source, query = excluded.query, watermark = excluded.watermark, "
        "unfinished = excluded.unfinished",
        (saved.name, saved.source, saved.query, watermark, unfinished),
    )


def seen(connection: sqlite3.Connection, name: str) -> frozenset[str]:
    """Return the records that were taken in of the slice that the query's round is in."""
    rows = connection.execute("SELECT native_id FROM sync_seen WHERE name = ?", (name,))
    return frozenset(row[0] for row in rows)


def see(connection: sqlite3.Connection, name: str, native_ids: Iterable[str]) -> None:
    """Note records of the slice as taken in."""
    rows = ((name, native_id) for native_id in native_ids)
    connection.executemany("INSERT OR IGNORE INTO sync_seen (name, native_id) VALUES (?, ?)", rows)


def forget_seen(connection: sqlite3.Connection, name: str) -> None:
    """Begin a slice: none of its records has been taken in yet."""
    connection.execute("DELETE FROM sync_seen WHERE name = ?", (name,))


def owed(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """Return the records that were listed and withheld, and have not come since."""
    rows = connection.execute("SELECT native_id FROM sync_owed WHERE name = ? ORDER BY native_id", (name,))
    return tuple(row[0] for row in rows)


def owe(connection: sqlite3.Connection, name: str, asked: Iterable[str], withheld: Iterable[str]) -> None:
    """Note of the records asked for which were withheld: the others are owed no more."""
    connection.executemany(
        "DELETE FROM sync_owed WHERE name = ? AND native_id = ?", ((name, native_id) for native_id in asked)
    )
    connection.executemany("INSERT INTO sync_owed VALUES (?, ?)", ((name, native_id) for native_id in withheld))


def forget_owed(connection: sqlite3.Connection, name: str) -> None:
    """Begin anew: whatever the upstream still has, it lists again."""
    connection.execute("DELETE FROM sync_owed WHERE name = ?", (name,))


def _saved(row: tuple[str, str, str, str | None, str | None]) -> SavedQuery:
    name, source, query, watermark, unfinished = row
    return SavedQuery(name, source, query, date.fromisoformat(watermark) if watermark else None, _round(unfinished))


def _round(unfinished: str | None) -> Round | None:
    """Return the round; None where another version wrote what this one does not know: then it is begun anew."""
    try:
        return _ROUND.validate_json(unfinished) if unfinished else None
    except ValidationError:
        return None
