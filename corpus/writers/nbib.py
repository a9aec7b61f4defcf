"""NBIB, PubMed's own format for reference managers: tagged lines, wrapped as PubMed wraps them.

Tags are those of NLM's list of MEDLINE/PubMed data elements. No library writes it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.canonical import normalise
from corpus.documents import Correction, Document, EditorialStatus, MeshHeading
from corpus.interfaces import DocumentWriter
from corpus.readers.nbib_records import LINK_KINDS
from corpus.writers.dates import date_parts
from corpus.writers.kinds import Kind, kind_of
from corpus.writers.names import Name, names
from corpus.writers.notes import abstract, notes

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH = 82  # with the tag no line is longer than 88, as PubMed has it
_LINK_TAGS = {kind: tag for tag, kind in LINK_KINDS.items()}
_RETRACTED = "Retracted Publication"


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
    wrapped = textwrap.wrap(normalise(value), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"{tag:<4}- " + "\n      ".join(wrapped) + "\n" if wrapped else ""


def _fields(document: Document) -> Iterator[tuple[str, str | None]]:
    yield "PMID", document.pmid
    # PubMed's own records have a PMID; what has none says whose record it is.
    yield "OWN", None if document.pmid else "Enthesis"
    yield "VI", document.volume
    yield "IP", document.issue
    yield "DP", _date(document)
    yield from _titles(document)
    yield "PG", document.pages
    yield "LID", f"{document.doi} [doi]" if document.doi else None
    yield "AB", abstract(document)
    for name in names(document):
        yield from _author(name)
    yield "LA", document.language
    for number in document.nct:
        yield "SI", f"ClinicalTrials.gov/{number}"
    for kind in _publication_types(document):
        yield "PT", kind
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


def _titles(document: Document) -> Iterator[tuple[str, str | None]]:
    """Yield the title and where it appeared: a book has a title of its own tag, and a publisher."""
    match kind_of(document):
        case Kind.BOOK:
            yield from (("BTI", document.title), ("PB", document.journal))
        case Kind.CHAPTER:
            yield from (("TI", document.title), ("BTI", document.journal))
        case _:
            yield from (("TI", document.title), ("JT", document.journal))


def _author(name: Name) -> Iterator[tuple[str, str]]:
    if name.family is None:
        yield "CN", name.whole
        return
    if name.whole != f"{name.family} {name.given}":  # else the source gave no more than the short form
        yield "FAU", f"{name.family}, {name.given}" if name.given else name.family
    yield "AU", name.whole


def _publication_types(document: Document) -> tuple[str, ...]:
    """Return the types; a retraction that only a notice tells of is one, as in PubMed."""
    is_told = document.editorial_status is not EditorialStatus.RETRACTED or _RETRACTED in document.publication_types
    return document.publication_types if is_told else (*document.publication_types, _RETRACTED)


def _date(document: Document) -> str | None:
    """Return ``2021 Sep 14``, as far as known."""
    parts = date_parts(document)
    return " ".join((*map(str, parts[:1]), *(_MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:]))) or None


def _link(correction: Correction) -> str:
    named = (correction.citation, f"doi: {correction.doi}" if correction.doi else None)
    told = ". ".join(part.rstrip(".") for part in named if part)
    pmid = f"PMID: {correction.pmid}" if correction.pmid else None
    return ". ".join(filter(None, (told, pmid))) or "Not named by the source"


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
