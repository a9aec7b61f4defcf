"""Generations on disk: written aside, made durable, renamed, and only then named in ``CURRENT``.

    <index directory>/
        CURRENT                    the fingerprint of the generation that serves
        lock                       held by whoever builds
        generations/<fingerprint>/ manifest.json, passages.jsonl, vectors.faiss, bm25/
        generations/.building-*    what a killed build left; removed by the next

At every moment a reader finds a whole generation or none: a kill, a full disk or a power cut changes nothing that
serves.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusyError, IndexMissingError, IndexWriteError
from index.manifest import FileFacts, facts_of

KEPT_GENERATIONS = 3
_UNFINISHED_PREFIX = ".building-"


class Generations:
    """The generations under one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._generations = directory / "generations"
        self._current = directory / "CURRENT"

    def current(self) -> str:
        """Return the fingerprint of the generation that serves.

        Raises:
            IndexMissingError: none has been built.
        """
        try:
            return self._current.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            raise IndexMissingError(self.directory) from None

    def path(self, fingerprint: str) -> Path:
        """Return the directory of a generation."""
        return self._generations / fingerprint

    def fingerprints(self) -> list[str]:
        """Return the finished generations, newest first."""
        found = [path for path in self._generations.glob("*") if not path.name.startswith(".")]
        return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to build.

        Raises:
            IndexBusyError: another process holds it.
            IndexWriteError: the directory cannot be made or written.
        """
        with _translated(self.directory):
            self._generations.mkdir(parents=True, exist_ok=True)
            lock = (self.directory / "lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusyError(self.directory) from None
            with _translated(self.directory):
                for leftover in self._generations.glob(f"{_UNFINISHED_PREFIX}*"):
                    shutil.rmtree(leftover)
            yield

    @contextmanager
    def writing(self, fingerprint: str) -> Iterator[Path]:
        """Give a directory to write into; when the block ends well, make it the generation ``fingerprint``.

        Only for the holder of `locked`. When the block fails, nothing of it stays.

        Raises:
            IndexWriteError: a full disk, say.
        """
        aside = self._generations / f"{_UNFINISHED_PREFIX}{fingerprint}"
        with _translated(self.directory):
            try:
                aside.mkdir()
                yield aside
                _sync_tree(aside)
                final = self.path(fingerprint)
                if final.exists():
                    shutil.rmtree(final)
                aside.rename(final)
                _sync(self._generations)
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise

    def make_current(self, fingerprint: str) -> None:
        """Let a finished generation serve from now on, and remove all but the last few."""
        with _translated(self.directory):
            beside = self.directory / "CURRENT.new"
            beside.write_text(fingerprint + "\n", encoding="ascii")
            _sync(beside)
            beside.replace(self._current)
            _sync(self.directory)
        for old in [name for name in self.fingerprints() if name != fingerprint][KEPT_GENERATIONS - 1 :]:
            shutil.rmtree(self.path(old), ignore_errors=True)


def list_files(directory: Path) -> list[FileFacts]:
    """Return the facts of every file under ``directory``, in the order of their paths."""
    return [facts_of(path, directory) for path in sorted(directory.rglob("*")) if path.is_file()]


@contextmanager
def _translated(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexWriteError(directory, error.strerror or str(error)) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_tree(directory: Path) -> None:
    for path in directory.rglob("*"):
        _sync(path)
    _sync(directory)
