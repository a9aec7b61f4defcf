"""BibTeX, in UTF-8 with TeX's own characters escaped.

Written here because the library for it, bibtexparser, escapes every character beyond ASCII or none, and its escaped
braces are counted by BibTeX, which then loses its place. It reads in the tests what is written here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.canonical import normalise
from corpus.documents import Document
from corpus.interfaces import DocumentWriter
from corpus.writers.bibtex_text import escaped, title_of, verbatim
from corpus.writers.dates import date_parts
from corpus.writers.kinds import Kind, kind_of
from corpus.writers.names import Name, has_others, names
from corpus.writers.notes import abstract, remarks, status_note

# What a document is, and the field that its journal, book, publisher or registry stands in.
_TYPES = {
    Kind.ARTICLE: ("article", "journal"),
    Kind.PREPRINT: ("article", "journal"),  # as its server and Zotero write it: not every style knows `unpublished`
    Kind.BOOK: ("book", "publisher"),
    Kind.CHAPTER: ("incollection", "booktitle"),
    Kind.ENTRY: ("misc", "howpublished"),
}
# BibTeX's own abbreviations, which styles write out in their language; they stand without braces.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_IN_KEY = re.compile(r"[^a-z0-9.:/_-]")


class BibTexWriter:
    """Writes entries with keys made of the first author, the year and the document's id."""

    format_name = "bibtex"
    media_type = "application/x-bibtex"
    file_suffix = "bib"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield an entry for each document (see `DocumentWriter.write`)."""
        for document in documents:
            lines = (f"  {name} = {value},\n" for name, value in _fields(document))
            yield f"@{_type(document)[0]}{{{key(document)},\n{''.join(lines)}}}\n\n"


if TYPE_CHECKING:
    _: type[DocumentWriter] = BibTexWriter


def key(document: Document) -> str:
    """Return ``mease2009_19567624``: no two documents have the same, and a document has the same wherever it is."""
    first = next(names(document), None)
    family = (first.family or first.whole) if first else "anonymous"
    letters = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    named = "".join((re.sub(r"[^a-z]", "", letters), *map(str, date_parts(document)[:1])))
    own = document.pmid or document.id.lower()
    bare = _NOT_IN_KEY.sub("", own)
    # Where something had to go, two ids could become one.
    return f"{named}_{bare}" if bare == own else f"{named}_{bare}_{hashlib.sha256(own.encode()).hexdigest()[:6]}"


def _pages(pages: str) -> str:
    """Return ranges with TeX's dash; an item id such as ``S0140-6736(20)30183-5`` is none."""
    return pages if "(" in pages else pages.replace("-", "--")


def _type(document: Document) -> tuple[str, str]:
    kind = kind_of(document)
    return _TYPES[Kind.ENTRY if kind is Kind.ARTICLE and not document.journal else kind]


def _fields(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the fields that the document has something for, each value in its braces."""
    if people := [*map(_name, names(document)), *(["others"] if has_others(document) else [])]:
        yield "author", f"{{{' and '.join(people)}}}"
    yield "title", f"{{{title_of(document.title)}}}"
    for write, values in ((escaped, _texts(document)), (verbatim, _identifiers(document))):
        for name, value in values:
            if text := write(normalise(value or "")):
                yield name, f"{{{text}}}"
    for month in date_parts(document)[1:2]:
        yield "month", _MONTHS[month - 1]


def _texts(document: Document) -> Iterator[tuple[str, str | None]]:
    yield _type(document)[1], document.journal
    yield "year", "".join(map(str, date_parts(document)[:1]))
    yield "volume", document.volume
    yield "number", document.issue
    yield "pages", _pages(document.pages or "")
    yield "language", document.language
    yield "abstract", abstract(document)
    # Commas part keywords; no reader knows of another way to write one within.
    yield "keywords", ", ".join(heading.descriptor.replace(", ", " ") for heading in document.mesh)
    # Styles print notes, and not annotations: a reference is to say that the work was retracted, and no more.
    number = document.nct[:1] if kind_of(document) is Kind.ENTRY else ()
    yield "note", ". ".join((*number, *filter(None, [status_note(document)])))
    yield "annote", ". ".join((*document.nct, *remarks(document)))


def _identifiers(document: Document) -> Iterator[tuple[str, str | None]]:
    yield from (("doi", document.doi), ("pmid", document.pmid), ("pmcid", document.pmcid), ("url", document.url))


def _name(name: Name) -> str:
    if name.family is None:
        return f"{{{escaped(name.whole)}}}"  # the braces keep a group's name whole
    return f"{_part(name.family)}, {_part(name.given)}" if name.given else f"{{{escaped(name.family)}}}"


def _part(text: str) -> str:
    """Return a part of a name, in braces where a comma or an "and" in it would part it."""
    return f"{{{escaped(text)}}}" if "," in text or "and" in text.lower().split() else escaped(text)
