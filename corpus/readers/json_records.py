"""JSON files of records: one at a time out of an answer, a list, a single object or lines of objects.

A syntax error ends such a file, for nobody can tell where the next record begins; every record before it is kept. Only
where each line is an object of its own does the next line begin the next record.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import ijson

from corpus.errors import InvalidDocumentError
from corpus.interfaces import Damage, Outcome, Parsed, Reject
from corpus.readers.json_bounds import MAX_RECORD_BYTES, MAX_TEXT, BoundedJson
from corpus.readers.json_kinds import first_object
from corpus.readers.json_lines import read_lines

_HEAD_BYTES = 4096
_CHUNK_BYTES = 64 * 1024
_NEXT_LINE_IS_AN_OBJECT = re.compile(rb'[^\n]*\n\{\s*"')


class PeekableStream(io.RawIOBase):
    """A stream whose first line can be looked at before it is read. Bytes of a mark at the start are left out."""

    def __init__(self, stream: BinaryIO) -> None:
        # read1 gives what could be decompressed before a damaged place; read would lose it with the exception.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._damage: Exception | None = None
        self.head = bytes(self._peek()).removeprefix(b"\xef\xbb\xbf")
        self._waiting = memoryview(self.head)

    def _peek(self) -> bytearray:
        head = bytearray()
        try:
            while len(head) < _HEAD_BYTES or (b"\n" not in head and len(head) < MAX_RECORD_BYTES):
                if not (chunk := self._read(_CHUNK_BYTES)):
                    break
                head += chunk
        except (OSError, EOFError, zlib.error) as error:
            self._damage = error
        return head

    def has_words(self) -> bool:
        """Say whether there is anything but white space, or damage to be told."""
        return bool(self.head.strip()) or self._damage is not None

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # what io gives it
        """Fill the buffer with the next bytes, and return how many: none at the end."""
        given: bytes | memoryview
        if self._waiting:
            given, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        elif self._damage is not None:
            raise self._damage
        else:
            given = self._read(len(buffer))
        buffer[: len(given)] = given
        return len(given)


def read_objects(
    stream: BinaryIO,
    what: str,
    path: str,
    parse: Callable[[dict[str, Any]], Parsed],
    identifier_of: Callable[[dict[str, Any]], str | None],
) -> Iterator[Outcome]:
    """Yield what ``parse`` makes of each record of the stream, or a reject (see `DocumentReader.read`).

    ``path`` is ijson's prefix of the records in an answer, such as ``studies.item``; a list, an object alone and
    objects one after another are read too. ``parse`` is given the record and raises `InvalidDocumentError`; the
    position it returns is replaced. ``what`` names a record in positions: ``study 3``. ``identifier_of`` finds the
    document id of a record that is refused, which may be the beginning of one.
    """
    source = PeekableStream(stream)

    def outcome_of(record: Any, position: str) -> Parsed | Reject:
        return _outcome(record, position, parse, identifier_of)

    if _is_of_lines(source.head, path):
        lines = io.BufferedReader(source)
        yield from read_lines(lines.readline, outcome_of, identifier_of)
    elif source.has_words():
        yield from _read_values(source, what, _prefix(source.head, path), outcome_of)


def _is_of_lines(head: bytes, path: str) -> bool:
    """Say whether each line is a record, told by the first: it is an object, or the next one begins another."""
    start = head.lstrip()
    if start[:1] != b"{" or _is_answer(start, path):
        return False
    try:
        return isinstance(json.loads(start.partition(b"\n")[0]), dict)
    except (ValueError, RecursionError):
        return _NEXT_LINE_IS_AN_OBJECT.match(start) is not None


def _is_answer(start: bytes, path: str) -> bool:
    return path.partition(".")[0] in first_object(start[:_HEAD_BYTES])


def _prefix(head: bytes, path: str) -> str:
    start = head.lstrip()
    if start[:1] == b"[":
        return "item"
    return path if _is_answer(start, path) else ""


def _read_values(
    source: PeekableStream, what: str, prefix: str, outcome_of: Callable[[Any, str], Parsed | Reject]
) -> Iterator[Outcome]:
    number, bounded = 0, BoundedJson(source)
    try:
        records = ijson.items(bounded, prefix, multiple_values=True, use_float=True)
        for number, record in enumerate(records, start=1):
            bounded.next_record()
            yield outcome_of(record, f"{what} {number}")
    except (ijson.JSONError, ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        yield Damage(f"after {what} {number}", f"not JSON from here on ({reason}); nothing after it was read")
    except (OSError, EOFError, zlib.error) as error:
        reason = str(error) or type(error).__name__
        yield Damage(f"after {what} {number}", f"the file is damaged here: {reason}; nothing after it was read")


def _outcome(
    record: Any,
    position: str,
    parse: Callable[[dict[str, Any]], Parsed],
    identifier_of: Callable[[dict[str, Any]], str | None],
) -> Parsed | Reject:
    if not isinstance(record, dict):
        return Reject(position, f"not an object but {type(record).__name__}")
    try:
        parsed = parse(record)
    except InvalidDocumentError as error:
        return Reject(position, str(error), identifier_of(record))
    if len(parsed.document.text) > MAX_TEXT:
        return Reject(position, f"a text of more than {MAX_TEXT} characters", parsed.document.id)
    return Parsed(parsed.document, position, parsed.revised)
