"""NBIB: PubMed's citations as tagged text (also called MEDLINE format), as its pages and E-utilities give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from corpus.errors import InvalidDocumentError
from corpus.interfaces import DocumentReader, Parsed, Reject
from corpus.readers.nbib_records import document_of, identifier_of, revised_on
from corpus.readers.tagged_records import TaggedRecord
from corpus.readers.text_lines import TextLines, head_lines

# A tag fills four places (ERIC's ISBN has a space more); other lines are indented.
_FIELD = re.compile(r"(?=.{4}-|.{4} -)([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_OPENING_LINE = re.compile(r"PMID- *\d|OWN - \w")


class NbibReader:
    """Reads records that a PMID begins and a blank line, or the next PMID, ends."""

    format_name = "nbib"

    def recognises(self, head: bytes, /) -> bool:
        """True when the file begins with a PMID or, as ERIC's, with the record's owner."""
        return bool(_OPENING_LINE.match(next(iter(head_lines(head)), "")))

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each record as a document or a reject (see `DocumentReader.read`)."""
        lines = TextLines(stream)
        for record in _records(lines):
            yield _read_record(record)
        yield from lines.ending()


if TYPE_CHECKING:
    _: type[DocumentReader] = NbibReader


def _records(lines: TextLines) -> Iterator[TaggedRecord]:
    """Yield whole records. Lines that no PMID stands before are one too, so that they are not lost without a word."""
    record: TaggedRecord | None = None
    count = 0
    for line in lines:
        field = _FIELD.match(line.text or "")
        if record and (line.text == "" or (field and field[1] == "PMID")):
            yield record
            record = None
        if record is None and line.text != "":
            count += 1
            record = TaggedRecord(count, line.number)
        if record and field:
            record.begin(*field.groups())
        elif record:
            record.go_on(line.text)
    if record and not lines.damage:
        yield record


def _read_record(record: TaggedRecord) -> Parsed | Reject:
    try:
        if record.fault is None:
            return Parsed(document_of(record), record.position, revised_on(record))
        reason = record.fault
    except InvalidDocumentError as error:
        reason = str(error)
    return Reject(record.position, reason, identifier_of(record))
