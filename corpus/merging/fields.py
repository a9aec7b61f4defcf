"""One document from all the records about one publication: the best field of each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.documents import RETRACTED_TYPE, Document, TextKind
from corpus.merging.corrections import unite

# Whose word is taken first: the indexers', then full records of publishers and registries, then what people exported.
SOURCES = ("pubmed-xml", "nbib", "europepmc", "jats", "clinicaltrials", "jsonl", "ris", "csv")
_RANKS = {source: rank for rank, source in enumerate(SOURCES)}

_TEXT = ("title", "sections", "text_kind", "basis", "language")
_SINGLE = ("authors", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid", "url")
_LISTS = ("publication_types", "mesh")


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """What one record says; ``source`` is the format that it came in."""

    source: str
    document: Document


@dataclass(frozen=True, slots=True)
class Merged:
    """A document, and for each field that is stated, the places in the records of those that gave it."""

    document: Document
    given_by: dict[str, tuple[int, ...]]


def merge(document_id: str, records: Sequence[SourceDocument]) -> Merged:
    """Put together what ``records`` say of one publication. A record alone stays as it is, but for its id.

    The text (title, sections, what kind it is) comes as a whole from one record, so that it is a text that somebody
    wrote: from the best that has sections, an abstract before a digest.
    """
    order = sorted(range(len(records)), key=lambda place: _rank(records[place]))
    chosen: dict[str, tuple[int, ...]] = {}
    values: dict[str, Any] = {"id": document_id}
    text = min(order, key=lambda place: (*_text_rank(records[place].document), order.index(place)))
    for name in _TEXT:
        _choose(name, [text], records, values, chosen)
    for name in (*_SINGLE, *_LISTS):
        _choose(name, order, records, values, chosen)
    _keep_retracted(order, records, values, chosen)
    _choose_date(order, records, values, chosen)
    _unite(order, records, values, chosen)
    best = records[order[0]].document
    changes = {name: value for name, value in values.items() if getattr(best, name) != value}
    return Merged(replace(best, **changes) if changes else best, chosen)


def _rank(record: SourceDocument) -> tuple[int, str, str]:
    return _RANKS.get(record.source, len(_RANKS)), record.source, record.document.id


def _text_rank(document: Document) -> tuple[bool, bool]:
    return not document.sections, bool(document.sections) and document.text_kind is TextKind.DIGEST


def _choose(
    name: str,
    order: Sequence[int],
    records: Sequence[SourceDocument],
    values: dict[str, Any],
    chosen: dict[str, tuple[int, ...]],
) -> None:
    """Take the field from the first record in ``order`` that states it."""
    stating = [place for place in order if getattr(records[place].document, name)]
    values[name] = getattr(records[(stating or order)[0]].document, name)
    if stating:
        chosen[name] = (stating[0],)


def _keep_retracted(
    order: Sequence[int],
    records: Sequence[SourceDocument],
    values: dict[str, Any],
    chosen: dict[str, tuple[int, ...]],
) -> None:
    """Let no better source's silence hide that one has the publication among the retracted ones."""
    telling = [place for place in order if _is_typed_retracted(records[place].document.publication_types)]
    if telling and not _is_typed_retracted(values["publication_types"]):
        values["publication_types"] = (*values["publication_types"], RETRACTED_TYPE)
        chosen["publication_types"] = (*chosen.get("publication_types", ()), telling[0])


def _is_typed_retracted(types: Sequence[str]) -> bool:
    return RETRACTED_TYPE.casefold() in map(str.casefold, types)


def _choose_date(
    order: Sequence[int],
    records: Sequence[SourceDocument],
    values: dict[str, Any],
    chosen: dict[str, tuple[int, ...]],
) -> None:
    """Take the year, and the date from the same record, or else from one that dates it to that year."""
    _choose("year", order, records, values, chosen)
    year = chosen.get("year", ())
    of_that_year = [place for place in order if (records[place].document.date or "")[:4] == str(values["year"])]
    _choose("date", [*year, *of_that_year] or order, records, values, chosen)


def _unite(
    order: Sequence[int],
    records: Sequence[SourceDocument],
    values: dict[str, Any],
    chosen: dict[str, tuple[int, ...]],
) -> None:
    """Take what every record states of registrations and corrections."""
    documents = [records[place].document for place in order]
    first, *others = documents
    values["nct"] = first.nct + tuple(
        dict.fromkeys(number for other in others for number in other.nct if number not in first.nct)
    )
    corrections = first.corrections
    for other in others:
        corrections = unite(corrections, other.corrections)
    values["corrections"] = corrections
    values["reports_corrections"] = any(document.reports_corrections for document in documents)
    states: dict[str, Callable[[Document], object]] = {
        "nct": lambda document: document.nct,
        "corrections": lambda document: document.corrections,
        "reports_corrections": lambda document: document.reports_corrections,
    }
    for name, value in states.items():
        if stating := tuple(place for place in order if value(records[place].document)):
            chosen[name] = stating
