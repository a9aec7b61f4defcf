"""CSV: tables that PubMed, Embase, Scopus, Web of Science and Zotero export, or that somebody made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from corpus.errors import InvalidDocumentError
from corpus.interfaces import Damage, DocumentReader, Parsed, Reject
from corpus.readers.csv_columns import COLUMNS, NAMES
from corpus.readers.csv_records import document_of, identifier_of
from corpus.readers.csv_rows import BadRow, Row, Rows, header_of, plain_name
from corpus.readers.text_lines import TextLines, head_lines

_ANOTHER_FORMAT = "retractionnature"
_FEWEST_COLUMNS = 2
_SHOWN = 300


class CsvReader:
    """Reads a table with a title column, a row a record; the separator is a comma, a semicolon, a tab or a bar."""

    format_name = "csv"

    def recognises(self, head: bytes, /) -> bool:
        """True when the first line names columns of which two are known."""
        lines = head_lines(head)
        if not lines or lines[0][0] in "{[<":
            return False
        names = {plain_name(column) for column in header_of(lines, NAMES)[1]}
        return len(names & NAMES) >= _FEWEST_COLUMNS and _ANOTHER_FORMAT not in names

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each row as a document or a reject (see `DocumentReader.read`); one where no column is titles."""
        lines = TextLines(stream)
        rows = Rows(lines, NAMES)
        if _has_title([plain_name(column) for column in rows.columns]):
            yield from map(_read_row, rows)
        elif rows.columns:
            yield Damage("header", _no_title(rows.columns))
        yield from lines.ending()


if TYPE_CHECKING:
    _: type[DocumentReader] = CsvReader


def _has_title(names: list[str]) -> bool:
    return bool(set(COLUMNS["title"]).intersection(names))


def _no_title(columns: list[str]) -> str:
    found = ", ".join(columns)[:_SHOWN].encode(errors="replace").decode()
    wanted = ", ".join(COLUMNS["title"])
    return f"no column holds titles: the columns are {found}; call the one that does by one of these: {wanted}"


def _read_row(row: Row | BadRow) -> Parsed | Reject:
    position = f"line {row.line}"
    if isinstance(row, BadRow):
        return Reject(position, row.reason)
    try:
        return Parsed(document_of(row.cells), position)
    except InvalidDocumentError as error:
        return Reject(position, str(error), identifier_of(row.cells))
