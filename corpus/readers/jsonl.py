"""JSON lines: one record a line, the format of the starter corpus and of exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.errors import InvalidDocumentError
from corpus.interfaces import Parsed, Reject
from corpus.readers.json_bounds import MAX_TEXT
from corpus.readers.json_kinds import kind_of
from corpus.readers.json_lines import read_lines
from corpus.records import parse


class JsonLinesReader:
    """Reads exchange records, UTF-8, one JSON object a line; blank lines are passed over."""

    format_name = "jsonl"

    def recognises(self, head: bytes, /) -> bool:
        """True when the first thing in the file is an opening brace, and nothing tells of another format."""
        return kind_of(head) == "jsonl"

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each line as a document or a reject (see `DocumentReader.read`)."""
        return read_lines(stream.readline, _outcome, _identifier)


def _outcome(fields: Any, position: str) -> Parsed | Reject:
    try:
        document = parse(fields)
    except InvalidDocumentError as error:
        return Reject(position, str(error), _identifier(fields))
    if len(document.text) > MAX_TEXT:
        return Reject(position, f"a text of more than {MAX_TEXT} characters", document.id)
    return Parsed(document, position)


def _identifier(fields: Any) -> str | None:
    identifier = fields.get("id") or fields.get("pmid") if isinstance(fields, dict) else None
    return str(identifier)[:200].encode(errors="replace").decode() if isinstance(identifier, str | int) else None
