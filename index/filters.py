"""Which documents a search may return. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from index.passage_table import IndexedDocument


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that must all hold; within a list, one match is enough; an empty list asks nothing.

    ``year_from`` and ``year_to`` are inclusive, and a document without a year meets neither. Names of publication
    types and MeSH headings are compared without regard to case; `index.passage_table.mesh_terms` tells how a heading
    may be named.
    """

    year_from: int | None = None
    year_to: int | None = None
    publication_types: tuple[str, ...] = ()
    evidence_levels: tuple[str, ...] = ()
    text_kinds: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    include_retracted: bool = False

    def admit(self, document: IndexedDocument) -> bool:
        """Say whether ``document`` may be returned."""
        return (
            (self.include_retracted or not document.retracted)
            and self._admits_year(document.year)
            and _any_of(self.document_ids, (document.id,))
            and _any_of(self.evidence_levels, (document.evidence_level,))
            and _any_of(self.text_kinds, (document.text_kind,))
            and _any_of(_lower(self.publication_types), document.types)
            and _any_of(_lower(self.mesh), document.mesh)
        )

    def _admits_year(self, year: int | None) -> bool:
        if self.year_from is None and self.year_to is None:
            return True
        if year is None:
            return False
        return (self.year_from is None or year >= self.year_from) and (self.year_to is None or year <= self.year_to)


def _any_of(wanted: tuple[str, ...], present: tuple[str, ...]) -> bool:
    return not wanted or any(name in present for name in wanted)


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
