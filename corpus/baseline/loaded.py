"""The files of the series that a corpus has taken in (the table ``loaded_files``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.baseline.series import SeriesFile, named
from corpus.selection import Selection
from corpus.store import CorpusStore

_EVERYTHING = Selection().canonical


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was taken in whole: its MD5, and which of its records were wanted (`Selection.canonical`)."""

    md5: str
    selection: str


class LoadedFiles:
    """What a corpus has taken in, by the name of the file.

    Raises:
        CorpusWriteError: another import is at work.
    """

    def __init__(self, store: CorpusStore) -> None:
        self._store = store
        with store.writing() as connection:
            rows = connection.execute("SELECT name, md5, selection FROM loaded_files").fetchall()
        self._loaded = {name: Loaded(md5, selection) for name, md5, selection in rows}

    def __len__(self) -> int:
        return len(self._loaded)

    def get(self, name: str) -> Loaded | None:
        """Return how a file was taken in; None when it was not."""
        return self._loaded.get(name)

    def keep(self, file: SeriesFile, loaded: Loaded) -> None:
        """Keep that ``file`` was taken in: within the block of `CorpusStore.writing` that takes in its records.

        Raises:
            CorpusWriteError: nothing was changed.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO loaded_files (name, md5, selection, loaded_at) VALUES (?, ?, ?, ?)",
                (file.name, loaded.md5, loaded.selection, now),
            )
        self._loaded[file.name] = loaded

    def selected_otherwise(self, selection: str) -> list[str]:
        """Return the names of the files that were taken in by another selection, and not with all their records."""
        return [name for name, loaded in self._loaded.items() if loaded.selection not in {selection, _EVERYTHING}]

    def of_years(self, years: Collection[int]) -> list[SeriesFile]:
        """Return the files of these years' series, in their order."""
        found = (named(Path(name)) for name in self._loaded)
        return sorted(file for file in found if file and file.year in years)

    def last_after(self, file: SeriesFile) -> SeriesFile | None:
        """Return the last file of the same series if it comes after ``file``."""
        last = max(self.of_years({file.year}), default=None)
        return last if last and last.place > file.place else None
