"""What is counted of answers, question by question and over all. Pure.

The unit is the question. A measure that a question says nothing about is None there and left out of the mean:
precision of citations, say, where nothing was cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from eval.significance import interval_of_mean

RECALL_DEPTH = 5


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and what came of it.

    ``document_recall`` is the share of its gold documents among the first five found; ``document_rr`` the reciprocal
    rank of the first gold document, 0 when none is found; both None for an unanswerable question.
    ``valid_quotes`` of ``quotes`` were found in the store, at their place, under their hash.
    ``citation_precision`` is the share of the cited documents that are gold, None when none is cited;
    ``citation_recall`` the share of the gold documents that are cited; ``fact_coverage`` the share of the question's
    facts that the quoted sentences state (see `facts`), None when it lists none.
    """

    id: str
    is_answerable: bool
    answered: bool
    confidence: float
    quotes: int
    valid_quotes: int
    document_recall: float | None
    document_rr: float | None
    citation_precision: float | None
    citation_recall: float | None
    fact_coverage: float | None

    def values(self) -> dict[str, float | None]:
        """Return what this question says of each measure that is a mean over questions."""
        answered = float(self.answered)
        return {
            f"document_recall@{RECALL_DEPTH}": self.document_recall,
            "document_rr": self.document_rr,
            "citation_precision": self.citation_precision,
            "citation_recall": self.citation_recall,
            "fact_coverage": self.fact_coverage,
            "answered_when_answerable": answered if self.is_answerable else None,
            "abstained_when_unanswerable": None if self.is_answerable else 1 - answered,
        }


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """Each measure in [0, 1], and the 95 % bootstrap interval of those that are means over questions.

    A measure without a question to speak of (no unanswerable one in the file, say) is None.
    """

    measures: dict[str, float | None]
    intervals: dict[str, tuple[float, float]]


def summarise(rows: Sequence[AnswerRow]) -> AnswerMeasures:
    """Return the measures over all questions, of which there is one at least."""
    of_each = [row.values() for row in rows]
    values = {name: _known(found[name] for found in of_each) for name in of_each[0]}
    measures: dict[str, float | None] = {
        name: float(np.mean(found)) if found else None for name, found in values.items()
    }
    measures["quote_validity"] = quote_validity(rows)
    measures["abstention_f1"] = abstention_f1(rows)
    measures["confidence_auroc"] = confidence_auroc(rows)
    return AnswerMeasures(measures, {name: interval_of_mean(found) for name, found in values.items() if found})


def quote_validity(rows: Sequence[AnswerRow]) -> float | None:
    """Return the share of all quotes that stand in the store as they say; None when there are none."""
    quotes = sum(row.quotes for row in rows)
    return sum(row.valid_quotes for row in rows) / quotes if quotes else None


def abstention_f1(rows: Sequence[AnswerRow]) -> float | None:
    """Return F1 of abstaining: precision is how many abstentions were right, recall how many were owed.

    None when there was neither one to give nor one given.
    """
    right = sum(not row.answered and not row.is_answerable for row in rows)
    given = sum(not row.answered for row in rows)
    owed = sum(not row.is_answerable for row in rows)
    return 2 * right / (given + owed) if given + owed else None


def confidence_auroc(rows: Sequence[AnswerRow]) -> float | None:
    """Return how often an answerable question has more confidence than an unanswerable one; a tie is half.

    The area under the ROC curve, as U / (n₁ n₂) of Mann and Whitney. None when there is but one kind of question.
    """
    answerable = [row.confidence for row in rows if row.is_answerable]
    unanswerable = [row.confidence for row in rows if not row.is_answerable]
    if not answerable or not unanswerable:
        return None
    statistic = stats.mannwhitneyu(answerable, unanswerable, method="asymptotic").statistic
    return float(statistic / (len(answerable) * len(unanswerable)))


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
