"""What is counted of answers, question by question and over all. Pure.

The unit is the question. A measure that a question says nothing about is None there and left out of the mean:
precision of citations, say, where nothing was cited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.measures import calibration
from eval.measures.calibration import Points, Predictions
from eval.measures.documents import RECALL_DEPTH
from eval.runs import Measures
from eval.significance import Interval, interval_of, mean_of_known

ENOUGH_FACTS = 0.5


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and what came of it.

    ``valid_quotes`` of ``quotes`` were found in the store, at their place, under their hash. The two on documents and
    the two on citations are what the functions of these names in `documents` say, those with ``alce`` what the ones in
    `attribution` do; ``fact_coverage`` is `facts.coverage` of the question's facts by the words quoted, None when it
    lists none.
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
    alce_citation_precision: float | None
    alce_citation_recall: float | None
    fact_coverage: float | None

    @property
    def is_right(self) -> bool:
        """Whether it was answered, as it should be, with half of its facts or, where it lists none, citing gold."""
        enough = bool(self.citation_recall) if self.fact_coverage is None else self.fact_coverage >= ENOUGH_FACTS
        return self.is_answerable and self.answered and enough

    def values(self) -> Measures:
        """Return what this question says of each measure that is a mean over questions.

        ``answered_when_answerable`` is 1 or 0 for a question that some document answers, whatever the answer says;
        ``abstained_when_unanswerable`` 1 or 0 for the others.
        """
        answered = float(self.answered)
        return {
            f"document_recall@{RECALL_DEPTH}": self.document_recall,
            "document_rr": self.document_rr,
            "citation_precision": self.citation_precision,
            "citation_recall": self.citation_recall,
            "alce_citation_precision": self.alce_citation_precision,
            "alce_citation_recall": self.alce_citation_recall,
            "fact_coverage": self.fact_coverage,
            "answered_when_answerable": answered if self.is_answerable else None,
            "abstained_when_unanswerable": None if self.is_answerable else 1 - answered,
        }


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """Each measure in [0, 1] and its 95 % bootstrap interval; the curves; and each question's own values.

    A measure without a question to speak of (no unanswerable one in the file, say) is None and has no interval.
    """

    measures: Measures
    intervals: dict[str, Interval]
    curves: dict[str, Points]
    per_question: dict[str, Measures]


def summarise(rows: Sequence[AnswerRow], beside: Mapping[str, Measures] | None = None) -> AnswerMeasures:
    """Return the measures over all questions.

    ``beside`` has further values by question id, the same measures for each; they are summed up as the others are.

    Raises:
        ValueError: there are no rows.
    """
    if not rows:
        raise ValueError("no questions to sum up")
    per_question = {row.id: row.values() | (beside or {}).get(row.id, {}) for row in rows}
    names = next(iter(per_question.values()))
    means = {name: mean_of_known(values[name] for values in per_question.values()) for name in names}
    predictions = Predictions.of((row.confidence, row.answered, row.is_right) for row in rows)
    can_be_right = any(row.is_answerable for row in rows)  # else no order of the questions is better than another
    of_all = {name: interval_of(measure, rows) for name, measure in _OF_ALL.items()}
    return AnswerMeasures(
        measures={
            **{name: found[0] if found else None for name, found in means.items()},
            **{name: measure(rows) for name, measure in _OF_ALL.items()},
            **{name: measure(predictions) if can_be_right else None for name, measure in calibration.MEASURES.items()},
        },
        intervals={
            **{name: found[1] for name, found in means.items() if found},
            **{name: interval for name, interval in of_all.items() if interval is not None},
            **(calibration.intervals(predictions) if can_be_right else {}),
        },
        curves=calibration.curves(predictions) if can_be_right else {},
        per_question=per_question,
    )


def quote_validity(rows: Sequence[AnswerRow]) -> float | None:
    """Return the share of all quotes that stand in the store as they say; None when there are none.

    Exact and ours: the words, at their place, in the version of the document that the hash names. Less than 1 is a bug.
    """
    quotes = sum(row.quotes for row in rows)
    return sum(row.valid_quotes for row in rows) / quotes if quotes else None


def abstention_f1(rows: Sequence[AnswerRow]) -> float | None:
    """Return F1 of abstaining: precision is how many abstentions were right, recall how many were owed.

    The harmonic mean of both (van Rijsbergen, "Information Retrieval", 1979). None when there was neither one to give
    nor one given.
    """
    right = sum(not row.answered and not row.is_answerable for row in rows)
    given = sum(not row.answered for row in rows)
    owed = sum(not row.is_answerable for row in rows)
    return 2 * right / (given + owed) if given + owed else None


def confidence_auroc(rows: Sequence[AnswerRow]) -> float | None:
    """Return how often an answerable question has more confidence than an unanswerable one; a tie is half.

    The area under the ROC curve, as U / (n₁ n₂) of Mann and Whitney (Hanley and McNeil, Radiology, 1982). None when
    there is but one kind of question.
    """
    answerable = np.array([row.is_answerable for row in rows], np.bool_)
    ours, theirs = int(answerable.sum()), int((~answerable).sum())
    if not ours or not theirs:
        return None
    from scipy import stats  # noqa: PLC0415 - half of the time that every command takes to start

    ranks = stats.rankdata([row.confidence for row in rows])
    u = ranks[answerable].sum() - ours * (ours + 1) / 2
    return float(u / (ours * theirs))


_OF_ALL: dict[str, Callable[[Sequence[AnswerRow]], float | None]] = {
    "quote_validity": quote_validity,
    "abstention_f1": abstention_f1,
    "confidence_auroc": confidence_auroc,
}
