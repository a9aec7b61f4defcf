"""JSON files of records: one at a time out of an answer, a list, a single object or lines of objects.

A syntax error ends such a file, for nobody can tell where the next record begins; every record before it is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Literal

import ijson

from corpus.errors import InvalidDocumentError
from corpus.interfaces import Damage, Outcome, Parsed, Reject

Kind = Literal["jsonl", "europepmc", "clinicaltrials"]

# Told by the keys that the first object begins with: further in, any record may have fields of these names.
_SCALARS = rb'(?:"\w+"\s*:\s*(?:"[^"\\]*"|\d+|null|true|false)\s*,\s*)*'
_SOURCE = rb'"source"\s*:\s*"(?:MED|PMC|PPR|AGR|CBA|CTX|ETH|HIR|PAT|NBK)"'
_OWN_ID = rb'"id"\s*:\s*"[A-Z]{0,3}\d+"'
_CLINICAL_TRIALS = re.compile(rb'\[?\s*\{\s*(?:"protocolSection"\s*:|%b"studies"\s*:\s*\[)' % _SCALARS)
_EUROPE_PMC = re.compile(
    rb'\[?\s*\{\s*(?:%b"(?:hitCount|resultList)"\s*:|%b\s*,\s*%b|%b\s*,\s*%b)'
    % (_SCALARS, _OWN_ID, _SOURCE, _SOURCE, _OWN_ID)
)
_MAX_TEXT = 16 * 1024 * 1024  # characters


def kind_of(head: bytes) -> Kind | None:
    """Return what a JSON file that begins with ``head`` holds; None when it begins with neither brace nor bracket."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] not in {b"{", b"["}:
        return None
    if _CLINICAL_TRIALS.match(start):
        return "clinicaltrials"
    if _EUROPE_PMC.match(start):
        return "europepmc"
    return "jsonl" if start[:1] == b"{" else None


class PeekableStream:
    """A stream whose beginning can be looked at before it is read. Bytes of a mark at the start are left out."""

    def __init__(self, stream: BinaryIO, size: int = 4096) -> None:
        # read1 gives what could be decompressed before a damaged place; read would lose it with the exception.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._head = b""
        try:
            while len(self._head) < size and (chunk := self._read(size)):
                self._head += chunk
        except (OSError, EOFError, zlib.error) as error:
            self._damage: Exception | None = error
        else:
            self._damage = None
        self._head = self._head.removeprefix(b"\xef\xbb\xbf")
        self.head = self._head

    def has_words(self) -> bool:
        """Say whether there is anything but white space, or damage to be told."""
        return bool(self.head.strip()) or self._damage is not None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most ``size`` where it is not negative; empty at the end."""
        if self._head:
            given, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
            return given
        if self._damage is not None and size != 0:
            raise self._damage
        return self._read(size)


def read_objects(
    stream: BinaryIO, what: str, path: str, parse: Callable[[dict[str, Any]], Parsed]
) -> Iterator[Outcome]:
    """Yield what ``parse`` makes of each record of the stream, or a reject (see `DocumentReader.read`).

    ``path`` is ijson's prefix of the records in an answer, such as ``studies.item``; a list, an object alone and
    objects one after another are read too. ``parse`` is given the record and raises `InvalidDocumentError`; the
    position it returns is replaced. ``what`` names a record in positions: ``study 3``.
    """
    number, source = 0, PeekableStream(stream)
    try:
        records = _records(source, path) if source.has_words() else iter(())
        for number, record in enumerate(records, start=1):
            yield _outcome(record, f"{what} {number}", parse)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        yield Damage(f"after {what} {number}", f"not JSON from here on ({reason}); nothing after it was read")
    except (OSError, EOFError, zlib.error) as error:
        reason = str(error) or type(error).__name__
        yield Damage(f"after {what} {number}", f"the file is damaged here: {reason}; nothing after it was read")


def _records(source: PeekableStream, path: str) -> Iterator[Any]:
    start = source.head.lstrip()
    is_answer = b'"%s"' % path.split(".", 1)[0].encode() in start
    in_object = path if is_answer else ""
    prefix = "item" if start[:1] == b"[" else in_object
    return iter(ijson.items(source, prefix, multiple_values=True, use_float=True))


def _outcome(record: Any, position: str, parse: Callable[[dict[str, Any]], Parsed]) -> Outcome:
    if not isinstance(record, dict):
        return Reject(position, f"not an object but {type(record).__name__}")
    try:
        parsed = parse(record)
    except InvalidDocumentError as error:
        return Reject(position, str(error))
    if len(parsed.document.text) > _MAX_TEXT:
        return Reject(position, f"a text of more than {_MAX_TEXT} characters")
    return Parsed(parsed.document, position, parsed.revised)
