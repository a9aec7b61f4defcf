"""RIS, which every reference manager reads.

Written here because it is a list of tagged lines: what `rispy` adds is a table of names for the tags, and it writes a
value as it stands, line ends and all. It reads in the tests what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.canonical import normalise
from corpus.documents import Document
from corpus.interfaces import DocumentWriter
from corpus.writers.dates import date_parts
from corpus.writers.kinds import Kind, kind_of
from corpus.writers.names import Name, names
from corpus.writers.notes import abstract, notes

_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.PREPRINT: "UNPB",
    Kind.BOOK: "BOOK",
    Kind.CHAPTER: "CHAP",
    Kind.ENTRY: "ELEC",  # RIS has no type for a registry; Zotero and EndNote make a web page of this one
}


_RANGE = re.compile(r"([^\s()-]+)-([^\s()-]+)")


class RisWriter:
    """Writes RIS as Zotero, EndNote and Mendeley read it."""

    format_name = "ris"
    media_type = "application/x-research-info-systems"
    file_suffix = "ris"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield a record for each document (see `DocumentWriter.write`)."""
        for document in documents:
            # On one line, so that none can begin a tag or end the record.
            fields = ((tag, normalise(value)) for tag, value in _fields(document) if value)
            yield "".join((*(f"{tag}  - {value}\n" for tag, value in fields if value), "ER  - \n\n"))


if TYPE_CHECKING:
    _: type[DocumentWriter] = RisWriter


def _fields(document: Document) -> Iterator[tuple[str, str | None]]:
    kind = kind_of(document)
    yield "TY", _TYPES[kind]
    yield "ID", document.id
    yield "TI", document.title
    for name in names(document):
        yield "AU", _author(name)
    yield "PB" if kind is Kind.BOOK else "T2", document.journal
    yield "PY", "".join(map(str, date_parts(document)[:1]))
    yield "DA", _date(document)
    yield "VL", document.volume
    yield "IS", document.issue
    pages = _RANGE.fullmatch(document.pages or "")
    yield "SP", pages[1] if pages else document.pages
    yield "EP", pages[2] if pages else None
    yield "DO", document.doi
    yield "UR", document.url
    yield "LA", document.language
    yield "AB", abstract(document)
    for heading in document.mesh:
        yield "KW", heading.descriptor
    yield from _accession(document, kind)
    yield "C2", document.pmcid
    for number in document.nct:
        yield "M1", number
    for note in notes(document):
        yield "N1", note


def _author(name: Name) -> str:
    """Return ``Mease, Philip J``. A comma after the name of a group keeps it whole."""
    return f"{name.family or name.whole}, {name.given or ''}".rstrip()


def _accession(document: Document, kind: Kind) -> Iterator[tuple[str, str]]:
    if document.pmid:
        yield from (("AN", document.pmid), ("DB", "PubMed"))
    elif kind is Kind.ENTRY and document.nct:
        yield from (("AN", document.nct[0]), ("DB", "ClinicalTrials.gov"))


def _date(document: Document) -> str | None:
    """Return ``2021/09/14/``, parts that are not known left empty."""
    year, month, day = (*(f"{part:02}" for part in date_parts(document)), "", "", "")[:3]
    return f"{year}/{month}/{day}/" if month else None
