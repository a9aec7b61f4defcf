"""RIS, which every reference manager reads.

Written here because it is a list of tagged lines: what a library adds is a table of names for the tags. Texts are on
one line already, so that none can begin a tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.documents import Document, TextKind
from corpus.interfaces import DocumentWriter
from corpus.writers.names import family_and_given
from corpus.writers.notes import abstract, notes

_JOURNAL_ARTICLE, _WEB_PAGE, _PREPRINT = "JOUR", "ELEC", "UNPB"


class RisWriter:
    """Writes RIS as Zotero, EndNote and Mendeley read it."""

    format_name = "ris"
    media_type = "application/x-research-info-systems"
    file_suffix = "ris"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield a record for each document (see `DocumentWriter.write`)."""
        for document in documents:
            lines = (f"{tag}  - {value}\n" for tag, value in _fields(document) if value)
            yield "".join(("".join(lines), "ER  - \n\n"))


if TYPE_CHECKING:
    _: type[DocumentWriter] = RisWriter


def _fields(document: Document) -> Iterator[tuple[str, str | None]]:
    yield "TY", _type(document)
    yield "ID", document.id
    yield "TI", document.title
    for author in document.authors:
        family, given = family_and_given(author)
        # A comma after the name of a group keeps it whole.
        yield "AU", f"{family}, {given or ''}".rstrip(" ")
    yield "T2", document.journal
    yield "PY", str(document.year) if document.year else None
    yield "DA", _date(document)
    yield "VL", document.volume
    yield "IS", document.issue
    first, _, last = (document.pages or "").partition("-")
    yield "SP", first
    yield "EP", last
    yield "DO", document.doi
    yield "UR", document.url
    yield "LA", document.language
    yield "AB", abstract(document)
    for heading in document.mesh:
        yield "KW", heading.descriptor
    if document.pmid:
        yield "AN", document.pmid
        yield "DB", "PubMed"
    yield "C2", document.pmcid
    for number in document.nct:
        yield "M1", number
    for note in notes(document):
        yield "N1", note


def _type(document: Document) -> str:
    if document.text_kind is TextKind.REGISTRY:
        return _WEB_PAGE
    return _PREPRINT if "Preprint" in document.publication_types else _JOURNAL_ARTICLE


def _date(document: Document) -> str | None:
    """Return ``2021/09/14/``, parts that are not known left empty."""
    if document.date is None:
        return None
    year, month, day, *_ = (*document.date.split("-"), "", "")
    return f"{year}/{month}/{day}/"
