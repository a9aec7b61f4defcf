"""Retraction Watch's database as CSV, which Crossref gives away: what befell publications that others describe.

Columns by https://gitlab.com/crossref/retraction-watch-data: each row is one notice on one original paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from corpus.documents import Correction
from corpus.identifiers import clean_doi, clean_pmid, document_id
from corpus.interfaces import Damage, DocumentReader, Notice, Reject
from corpus.readers.csv_rows import BadRow, Row, Rows, header_of, plain_name
from corpus.readers.pubmed_dates import iso_date
from corpus.readers.text_lines import TextLines, head_lines
from corpus.readers.written_dates import written_date

_ID, _NATURE, _REASON, _DATE = "record id", "retractionnature", "reason", "retractiondate"
_PMID, _DOI = "originalpaperpubmedid", "originalpaperdoi"
_NOTICE_PMID, _NOTICE_DOI = "retractionpubmedid", "retractiondoi"
_NAMES = frozenset({_ID, _NATURE, _REASON, _DATE, _PMID, _DOI, _NOTICE_PMID, _NOTICE_DOI})
_NEEDED = frozenset({_ID, _NATURE})

# PubMed's RefType for each; it has none for a reinstatement.
_KINDS = {
    "retraction": "RetractionIn",
    "expression of concern": "ExpressionOfConcernIn",
    "correction": "ErratumIn",
    "reinstatement": "Reinstatement",
}
_AMERICAN_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?", re.ASCII)  # 3/9/2026 0:00


class RetractionWatchReader:
    """Reads rows as notices; columns may stand in any order."""

    format_name = "retraction-watch"

    def recognises(self, head: bytes, /) -> bool:
        """True when the first line names the columns of an entry's number, its nature and the original's identifier."""
        return _is_header(header_of(head_lines(head), _NAMES)[1])

    def read(self, stream: BinaryIO, /) -> Iterator[Notice | Reject]:
        """Yield each row as a notice or a reject (see `DocumentReader.read`)."""
        lines = TextLines(stream)
        rows = Rows(lines, _NAMES)
        if _is_header(rows.columns):
            yield from map(_read_row, rows)
        elif rows.columns:
            yield Damage("header", "not Retraction Watch's columns: Record ID, RetractionNature, OriginalPaperDOI, …")
        yield from lines.ending()


if TYPE_CHECKING:
    _: type[DocumentReader] = RetractionWatchReader


def _is_header(columns: list[str]) -> bool:
    names = set(map(plain_name, columns))
    return names >= _NEEDED and bool(names & {_PMID, _DOI})


def _read_row(row: Row | BadRow) -> Notice | Reject:
    position = f"line {row.line}"
    if isinstance(row, BadRow):
        return Reject(position, row.reason)
    own_id, nature, targets = row.cells.get(_ID), row.cells.get(_NATURE), _targets(row.cells)
    kind = _KINDS.get((nature or "").casefold())
    if not own_id:
        return Reject(position, "no Record ID", next(iter(targets), None))
    if kind is None:
        known = ", ".join(_KINDS)
        return Reject(position, f"RetractionNature is {(nature or '')[:80]!r}, none of {known}", own_id[:200])
    if not targets:
        return Reject(position, "neither a PMID nor a DOI of the original paper", own_id[:200])
    return Notice(own_id, targets, _correction(kind, own_id, row.cells), position)


def _targets(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return the original's document ids. ``0`` and ``unavailable``, which stand for an unknown one, are none."""
    pmid, doi = clean_pmid(cells.get(_PMID)), clean_doi(cells.get(_DOI))
    return (*((document_id(pmid=pmid),) if pmid else ()), *((document_id(doi=doi),) if doi else ()))


def _correction(kind: str, own_id: str, cells: Mapping[str, str]) -> Correction:
    return Correction(
        kind,
        citation=f"Retraction Watch {own_id}",
        pmid=clean_pmid(cells.get(_NOTICE_PMID)),
        note=_reasons(cells.get(_REASON, "")),
        doi=clean_doi(cells.get(_NOTICE_DOI)),
        date=_iso(cells.get(_DATE, "")),
    )


def _reasons(listed: str) -> str | None:
    """Return ``Fake Peer Review; Unreliable Results`` for ``+Fake Peer Review;+Unreliable Results;``."""
    return "; ".join(filter(None, (reason.strip(" +") for reason in listed.split(";")))) or None


def _iso(text: str) -> str | None:
    """Return a date as ISO 8601; the month stands first in this list's."""
    american = _AMERICAN_DATE.fullmatch(text)
    return iso_date(american[3], american[1], american[2]) if american else written_date(text)
