"""Counts over a corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from corpus.store import CorpusStore


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """How many documents there are of each kind. Years are keys as text, ``unknown`` where the record has none.

    A document counts for every source that it is put together from, and for every kind of link to another publication
    that it has (``RetractionIn``, ``ErratumIn``, …), once each.
    """

    documents: int
    rejected_records: int
    fingerprint: str
    by_year: dict[str, int] = field(default_factory=dict)
    by_evidence_level: dict[str, int] = field(default_factory=dict)
    by_text_kind: dict[str, int] = field(default_factory=dict)
    by_editorial_status: dict[str, int] = field(default_factory=dict)
    by_source: dict[str, int] = field(default_factory=dict)
    by_correction: dict[str, int] = field(default_factory=dict)


def count(store: CorpusStore) -> CorpusStatistics:
    """Read every document once and count."""
    years: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    corrections: Counter[str] = Counter()
    for document in store.documents():
        years[str(document.year or "unknown")] += 1
        levels[document.evidence[0].value] += 1
        kinds[document.text_kind.value] += 1
        statuses[document.editorial_status.value] += 1
        corrections.update({one.kind for one in document.corrections})
    return CorpusStatistics(
        documents=years.total(),
        rejected_records=store.reject_count(),
        fingerprint=store.fingerprint(),
        by_year=dict(sorted(years.items())),
        by_evidence_level=dict(levels.most_common()),
        by_text_kind=dict(kinds.most_common()),
        by_editorial_status=dict(statuses.most_common()),
        by_source=store.source_counts(),
        by_correction=dict(corrections.most_common()),
    )
