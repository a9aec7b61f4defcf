"""What a document is to a reference manager."""

from __future__ import annotations

from enum import Enum, auto

from corpus.documents import Document, TextKind


class Kind(Enum):
    """The kinds that formats tell apart."""

    ARTICLE = auto()
    PREPRINT = auto()
    BOOK = auto()  # its `journal` is the publisher
    CHAPTER = auto()  # its `journal` is the book
    ENTRY = auto()  # of a registry


_BY_TYPE = {
    "preprint": Kind.PREPRINT,
    "book": Kind.BOOK,
    "books": Kind.BOOK,
    "book chapter": Kind.CHAPTER,
    "chapter": Kind.CHAPTER,
}


def kind_of(document: Document) -> Kind:
    """Return the kind: of a registry by the text, else by the publication types, else an article."""
    if document.text_kind is TextKind.REGISTRY:
        return Kind.ENTRY
    known = (_BY_TYPE.get(name.lower()) for name in document.publication_types)
    return next(filter(None, known), Kind.ARTICLE)
