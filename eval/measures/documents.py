"""What one question's search found and its answer cited, against the documents that answer it. Pure.

All of it looks at whole documents. Whether a citation bears its sentence is another question (see `attribution`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

RECALL_DEPTH = 5


def document_recall(gold: Collection[str], found: Sequence[str]) -> float | None:
    """Return the share of the gold documents among the first five found; None for an unanswerable question.

    Recall at a cut-off, as in Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), chapter 8.
    """
    return _share(set(gold) & set(found[:RECALL_DEPTH]), gold)


def document_rr(gold: Collection[str], found: Sequence[str]) -> float | None:
    """Return the reciprocal rank of the first gold document, 0 when none is found; None for an unanswerable question.

    Voorhees, "The TREC-8 Question Answering Track Report" (1999).
    """
    if not gold:
        return None
    return next((1 / rank for rank, document_id in enumerate(found, start=1) if document_id in gold), 0.0)


def citation_precision(gold: Collection[str], cited: Collection[str]) -> float | None:
    """Return the share of the cited documents that are gold; None for an unanswerable question or where none is cited.

    Precision of a set of documents (Manning and others, as above).
    """
    return _share(set(gold) & set(cited), cited) if gold else None


def citation_recall(gold: Collection[str], cited: Collection[str]) -> float | None:
    """Return the share of the gold documents that are cited; None for an unanswerable question.

    Recall of a set of documents (Manning and others, as above). Silence where an answer was owed recalls nothing.
    """
    return _share(set(gold) & set(cited), gold)


def _share(part: Collection[str], whole: Collection[str]) -> float | None:
    return len(part) / len(set(whole)) if whole else None
