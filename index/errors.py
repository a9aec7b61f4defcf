"""What can go wrong with an index. Never called `IndexError`: that name is Python's.

RetrievalError
├── IndexMissingError     no generation has been built, or none is named as serving
├── IndexDamagedError     files missing, cut short or changed since they were written
├── IndexMismatchError    built with another encoder, other options or another format than this program has
├── IndexBusyError        another process is building
├── RollbackRefusedError  the generation to go back to is unknown or cannot serve; nothing was changed
├── IndexWriteError       the new generation could not be written; the old one still serves
├── EncoderMissingError   the encoder's weights are not here, or not the ones expected
└── EmptyCorpusError      there is nothing to index
"""

from __future__ import annotations

from pathlib import Path

REBUILD = "Build it again with `enthesis index build`."


class RetrievalError(Exception):
    """Base of everything this package raises on purpose."""


class IndexMissingError(RetrievalError):
    """No generation has been built, or none is named as serving."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(f"There is no serving index in {directory}. Build one with `enthesis index build`.")


class IndexDamagedError(RetrievalError):
    """A file of the generation is missing or is not what was written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"The index is damaged at {path}: {reason}. {REBUILD}")


class IndexMismatchError(RetrievalError):
    """The generation does not fit this program's encoder or format."""

    def __init__(self, field: str, found: object, expected: object) -> None:
        self.field = field
        self.found = found
        self.expected = expected
        super().__init__(f"The index was built with {field} {found!r}; this program has {expected!r}. {REBUILD}")


class IndexBusyError(RetrievalError):
    """Another process is building an index in the same place."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(f"Another process is building an index in {directory}. Wait until it is done, then try again.")


class RollbackRefusedError(RetrievalError):
    """The generation to go back to is unknown or cannot serve."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{reason} Nothing was changed. `enthesis index list` shows the generations that are kept.")


class IndexWriteError(RetrievalError):
    """The new generation could not be written."""

    def __init__(self, directory: Path, reason: str) -> None:
        self.directory = directory
        self.reason = reason
        super().__init__(
            f"A new index could not be written in {directory}: {reason}. The former one, if any, still serves. "
            "Make room or mend the permissions, then run `enthesis index build` again."
        )


class EncoderMissingError(RetrievalError):
    """The encoder cannot be loaded from this machine."""


class EmptyCorpusError(RetrievalError):
    """The corpus holds no document, so there is nothing to index."""

    def __init__(self) -> None:
        super().__init__("The corpus holds no documents. Add some with `enthesis corpus add FILE…`.")
