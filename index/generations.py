"""Generations on disk: written aside, made durable, renamed, and only then named in ``CURRENT``.

    <index directory>/
        CURRENT                    the fingerprint of the generation that serves
        lock                       held by whoever builds or rolls back
        generations/<fingerprint>/ manifest.json, passages.jsonl, vectors.faiss, bm25/
        generations/.building-*    what a killed build left; removed by the next
        generations/.removed-*     an old generation on its way out; likewise

At every moment a reader finds a whole generation or none: a kill, a full disk or a power cut changes nothing that
serves.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, IndexWriteError, RetrievalError
from index.manifest import FileFacts, Manifest, facts_of

KEPT_GENERATIONS = 3
_UNFINISHED_PREFIX = ".building-"
_REMOVED_PREFIX = ".removed-"


class Generations:
    """The generations under one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._generations = directory / "generations"
        self._current = directory / "CURRENT"

    def current(self) -> str:
        """Return the fingerprint of the generation that serves.

        Raises:
            IndexMissingError: none has been built, or ``CURRENT`` is lost.
            IndexDamagedError: ``CURRENT`` cannot be read.
        """
        try:
            return self._current.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            raise IndexMissingError(self.directory) from None
        except OSError as error:
            raise IndexDamagedError(self._current, error.strerror or str(error)) from error

    def named(self) -> str | None:
        """Return what `current` returns, or None where it raises."""
        try:
            return self.current()
        except RetrievalError:
            return None

    def manifest(self, fingerprint: str) -> Manifest:
        """Return the manifest of a generation.

        Raises:
            IndexDamagedError: it is not there, or cannot be read, or is another's.
            IndexMismatchError: it is of another format version.
        """
        manifest = Manifest.load(self.path(fingerprint))
        if manifest.fingerprint != fingerprint:
            raise IndexDamagedError(self.path(fingerprint), f"it holds the generation {manifest.fingerprint}")
        return manifest

    def path(self, fingerprint: str) -> Path:
        """Return the directory of a generation."""
        return self._generations / fingerprint

    def fingerprints(self) -> list[str]:
        """Return the finished generations, newest first."""
        return [path.name for path in sorted(self._finished(), key=_built, reverse=True)]

    def signature(self) -> frozenset[tuple[str, int, int, int]]:
        """Return what differs once ``CURRENT`` or a finished generation was written to, without reading any file."""
        paths = [self._current]
        for directory in self._finished():
            for folder, _, files in os.walk(directory):  # which bears that another process removes it meanwhile
                paths += [Path(folder, file) for file in files]
        facts = set()
        for path in paths:
            with suppress(OSError):
                found = path.stat()
                facts.add((str(path), found.st_ino, found.st_size, found.st_mtime_ns))
        return frozenset(facts)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to build or to roll back; what a killed build left is removed first.

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
                for prefix in (_UNFINISHED_PREFIX, _REMOVED_PREFIX):
                    for leftover in self._generations.glob(f"{prefix}*"):
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
                if self.path(fingerprint).exists():
                    self._remove(fingerprint)
                aside.rename(self.path(fingerprint))
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
            with suppress(OSError):
                self._remove(old)

    def _finished(self) -> list[Path]:
        return [path for path in self._generations.glob("*") if path.is_dir() and not path.name.startswith(".")]

    def _remove(self, fingerprint: str) -> None:
        """Rename a generation, then delete it: a kill half-way leaves no half of it among the finished ones."""
        removed = self._generations / f"{_REMOVED_PREFIX}{fingerprint}"
        self.path(fingerprint).rename(removed)
        shutil.rmtree(removed)


def list_files(directory: Path) -> list[FileFacts]:
    """Return the facts of every file under ``directory``, in the order of their paths."""
    return [facts_of(path, directory) for path in sorted(directory.rglob("*")) if path.is_file()]


def _built(directory: Path) -> tuple[float, int]:
    """Return when a generation was built: as its manifest says, which a copy keeps, and within a second the disk's."""
    changed = 0
    with suppress(FileNotFoundError):  # another process may be removing it
        changed = directory.stat().st_mtime_ns
    try:
        return datetime.fromisoformat(Manifest.load(directory).built_at).timestamp(), changed
    except (RetrievalError, ValueError, OverflowError):
        return changed // 1_000_000_000, changed


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
