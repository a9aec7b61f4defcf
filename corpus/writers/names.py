"""Authors in parts, as reference managers want them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.canonical import normalise
from corpus.documents import Author, Document, TextKind

_SHORT = re.compile(r"(\S(?:.*\S)?) ([^\W\d_]{1,4})")
_GROUP = re.compile(
    r"\b(?:alliance|association|centers?|cent(?:re)?s?|collaborat\w*|committee|consortium|foundation|groups?|hospital"
    r"|initiative|institut\w*|investigators|network|organi[sz]ation|program(?:me)?|registry|societ\w*|study|team|trial"
    r"|university|working)\b",
    re.IGNORECASE,
)
_OTHERS = frozenset({"et al", "et al.", "and others", "others"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name on one line. ``family`` is None for a group, and for a name that is not given in parts."""

    whole: str
    family: str | None = None
    given: str | None = None


def names(document: Document) -> Iterator[Name]:
    """Yield the authors that are named, in their order; ``et al`` is nobody (see `has_others`)."""
    is_of_people = document.text_kind is not TextKind.REGISTRY  # a registry names sponsors, such as Acme SA
    for author in document.authors:
        name = _name(author, is_of_people=is_of_people)
        if name.whole and name.whole.lower() not in _OTHERS:
            yield name


def has_others(document: Document) -> bool:
    """Say whether the source tells of authors that it does not name."""
    return any(normalise(author.name).lower() in _OTHERS for author in document.authors)


def _name(author: Author, *, is_of_people: bool) -> Name:
    whole, family, given = (normalise(part or "") for part in (author.name, author.family, author.given))
    if family:
        return Name(whole or family, family, given or None)
    short = _SHORT.fullmatch(whole)
    if is_of_people and short and short[2].isupper() and not _GROUP.search(whole):
        return Name(whole, short[1], short[2])  # MEDLINE's short form: Mease PJ
    return Name(whole)
