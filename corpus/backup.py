"""Copies of a whole corpus while it is in use, by SQLite's online backup.

A copy is of one moment. Into a corpus it goes as one transaction: those who read see the old corpus or the new one,
and a kill leaves the old.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import BackupError, CorpusDamagedError, CorpusWriteError
from corpus.store import CorpusStore

_SQLITE = b"SQLite format 3\0"
_BESIDE = ".backup-"  # a directory that is gone in the end; one of a process that was killed may be removed


def back_up(store: CorpusStore, path: Path) -> None:
    """Write the corpus as it is now to ``path``, one file that needs no other; a backup there is replaced at the end.

    Raises:
        BackupError: ``path`` is the corpus itself, a directory, or a file that is no database.
        CorpusWriteError: the copy cannot be written. What was at ``path`` is still there.
    """
    if path.is_dir() or (path.exists() and path.samefile(store.path)):
        raise BackupError(path, "it is a directory, or the corpus itself; name another file")
    if path.exists() and not _may_be_replaced(path):
        raise BackupError(path, "there is a file of another kind; name another, or remove it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=_BESIDE) as beside:
            made = Path(beside) / path.name
            with closing(sqlite3.connect(made, isolation_level=None)) as copy:
                store.copy_to(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            _write_through(made)
            made.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise CorpusWriteError(path, str(error)) from error


def _may_be_replaced(path: Path) -> bool:
    """Say whether there is nothing in the file, or an earlier backup."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) in {b"", _SQLITE}


def restore(corpus: Path, path: Path) -> int:
    """Put what was backed up at ``path`` in the place of what ``corpus`` holds, or make it; return its documents.

    A copy of the backup is brought to this program's schema and checked in full before anything is changed.

    Raises:
        BackupError: there is no backup at ``path``, or it is damaged. Nothing was changed.
        CorpusDamagedError: what is at ``corpus`` is no database.
        CorpusTooNewError: a later version of the program made the backup.
        CorpusWriteError: the corpus or the copy beside it cannot be written. Nothing was changed.
    """
    try:
        corpus.parent.mkdir(parents=True, exist_ok=True)
        with (
            TemporaryDirectory(dir=corpus.parent, prefix=_BESIDE) as beside,
            closing(_checked(path, Path(beside) / corpus.name)) as checked,
            closing(CorpusStore(corpus, create=True)) as store,
        ):
            store.replace_with(checked)
            return len(checked)
    except OSError as error:
        raise CorpusWriteError(corpus, str(error)) from error


def _checked(path: Path, to: Path) -> CorpusStore:
    """Return a copy of the backup in which no fault is found."""
    try:
        _copy(path, to)
        copy = CorpusStore(to)
        if faults := copy.verify():
            copy.close()
            raise BackupError(path, f"it is damaged: {faults[0]}")
    except CorpusDamagedError as error:
        raise BackupError(path, f"it is damaged: {error.reason}") from error
    return copy


def _copy(path: Path, to: Path) -> None:
    if not path.is_file():
        raise BackupError(path, "there is no such file")
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup,
            closing(sqlite3.connect(to)) as copy,
        ):
            if backup.execute("PRAGMA user_version").fetchone() == (0,):  # an empty file is a database, too
                raise BackupError(path, "it is no corpus")
            backup.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(path, f"it cannot be read: {error}") from error


def _write_through(path: Path) -> None:
    """Have the disk keep the file before another takes its name."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
