"""JSON lines: one record a line, the format of the starter corpus and of exchange."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.errors import InvalidDocumentError
from corpus.interfaces import Parsed, Reject
from corpus.readers.json_records import kind_of
from corpus.records import parse

_MAX_LINE_BYTES = 16 * 1024 * 1024


class JsonLinesReader:
    """Reads exchange records, UTF-8, one JSON object a line; blank lines are passed over."""

    format_name = "jsonl"

    def recognises(self, head: bytes, /) -> bool:
        """True when the first thing in the file is an opening brace, and nothing tells of another format."""
        return kind_of(head) == "jsonl"

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each line as a document or a reject (see `DocumentReader.read`)."""
        number = 0
        try:
            while line := stream.readline(_MAX_LINE_BYTES):
                number += 1
                if _is_part(line):
                    while _is_part(stream.readline(_MAX_LINE_BYTES)):
                        pass
                    yield Reject(f"line {number}", f"longer than {_MAX_LINE_BYTES} bytes")
                elif line.strip():
                    yield _read_line(line, f"line {number}")
        except (OSError, EOFError, zlib.error) as error:
            reason = str(error) or type(error).__name__
            yield Reject(f"after line {number}", f"the file is damaged here: {reason}; nothing after it was read")


def _is_part(line: bytes) -> bool:
    return len(line) == _MAX_LINE_BYTES and not line.endswith(b"\n")


def _read_line(line: bytes, position: str) -> Parsed | Reject:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Reject(position, f"not UTF-8 at byte {error.start} of the line")
    except (ValueError, RecursionError) as error:
        return Reject(position, f"not JSON: {error}")
    try:
        return Parsed(parse(fields), position)
    except InvalidDocumentError as error:
        return Reject(position, str(error), _identifier(fields))


def _identifier(fields: Any) -> str | None:
    identifier = fields.get("id") or fields.get("pmid") if isinstance(fields, dict) else None
    return str(identifier)[:200].encode(errors="replace").decode() if isinstance(identifier, str | int) else None
