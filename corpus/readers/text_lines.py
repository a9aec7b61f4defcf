"""A stream of bytes as lines of text, whatever its encoding, one at a time."""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import charset_normalizer

from corpus.interfaces import Damage

MAX_CHARACTERS = 16 * 1024 * 1024

_HEAD_BYTES = 64 * 1024
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_UTF16_STARTS = {
    re.compile(rb"[\x09-\x7e]\0[\x09-\x7e]\0", re.DOTALL): "utf-16-le",
    re.compile(rb"\0[\x09-\x7e]\0[\x09-\x7e]", re.DOTALL): "utf-16-be",
}
_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]")
_DENSE = 0.2  # the share of bytes outside ASCII from which a text is taken to be of another script than Latin
# Other scripts' encodings that exports are in; among all there are, statistics take a short text for a Macintosh one.
_SCRIPTS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "gb18030", "big5", "cp932", "cp949"]
_BYTE_AS_WINDOWS_1252 = "enthesis.windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("windows-1252", "replace"), error.end


codecs.register_error(_BYTE_AS_WINDOWS_1252, _as_windows_1252)


def encoding_of(head: bytes) -> tuple[str, str]:
    """Return the encoding of a text that begins with ``head``, and how to decode what is not in it.

    UTF-16 by its mark or its zeros. Else UTF-8, in which a byte that is none stands for itself in Windows-1252: that is
    what older exports in Latin script are. Statistics would guess wrong where a few accents stand in English (measured:
    they took one ``ü`` for Chinese), so they are asked only where so much is outside ASCII that the script is another.
    """
    for mark, name in _UTF16_MARKS.items():
        if head.startswith(mark):
            return name, "replace"
    for start, name in _UTF16_STARTS.items():
        if start.match(head):
            return name, "replace"
    if _is_dense(head) and (guess := charset_normalizer.from_bytes(head, cp_isolation=_SCRIPTS).best()):
        return guess.encoding, "replace"
    return "utf-8-sig", _BYTE_AS_WINDOWS_1252


def _is_dense(head: bytes) -> bool:
    if len(_OUTSIDE_ASCII.findall(head)) < _DENSE * len(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # incremental: the head may end inside a character
    except UnicodeDecodeError:
        return True
    return False


def head_lines(head: bytes) -> list[str]:
    """Return the lines of ``head`` as text, blank ones left out; the last may be cut off."""
    encoding, errors = encoding_of(head)
    text = head.decode(encoding, errors)
    return [line for line in io.StringIO(text.removeprefix("\ufeff"), newline=None) if line.strip()]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, numbered from 1, without its end. ``text`` is None when it is longer than `MAX_CHARACTERS`."""

    number: int
    text: str | None


class TextLines:
    """Iterates over the lines of a stream, holding one.

    ``number`` is the last line's; ``damage`` says, afterwards, why the stream broke off, and is None when it ended.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._bytes = _buffered(_Chunks(stream))
        self.damage: str | None = None
        self.number = 0

    def __iter__(self) -> Iterator[Line]:
        try:
            yield from self._lines()
        except (OSError, EOFError, zlib.error) as error:
            self.damage = str(error) or type(error).__name__

    def ending(self) -> Iterator[Damage]:
        """Yield what is to be said, after the last line, of a stream that broke off."""
        if self.damage:
            reason = f"the file is damaged here: {self.damage}; nothing after it was read"
            yield Damage(f"after line {self.number}", reason)

    def _lines(self) -> Iterator[Line]:
        encoding, errors = encoding_of(self._bytes.peek())
        text = io.TextIOWrapper(self._bytes, encoding, errors)
        while line := text.readline(MAX_CHARACTERS):
            self.number += 1
            if _is_part(line):
                while _is_part(text.readline(MAX_CHARACTERS)):
                    pass
                yield Line(self.number, None)
            else:
                yield Line(self.number, line.rstrip("\n").removeprefix("\ufeff"))


def _is_part(line: str) -> bool:
    return len(line) == MAX_CHARACTERS and not line.endswith("\n")


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _HEAD_BYTES)


class _Chunks(io.RawIOBase):
    """Hands a stream on in the pieces it comes in: to read more at once would lose what stands before damage."""

    def __init__(self, stream: BinaryIO) -> None:
        self._next: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # io's own Buffer is newer than 3.11
        chunk = self._next(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
