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

from corpus.documents import Author, Document, TextKind
from corpus.interfaces import DocumentWriter
from corpus.writers.names import family_and_given
from corpus.writers.notes import abstract, notes

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
# In identifiers and addresses nothing is escaped, for styles print them as they are; these would end the field.
_BREAKING = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_CAPITALS_INSIDE = re.compile(r"[^\W\d_]*\w[\w-]*[A-Z][\w-]*")
_NOT_IN_KEY = re.compile(r"[^a-z0-9.:/_-]")


class BibTexWriter:
    """Writes entries with keys made of the first author, the year and the document's id."""

    format_name = "bibtex"
    media_type = "application/x-bibtex"
    file_suffix = "bib"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield an entry for each document (see `DocumentWriter.write`)."""
        for document in documents:
            lines = (f"  {name} = {{{value}}},\n" for name, value in _fields(document) if value)
            yield f"@{_type(document)}{{{key(document)},\n{''.join(lines)}}}\n\n"


if TYPE_CHECKING:
    _: type[DocumentWriter] = BibTexWriter


def key(document: Document) -> str:
    """Return ``mease2009_19567624``: no two documents have the same, and a document has the same wherever it is."""
    family = family_and_given(document.authors[0])[0] if document.authors else "anonymous"
    letters = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    named = re.sub(r"[^a-z]", "", letters) + str(document.year or "")
    own = document.pmid or document.id.lower()
    bare = _NOT_IN_KEY.sub("", own)
    # Where something had to go, two ids could become one.
    return f"{named}_{bare}" if bare == own else f"{named}_{bare}_{hashlib.sha256(own.encode()).hexdigest()[:6]}"


def _type(document: Document) -> str:
    return "misc" if document.text_kind is TextKind.REGISTRY or not document.journal else "article"


def _fields(document: Document) -> Iterator[tuple[str, str | None]]:
    yield "author", " and ".join(map(_name, document.authors))
    yield "title", _title(document.title)
    yield "journal" if _type(document) == "article" else "howpublished", _text(document.journal)
    yield "year", str(document.year) if document.year else None
    yield "month", str(int(document.date[5:7])) if document.date and document.date[5:7] else None
    yield "volume", _text(document.volume)
    yield "number", _text(document.issue)
    yield "pages", _text((document.pages or "").replace("-", "--"))
    yield "doi", _verbatim(document.doi)
    yield "pmid", document.pmid
    yield "pmcid", document.pmcid
    yield "url", _verbatim(document.url)
    yield "language", _text(document.language)
    yield "abstract", _text(abstract(document))
    yield "keywords", _text(", ".join(heading.descriptor.replace(", ", " ") for heading in document.mesh))
    yield "note", _text(". ".join((*document.nct, *notes(document))))


def _text(text: str | None) -> str | None:
    return text.translate(_SPECIAL) if text else None


def _verbatim(text: str | None) -> str | None:
    return text.translate(_BREAKING) if text else None


def _title(title: str) -> str:
    """Return the title with every word that has a capital inside, such as ``IL-17``, kept from being made small."""
    words = (f"{{{_text(word)}}}" if _CAPITALS_INSIDE.search(word) else _text(word) or "" for word in title.split(" "))
    return " ".join(words)


def _name(author: Author) -> str:
    family, given = family_and_given(author)
    # The braces keep a group's name, and one with a comma or "and" in it, whole.
    return f"{_part(family)}, {_part(given)}" if given else f"{{{_text(family)}}}"


def _part(name: str) -> str:
    return f"{{{_text(name)}}}" if "," in name or " and " in name.lower() else _text(name) or ""
