"""What can go wrong with a corpus.

CorpusError
├── InvalidDocumentError   one record is not a document (the file goes on)
├── InvalidSelectionError  what is to be selected cannot be looked for
├── SelectionChangedError  files were taken in by another selection
├── UnreadableFileError    a file cannot be opened or is of no known format
├── CorpusMissingError     there is no corpus at the path
├── CorpusDamagedError     SQLite finds the file damaged
├── CorpusWriteError       the disk is full, or the file is locked or not writable
├── CorpusTooNewError      a later version of the program wrote the file
└── BackupError            a backup cannot be made there, or what is there is none
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class CorpusError(Exception):
    """Base of everything this package raises on purpose."""


class InvalidDocumentError(CorpusError):
    """One record lacks what a document must have, or holds what no text can hold."""


class InvalidSelectionError(CorpusError):
    """A condition of a selection that no record could be held to."""


class SelectionChangedError(CorpusError):
    """Files were taken in by another selection: what only the new one admits would be missed in them."""

    def __init__(self, names: Sequence[str], selection: str) -> None:
        others = f" and {len(names) - 1} more of these files" if len(names) > 1 else ""
        super().__init__(
            f"{names[0]}{others} had been taken in by another selection, {selection}: records that only "
            "this one admits would be missed in them. Give the same selection, or read the files anew with --again."
        )


class UnreadableFileError(CorpusError):
    """A file that was to be added cannot be read at all."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class CorpusMissingError(CorpusError):
    """No corpus at the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"There is no corpus at {path}. Make one with `enthesis corpus add FILE…`, or with "
            "`enthesis corpus add --starter`."
        )


class CorpusDamagedError(CorpusError):
    """The corpus file is damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The corpus at {path} is damaged: {reason}. Move the file away, then add its sources again with "
            "`enthesis corpus add FILE…`."
        )


class CorpusWriteError(CorpusError):
    """SQLite could not do the work: a full disk, a lock held too long, a file not writable. Nothing was changed."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The corpus at {path} cannot be used now: {reason}. Nothing was changed. Check that the disk has "
            "room, that the file may be written, and that no other import is running; then try again."
        )


class CorpusTooNewError(CorpusError):
    """The corpus file was written by a later version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path = path
        super().__init__(
            f"The corpus at {path} has schema version {found}; this program knows versions up to {known}. "
            "Install the version of enthesis that wrote it, or a later one."
        )


class BackupError(CorpusError):
    """A backup cannot be written to a path, or what lies there is no whole backup. Nothing was changed."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be used as a backup: {reason}. Nothing was changed.")
