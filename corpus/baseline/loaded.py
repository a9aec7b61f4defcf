"""The files of the series that a corpus has taken in (the table ``loaded_files``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.baseline.series import SeriesFile
from corpus.store import CorpusStore


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was taken in whole: its MD5, and which of its records were wanted (`Selection.canonical`)."""

    md5: str
    selection: str


def loaded_files(store: CorpusStore) -> dict[str, Loaded]:
    """Return what was taken in, by the name of the file.

    Raises:
        CorpusWriteError: another import is at work.
    """
    with store.writing() as connection:
        rows = connection.execute("SELECT name, md5, selection FROM loaded_files").fetchall()
    return {name: Loaded(md5, selection) for name, md5, selection in rows}


def keep_loaded(store: CorpusStore, file: SeriesFile, loaded: Loaded) -> None:
    """Keep that ``file`` was taken in: within the block of `CorpusStore.writing` that takes in its records.

    Raises:
        CorpusWriteError: nothing was changed.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO loaded_files (name, md5, selection, loaded_at) VALUES (?, ?, ?, ?)",
            (file.name, loaded.md5, loaded.selection, now),
        )
