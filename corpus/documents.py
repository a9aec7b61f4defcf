"""The document: one bibliographic record with text, as a source gave it.

A field the source does not say is None or empty, never a guess. What follows from the fields by a rule (text, hash,
editorial status, evidence level) is derived here and in `evidence`, and never stored as if it were a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from corpus.canonical import Section, SectionSpan, compose, normalise, sha256_of
from corpus.errors import InvalidDocumentError
from corpus.evidence import EvidenceLevel, grade
from corpus.identifiers import check_document_id


class TextKind(StrEnum):
    """What the text of a document is."""

    ABSTRACT = "abstract"
    DIGEST = "digest"  # written by this project from the publication
    REGISTRY = "registry"


class EditorialStatus(StrEnum):
    """What became of a publication, as far as its source says. ``UNKNOWN``: the source does not report on it."""

    OK = "ok"
    RETRACTED = "retracted"
    CONCERN = "concern"
    CORRECTED = "corrected"
    UNKNOWN = "unknown"


# The links by which a publication came to a status, the worst status first.
LINKS_BEHIND = {
    EditorialStatus.RETRACTED: frozenset({"RetractionIn", "RetractedandRepublishedIn"}),
    EditorialStatus.CONCERN: frozenset({"ExpressionOfConcernIn"}),
    EditorialStatus.CORRECTED: frozenset({"ErratumIn", "CorrectedandRepublishedIn", "PartialRetractionIn"}),
}


RETRACTED_TYPE = "Retracted Publication"
# Publishers mark a title so; the notice that retracts has a title of another form.
_RETRACTED_TITLE = re.compile(r"\W*RETRACTED(?: (?:ARTICLE|PAPER|CHAPTER))?\s*:")


@dataclass(frozen=True, slots=True)
class Author:
    """``name`` as shown (``Mease PJ``, or a group's name); the parts where the source gives them."""

    name: str
    family: str | None = None
    given: str | None = None


@dataclass(frozen=True, slots=True)
class MeshQualifier:
    """A MeSH qualifier of a heading, e.g. ``therapy``; the rest is None where the source gives the name alone."""

    name: str
    ui: str | None = None
    major: bool | None = None


@dataclass(frozen=True, slots=True)
class MeshHeading:
    """A MeSH descriptor with its qualifiers. ``ui`` and ``major`` are None where the source gives the name alone.

    ``major``: the descriptor or one of its qualifiers is a major topic of the publication.
    """

    descriptor: str
    ui: str | None = None
    major: bool | None = None
    qualifiers: tuple[MeshQualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A link to another publication that corrects, retracts, updates or comments on this one, or the reverse.

    ``kind`` is PubMed's RefType, e.g. ``RetractionIn`` (this record is retracted by the other). ``date`` is the other
    publication's, ISO 8601 as far as known.
    """

    kind: str
    citation: str | None = None
    pmid: str | None = None
    note: str | None = None
    doi: str | None = None
    date: str | None = None


class Place(Protocol):
    """Where something stands in a document's text: code points, half open."""

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point after the last."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One bibliographic record with text. Construction normalises title and sections and derives the text.

    Raises:
        InvalidDocumentError: malformed id, no title, or text that UTF-8 cannot hold.
    """

    id: str
    title: str
    sections: tuple[Section, ...] = ()
    text_kind: TextKind = TextKind.ABSTRACT
    authors: tuple[Author, ...] = ()
    journal: str | None = None
    date: str | None = None  # ISO 8601, as far as known: 2021, 2021-09 or 2021-09-14
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    nct: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    publication_types: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reports_corrections: bool = False  # whether the source is one that would say of a retraction (PubMed is)
    basis: str | None = None  # what was read to write a digest
    text: str = field(init=False)
    text_sha256: str = field(init=False)
    spans: tuple[SectionSpan, ...] = field(init=False)

    def __post_init__(self) -> None:
        check_document_id(self.id)
        title = normalise(self.title)
        if not title:
            raise InvalidDocumentError("no title")
        sections = tuple(
            Section(normalise(section.label) or None if section.label else None, words)
            for section in self.sections
            if (words := normalise(section.text))
        )
        text, spans = compose(title, sections)
        for name, value in (
            ("title", title),
            ("sections", sections),
            ("text", text),
            ("text_sha256", sha256_of(text)),
            ("spans", spans),
        ):
            object.__setattr__(self, name, value)

    @property
    def editorial_status(self) -> EditorialStatus:
        """The worst that the record itself says: retracted, of concern, corrected; else ok, or unknown."""
        kinds = {correction.kind for correction in self.corrections}
        types = {kind.casefold() for kind in self.publication_types}
        if RETRACTED_TYPE.casefold() in types or _RETRACTED_TITLE.match(self.title):
            return EditorialStatus.RETRACTED
        if worst := next((status for status, links in LINKS_BEHIND.items() if kinds & links), None):
            return worst
        return EditorialStatus.OK if self.reports_corrections else EditorialStatus.UNKNOWN

    @property
    def evidence(self) -> tuple[EvidenceLevel, str]:
        """The evidence level and the name of the rule that gave it (see `evidence`)."""
        return grade(
            publication_types=self.publication_types,
            mesh=tuple(heading.descriptor for heading in self.mesh),
            title=self.title,
            text=self.text,
            is_registry_entry=self.id.startswith("NCT:") or self.text_kind is TextKind.REGISTRY,
        )

    def words_at(self, place: Place) -> str:
        """Return the words of a passage, a sentence, a section or a quote, exactly as they stand in the text."""
        return self.text[place.start : place.end]

    def section_at(self, offset: int) -> str | None:
        """The label of the section that holds the code point at ``offset``; ``TITLE`` for the title."""
        if offset < len(self.title):
            return "TITLE"
        return next((span.label for span in self.spans if offset < span.end), None)
