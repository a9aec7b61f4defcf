"""Where the records of an XML file begin and end, found by their tags alone, so that a bad one cannot spoil the next.

Tags inside comments and CDATA sections do not count. Nothing is parsed here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

DEFAULT_CHUNK_BYTES = 64 * 1024

_HEAD_BYTES = 8 * 1024
_MAX_RECORD_BYTES = 32 * 1024 * 1024
_MAX_TOKEN_BYTES = 64

_CLOSING = {b"<!--": re.compile(rb"-->"), b"<![CDATA[": re.compile(rb"\]\]>")}


@dataclass(frozen=True, slots=True)
class RecordTags:
    """The names of a format's elements: ``records``, and ``sets`` that hold them. The first set is the usual root."""

    records: tuple[str, ...]
    sets: tuple[str, ...]

    def empty_set(self) -> re.Pattern[bytes]:
        """Return what matches the whole body of a file that holds a set without records."""
        names = "|".join(map(re.escape, self.sets)).encode()
        return re.compile(rb"\s*<(%b)(?:\s[^<>]*)?(?:/>|>\s*</\1\s*>)\s*" % names)

    def tokens(self) -> re.Pattern[bytes]:
        """Return what matches a start or end tag of either, and what opens a comment or a CDATA section."""
        names = "|".join(map(re.escape, (*self.records, *self.sets))).encode()
        return re.compile(rb"<(?:%b)[\s/>]|</(?:%b)\s{0,16}>|<!--|<!\[CDATA\[" % (names, names))


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The bytes of one record, where they were found, and the line they begin on.

    ``fault`` says why they are not a whole record; None when they run from a start tag to an end tag. ``ends_file``:
    the file is damaged or cut off here.
    """

    position: str
    line: int
    content: bytes
    fault: str | None = None
    ends_file: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag, or the opening or closing of a comment; ``start`` and ``end`` are byte offsets in the stream."""

    text: bytes
    start: int
    end: int


class _Window:
    """The part of a stream that is still wanted: the rest is let go as the reading moves on.

    ``start`` and ``line`` are the byte offset and the line of the first byte that is still here.
    """

    def __init__(self, stream: BinaryIO, chunk_bytes: int) -> None:
        # read1 gives what could be decompressed before a damaged place; read would lose it with the exception.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._chunk_bytes = chunk_bytes
        self._bytes = bytearray()
        self.start = 0
        self.line = 1
        self._held: int | None = None
        self.damage: str | None = None

    @property
    def end(self) -> int:
        return self.start + len(self._bytes)

    def head(self, size: int) -> bytes:
        """Return the first ``size`` bytes of the stream, fewer if it is shorter, and keep them for reading."""
        while len(self._bytes) < size and self._fill():
            pass
        return bytes(self._bytes[:size])

    def search(self, pattern: re.Pattern[bytes], position: int) -> _Token | None:
        """Return the first match at or after ``position``, or None when the stream ends without one."""
        while True:
            if match := pattern.search(self._bytes, position - self.start):
                return _Token(match[0], self.start + match.start(), self.start + match.end())
            position = max(position, self.end - _MAX_TOKEN_BYTES)
            self._let_go(position)
            if not self._fill():
                return None

    def hold(self, position: int) -> None:
        """Keep the bytes from ``position`` on until `release`, unless they become too many for a record."""
        self._let_go(position)
        self._held = position

    def release(self, end: int) -> bytes:
        """Return the bytes held, up to ``end``, and hold them no longer."""
        self._held = None
        return bytes(self._bytes[: end - self.start])

    def _let_go(self, position: int) -> None:
        if self._held is not None and self.end - self._held <= _MAX_RECORD_BYTES + _MAX_TOKEN_BYTES:
            position = self._held
        passed = position - self.start
        self.line += self._bytes.count(b"\n", 0, passed)
        del self._bytes[:passed]
        self.start = position

    def _fill(self) -> bool:
        if self.damage:
            return False
        try:
            chunk = self._read(self._chunk_bytes)
        except (OSError, EOFError, zlib.error) as error:
            self.damage = str(error) or type(error).__name__
            return False
        self._bytes += chunk
        return bool(chunk)


class RecordSplitter:
    """Iterates over the records of a stream, whole or not, holding one at a time. Raises nothing for bad content.

    A stretch of tags that makes no record (an end tag missing, a start tag missing, a cut or damaged stream) is given
    as a `RawRecord` with a fault, in its place. A stream without any record tag gives nothing, unless it is damaged.
    """

    def __init__(self, stream: BinaryIO, tags: RecordTags, *, chunk_bytes: int = DEFAULT_CHUNK_BYTES) -> None:
        self._token, self._sets = tags.tokens(), {name.encode() for name in tags.sets}
        self._usual_set = tags.sets[0]
        self._window = _Window(stream, chunk_bytes)
        self._count = 0
        self._opened = False  # a record's start tag was read, at these places, and not yet its end
        self._start, self._line = 0, 1
        self._in_set = False
        self._in_comment = False
        self.head = self._window.head(_HEAD_BYTES)

    def __iter__(self) -> Iterator[RawRecord]:
        for token in self._tags():
            is_end, is_set = token.text.startswith(b"</"), token.text.strip(b"</> \t\r\n") in self._sets
            if self._opened and (is_set or not is_end):
                yield self._close(token.start, "its end tag is missing")
            if is_set:
                self._in_set = not is_end
            elif not is_end:
                self._open(token.start)
            elif self._opened:
                yield self._close(token.end)
            else:
                self._open(token.start)
                yield self._close(token.end, "an end tag without a start tag: what came before it could not be read")
        yield from self._ending()

    def _tags(self) -> Iterator[_Token]:
        """Yield the tags of records and sets, those in comments and CDATA sections left out."""
        position = 0
        while token := self._window.search(self._token, position):
            position = token.end
            closing = _CLOSING.get(token.text)
            if closing is None:
                yield token
            elif closed := self._window.search(closing, position):
                position = closed.end
            else:
                self._in_comment = True
                return

    def _open(self, start: int) -> None:
        self._window.hold(start)
        self._count += 1
        self._opened = True
        self._start, self._line = start, self._window.line

    def _close(self, end: int, fault: str | None = None) -> RawRecord:
        if end - self._start > _MAX_RECORD_BYTES:
            fault = f"longer than {_MAX_RECORD_BYTES} bytes"
        self._opened = False
        position = f"record {self._count}, line {self._line}, byte {self._start}"
        return RawRecord(position, self._line, self._window.release(end), fault)

    def _ending(self) -> Iterator[RawRecord]:
        """Yield the record that the end of the stream cut off, or a fault when the stream ended between two."""
        fault = "cut off at the end of the file"
        if self._window.damage:
            fault = f"the file is damaged here: {self._window.damage}; nothing after it was read"
        elif self._in_comment:
            fault += ", inside a comment or CDATA section"
        elif not self._opened:
            fault += f", which has no </{self._usual_set}>"
        if self._opened:
            yield replace(self._close(self._window.end, fault), ends_file=True)
        elif self._window.damage or (self._count and (self._in_set or self._in_comment)):
            position = f"after record {self._count}, byte {self._window.end}"
            yield RawRecord(position, self._window.line, b"", fault, ends_file=True)
