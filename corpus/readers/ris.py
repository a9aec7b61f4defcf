"""RIS: what reference managers and databases export, in its dialects. Tags begin a line, ``TY`` begins a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from corpus.errors import InvalidDocumentError
from corpus.interfaces import DocumentReader, Parsed, Reject
from corpus.readers.ris_records import document_of, identifier_of
from corpus.readers.tagged_records import TaggedRecord
from corpus.readers.text_lines import Line, TextLines, head_lines

_TYPE = re.compile(r"TY(?:(  )|( ?)(?=- ?[A-Z]{0,10} *$))-( ?).{0,40}", re.IGNORECASE)
_END = re.compile(r"ER(?:  -.*| ?- *)", re.IGNORECASE)
_STRICT_FIELD = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_NO_TYPE = "no TY line before it: the beginning of the record is missing"
_ANOTHER_FORMAT = re.compile(r"[<{\[]|PMID- ")
_DESCRIBING = "TI", "T1", "AB", "N2", "AU", "A1", "DO"
_LINES_BEFORE = 20


class RisReader:
    """Reads records from ``TY`` to ``ER``, or to the next ``TY`` or the end of the file where ``ER`` is missing."""

    format_name = "ris"

    def recognises(self, head: bytes, /) -> bool:
        """True when one of the first lines is ``TY  - `` with a type, and what stands before is no other format's."""
        lines = [line.rstrip("\n") for line in head_lines(head)[:_LINES_BEFORE]]
        types = [number for number, line in enumerate(lines) if _TYPE.fullmatch(line)]
        return bool(types) and not any(map(_ANOTHER_FORMAT.match, lines[: types[0]]))

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each record as a document or a reject (see `DocumentReader.read`)."""
        lines = TextLines(stream)
        for record in _Records(lines):
            yield _read_record(record)
        yield from lines.ending()


if TYPE_CHECKING:
    _: type[DocumentReader] = RisReader


class _Records:
    """Iterates over the records of a file. Text between them is none; tagged lines without ``TY`` are a bad one."""

    def __init__(self, lines: TextLines) -> None:
        self._lines = lines
        self._count = 0
        self._record: TaggedRecord | None = None
        self._field = _STRICT_FIELD

    def __iter__(self) -> Iterator[TaggedRecord]:
        for line in self._lines:
            text = line.text or ""
            kind = _TYPE.fullmatch(text)
            is_end = _END.fullmatch(text)
            if kind or is_end:
                yield from self._close()
            if kind:
                self._field = _field_pattern(kind[1] or kind[2], has_space=bool(kind[3]), is_lower=text[0] == "t")
                self._open(line).begin("TY", text.partition("-")[2])
            elif not is_end:
                self._take(line)
        if not self._lines.damage:
            yield from self._close()

    def _close(self) -> Iterator[TaggedRecord]:
        """Give up the record that is open, but for tags that Ovid puts after ``ER`` and that describe nothing alone."""
        record, self._record = self._record, None
        if record and record.fault == _NO_TYPE and not record.first(*_DESCRIBING):
            self._count -= 1
        elif record:
            yield record

    def _open(self, line: Line) -> TaggedRecord:
        self._count += 1
        self._record = TaggedRecord(self._count, line.number)
        return self._record

    def _take(self, line: Line) -> None:
        field = self._field.fullmatch(line.text or "")
        if field and self._record is None:
            self._open(line).fault = _NO_TYPE
        if self._record and field:
            self._record.begin(field[1].upper(), field[2])
        elif self._record:
            self._record.go_on(line.text)


@lru_cache(maxsize=16)
def _field_pattern(spaces: str, *, has_space: bool, is_lower: bool) -> re.Pattern[str]:
    """Return what a tagged line looks like in a record whose ``TY`` line has so many spaces before and after its dash.

    Only such lines are tagged: in a file of the usual form, ``T2 - weighted`` may begin the second line of an abstract.
    """
    own = f"{spaces}-(?: |$)" if has_space else f"{spaces}-"
    return re.compile(rf"([A-Z][A-Z0-9])(?:  - ?|{own})(.*)", re.IGNORECASE if is_lower else 0)


def _read_record(record: TaggedRecord) -> Parsed | Reject:
    try:
        if record.fault is None:
            return Parsed(document_of(record), record.position)
        reason = record.fault
    except InvalidDocumentError as error:
        reason = str(error)
    return Reject(record.position, reason, identifier_of(record))
