"""Which records of a file are wanted: by words, MeSH headings, years, kinds of publication or PMIDs. Pure.

Words, headings and kinds are given in one way: ``A OR B`` wants either, and each further text must hold as well. Case,
accents and punctuation do not count, words are whole, several words stand side by side, and a last ``*`` lets the last
word go on: ``psoria*``, ``stem cell*``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.canonical import sha256_of
from corpus.documents import Document
from corpus.errors import InvalidSelectionError
from corpus.identifiers import clean_pmid

_OR = re.compile(r"\s+OR\s+")
_BETWEEN_WORDS = re.compile(r"[^\w\n]+|_+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NEW_FIELD = " \n "  # no phrase reaches over it


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words side by side as `_folded` writes them; without the last space where the last word may go on."""

    words: str

    @property
    def is_truncated(self) -> bool:
        return not self.words.endswith(" ")

    def may_be_in(self, folded: str) -> bool:
        return all(word in folded for word in self.words.split())

    def is_name(self, folded: str) -> bool:
        return folded == self.words or (self.is_truncated and folded.startswith(self.words))


_Alternatives = tuple[_Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a record must be to be wanted; without any condition every record is.

    ``words`` stand in the title, the abstract or the MeSH headings; ``mesh`` and ``publication_types`` are names of
    the record's own headings and kinds, without the narrower ones that PubMed's search adds. ``year_from`` and
    ``year_to`` are included; a record of unknown year is in no range. ``ids`` are document ids, ``PMID:…``.

    Raises:
        InvalidSelectionError: a text without a word, a ``*`` that is not at the end, or years the wrong way round.
    """

    words: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    publication_types: tuple[str, ...] = ()
    ids: frozenset[str] | None = None
    _words: tuple[_Alternatives, ...] = field(init=False, repr=False)
    _mesh: tuple[_Alternatives, ...] = field(init=False, repr=False)
    _types: tuple[_Alternatives, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.year_from is not None and self.year_to is not None and self.year_from > self.year_to:
            raise InvalidSelectionError(f"no year is from {self.year_from} and up to {self.year_to}")
        for name, texts in (("_words", self.words), ("_mesh", self.mesh), ("_types", self.publication_types)):
            object.__setattr__(self, name, tuple(map(_alternatives, texts)))

    def admits(self, document: Document) -> bool:
        """Say whether the document is wanted."""
        return (
            self._admits_id(document)
            and self._admits_year(document.year)
            and _are_named(self._types, document.publication_types)
            and _are_named(self._mesh, [heading.descriptor for heading in document.mesh])
            and self._admits_words(document)
        )

    @property
    def tells_at_a_glance(self) -> bool:
        """Whether there is any condition that `may_admit` can hold a record to."""
        return bool(self.ids is not None or self._words or self._mesh or self._types)

    def may_admit(self, text: str, names: Collection[str]) -> bool:
        """Say whether a document may be wanted all of whose words are somewhere in ``text``, its id among ``names``.

        Never False for one that `admits` wants: words that are not there at all are in no order and in no field.
        """
        if self.ids is not None and self.ids.isdisjoint(names):
            return False
        folded = _without_case(text)
        groups = (*self._words, *self._mesh, *self._types)
        return all(any(phrase.may_be_in(folded) for phrase in alternatives) for alternatives in groups)

    @property
    def canonical(self) -> str:
        """The conditions as JSON: selections that want the same in the same words have the same. ``{}`` is all."""
        conditions = {
            "words": _sorted(self._words),
            "mesh": _sorted(self._mesh),
            "publication_types": _sorted(self._types),
            "year_from": self.year_from,
            "year_to": self.year_to,
            "ids": None if self.ids is None else f"{len(self.ids)}, SHA-256 {sha256_of(' '.join(sorted(self.ids)))}",
        }
        return json.dumps({key: value for key, value in conditions.items() if value}, ensure_ascii=False)

    def _admits_id(self, document: Document) -> bool:
        return self.ids is None or document.id in self.ids or f"PMID:{document.pmid}" in self.ids

    def _admits_year(self, year: int | None) -> bool:
        if self.year_from is None and self.year_to is None:
            return True
        return year is not None and (self.year_from or year) <= year <= (self.year_to or year)

    def _admits_words(self, document: Document) -> bool:
        if not self._words:
            return True
        text = _folded(_NEW_FIELD.join(_searched(document)))
        return all(any(phrase.words in text for phrase in alternatives) for alternatives in self._words)


def pmids_in(lines: Iterable[str]) -> frozenset[str]:
    """Return the document ids of PMIDs given one a line, with or without ``PMID:``; blank lines are passed over.

    Raises:
        InvalidSelectionError: naming the line that is no PMID.
    """
    found = set()
    for number, line in enumerate(lines, start=1):
        if text := line.strip().lstrip("\ufeff"):
            pmid = clean_pmid(text.upper().removeprefix("PMID:"))
            if pmid is None:
                raise InvalidSelectionError(f"line {number}: {text[:80]!r} is no PMID")
            found.add(f"PMID:{pmid}")
    return frozenset(found)


def _searched(document: Document) -> Iterable[str]:
    yield document.title
    for section in document.sections:
        yield section.text
    for heading in document.mesh:
        yield heading.descriptor
        for qualifier in heading.qualifiers:
            yield qualifier.name


def _are_named(wanted: tuple[_Alternatives, ...], names: Iterable[str]) -> bool:
    if not wanted:
        return True
    folded = list(map(_folded, names))
    return all(any(phrase.is_name(name) for phrase in alternatives for name in folded) for alternatives in wanted)


def _alternatives(text: str) -> _Alternatives:
    return tuple(map(_phrase, _OR.split(text)))


def _phrase(text: str) -> _Phrase:
    bare = text.strip().removesuffix("*")
    words = _folded(bare)
    if words.isspace() or "*" in bare:
        what = "a * may only stand at the end" if "*" in bare else "there is no word in it"
        raise InvalidSelectionError(f"{text!r} cannot be looked for: {what}")
    return _Phrase(words.rstrip(" ") if text.strip().endswith("*") else words)


def _folded(text: str) -> str:
    """Return the words of ``text`` without case and accents, one space before and after each."""
    return f" {_BETWEEN_WORDS.sub(' ', _without_case(text)).strip(' ')} "


def _without_case(text: str) -> str:
    """Return ``text`` without case and accents. Each character is folded by itself: the few that are not ASCII."""
    for character in set(_NOT_ASCII.findall(text)):
        text = text.replace(character, _bare(character))
    return text.lower()


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(one for one in folded if not unicodedata.combining(one))


def _sorted(groups: Iterable[_Alternatives]) -> list[tuple[str, ...]]:
    return sorted({tuple(sorted({phrase.words for phrase in alternatives})) for alternatives in groups})
