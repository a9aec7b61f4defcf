"""How much of a JSON file may be one record, and how deep it may nest: a parser keeps the path to where it stands."""

from __future__ import annotations

import re
from typing import Protocol

MAX_DEPTH = 1000
MAX_RECORD_BYTES = 64 * 1024 * 1024
MAX_TEXT = 16 * 1024 * 1024  # characters of a document

# A string that is cut off at the end of what was read goes on in what is read next.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(?P<cut>\\?)\Z)|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return some bytes, at most ``size``; empty at the end."""
        ...


class BoundedJson:
    """A stream of JSON that ends with an OSError where it goes beyond bounds; what stands before is given first."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._depth = 0
        self._string = b""  # how the string began that what was read last ends in
        self._of_record = 0
        self._excess: str | None = None

    def next_record(self) -> None:
        """Say that a record is complete: what comes now is another's."""
        self._of_record = 0

    def read(self, size: int) -> bytes:
        """Return some bytes, at most ``size``; empty at the end.

        Raises:
            OSError: what comes next is nested too deep, or makes a record too long.
        """
        if self._excess is None:
            given = self._source.read(size)
            self._of_record += len(given)
            if self._of_record > MAX_RECORD_BYTES:
                self._excess, given = f"a record of more than {MAX_RECORD_BYTES} bytes", b""
            elif (end := self._place_too_deep(given)) is not None:
                self._excess = f"nested more than {MAX_DEPTH} levels deep"
                given = given[:end]
            if given or self._excess is None:
                return given
        raise OSError(self._excess)

    def _place_too_deep(self, given: bytes) -> int | None:
        """Return where ``given`` opens one bracket too many; None where it does not."""
        before, self._string = self._string, b""
        for token in _TOKEN.finditer(before + given):
            match token.lastgroup:
                case "open":
                    self._depth += 1
                    if self._depth > MAX_DEPTH:
                        return token.start() - len(before)
                case "close":
                    self._depth -= 1
                case "cut":
                    self._string = b'"' + token["cut"]
        return None
