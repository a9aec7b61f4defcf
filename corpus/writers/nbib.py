"""NBIB, PubMed's own format for reference managers: tagged lines, wrapped as PubMed wraps them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.documents import Author, Correction, Document, MeshHeading
from corpus.interfaces import DocumentWriter
from corpus.readers.nbib_records import LINK_KINDS
from corpus.writers.notes import abstract, notes

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH = 87
_LINK_TAGS = {kind: tag for tag, kind in LINK_KINDS.items()}


class NbibWriter:
    """Writes records as PubMed does, one after a blank line."""

    format_name = "nbib"
    media_type = "application/nbib"
    file_suffix = "nbib"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield a record for each document (see `DocumentWriter.write`)."""
        for document in documents:
            yield "".join(_line(tag, value) for tag, value in _fields(document) if value) + "\n"


if TYPE_CHECKING:
    _: type[DocumentWriter] = NbibWriter


def _line(tag: str, value: str) -> str:
    wrapped = textwrap.wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"{tag:<4}- " + "\n      ".join(wrapped) + "\n"


def _fields(document: Document) -> Iterator[tuple[str, str | None]]:
    yield "PMID", document.pmid
    yield "OWN", None if document.pmid else "Enthesis"  # a record begins with one or the other
    yield "VI", document.volume
    yield "IP", document.issue
    yield "DP", _date(document)
    yield "TI", document.title
    yield "PG", document.pages
    yield "LID", f"{document.doi} [doi]" if document.doi else None
    yield "AB", abstract(document)
    for author in document.authors:
        yield from _author(author)
    yield "LA", document.language
    for number in document.nct:
        yield "SI", f"ClinicalTrials.gov/{number}"
    for kind in document.publication_types:
        yield "PT", kind
    yield "JT", document.journal
    for correction in document.corrections:
        if tag := _LINK_TAGS.get(correction.kind):
            yield tag, _link(correction)
    for heading in document.mesh:
        yield "MH", _heading(heading)
    for note in notes(document):
        yield "GN", note
    yield "PMC", document.pmcid
    yield "AID", f"{document.doi} [doi]" if document.doi else None
    yield "SO", _source(document)


def _author(author: Author) -> Iterator[tuple[str, str]]:
    if author.family is None:
        # Where a source gives no parts, PubMed's short form is as good as the name of a group.
        yield "CN", author.name
        return
    yield "FAU", f"{author.family}, {author.given}" if author.given else author.family
    yield "AU", author.name


def _date(document: Document) -> str | None:
    """Return ``2021 Sep 14``, as far as known."""
    if document.date is None:
        return str(document.year) if document.year else None
    year, *rest = document.date.split("-")
    month = [_MONTHS[int(part) - 1] for part in rest[:1]]
    return " ".join((year, *month, *(str(int(day)) for day in rest[1:])))


def _link(correction: Correction) -> str:
    named = (correction.citation, f"doi: {correction.doi}" if correction.doi else None)
    told = ". ".join(part.rstrip(".") for part in named if part) or "unknown"
    return f"{told}. PMID: {correction.pmid}" if correction.pmid else told


def _heading(heading: MeshHeading) -> str:
    qualifiers = [f"/{'*' if one.major else ''}{one.name}" for one in heading.qualifiers]
    is_own = heading.major and not any(one.major for one in heading.qualifiers)
    return f"{'*' if is_own else ''}{heading.descriptor}{''.join(qualifiers)}"


def _source(document: Document) -> str | None:
    if not document.journal:
        return None
    issue = f"({document.issue})" if document.issue else ""
    place = f"{document.volume or ''}{issue}{f':{document.pages}' if document.pages else ''}"
    dated = ";".join(filter(None, (_date(document), place)))
    return ". ".join(filter(None, (document.journal, dated, f"doi: {document.doi}" if document.doi else None))) + "."
