"""What confidence is worth: whether it puts right answers first, and whether it says how often they are right. Pure.

Every question counts. It is right when some document answers it, it was answered, and the answer states at least half
of its facts or, where it lists none, cites a gold document (`answers.AnswerRow.is_right`). One on which the service was
silent is never right, not even where silence was due (`answers.abstention_f1` counts that), and no threshold of
confidence covers it: it comes after all that were answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.significance import Interval, interval_of

BINS = 10

Points = list[dict[str, float]]
_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Of each question the ``confidence`` in [0, 1], whether it was ``answered``, and whether it is ``right`` (1 or 0).

    Arrays of one length, 1 or more.
    """

    confidence: _Array
    answered: NDArray[np.bool_]
    right: _Array

    @classmethod
    def of(cls, questions: Iterable[tuple[float, bool, bool]]) -> Predictions:
        """Return them from confidence, answered and right of each question."""
        confidence, answered, right = zip(*questions, strict=True)
        return cls(np.array(confidence, np.float64), np.array(answered, np.bool_), np.array(right, np.float64))

    def drawn(self, rows: Sequence[int]) -> Predictions:
        """Return those in ``rows``, which may name one more than once."""
        places = np.asarray(rows, np.int64)
        return Predictions(self.confidence[places], self.answered[places], self.right[places])


def aurc(predictions: Predictions) -> float:
    """Return the area under the risk-coverage curve, in [0, 1]; smaller is better.

    The mean over i of the share of wrong questions among the i that come first, by descending confidence and then
    those without an answer. Questions of equal confidence have no order: each counts as the mean of all, which is what
    a random order gives on average. Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (NIPS
    2017), after El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification" (JMLR 2010).
    """
    _, sizes, wrong = _steps(predictions)
    return _area(np.repeat(wrong / sizes, sizes))


def excess_aurc(predictions: Predictions) -> float:
    """Return by how much `aurc` is above that of the best possible order, which has every right question first.

    Zero is a perfect order, whatever the share of right questions: E-AURC of Geifman, Uziel and El-Yaniv,
    "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers" (ICLR 2019).
    """
    return max(0.0, aurc(predictions) - _area(np.sort(1 - predictions.right)))  # never below, but for the last digit


def expected_calibration_error(predictions: Predictions) -> float:
    """Return the mean distance of confidence from the share of right questions, over ten bins; smaller is better.

    Bins are of equal width, (0, 0.1] to (0.9, 1], zero falling into the first; each counts by its questions. Guo,
    Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
    """
    counts, confidence, right = _binned(predictions)
    return float(np.abs(confidence - right).sum() / counts.sum())


def brier(predictions: Predictions) -> float:
    """Return the mean squared difference of confidence from 1 for right and 0 for wrong; smaller is better.

    Brier, "Verification of Forecasts Expressed in Terms of Probability" (Monthly Weather Review, 1950), the form for
    two outcomes.
    """
    return float(np.mean((predictions.confidence - predictions.right) ** 2))


MEASURES: dict[str, Callable[[Predictions], float]] = {
    "aurc": aurc,
    "excess_aurc": excess_aurc,
    "ece": expected_calibration_error,
    "brier": brier,
}


def intervals(predictions: Predictions) -> dict[str, Interval]:
    """Return the 95 % bootstrap interval of each of `MEASURES`."""
    found = {name: _interval(measure, predictions) for name, measure in MEASURES.items()}
    return {name: interval for name, interval in found.items() if interval is not None}


def curves(predictions: Predictions) -> dict[str, Points]:
    """Return what can be drawn: `risk_coverage` and `reliability`, by name."""
    return {"risk_coverage": risk_coverage(predictions), "reliability": reliability(predictions)}


def risk_coverage(predictions: Predictions) -> Points:
    """Return the curve: down to each ``confidence``, the share of questions covered and how many of these are wrong.

    Its last point, of confidence 0, takes in the questions that were not answered, where there are any.
    """
    thresholds, sizes, wrong = _steps(predictions)
    covered = np.cumsum(sizes)
    risks = np.cumsum(wrong) / covered
    return [
        {"coverage": float(count / covered[-1]), "risk": float(risk), "confidence": float(max(threshold, 0.0))}
        for threshold, count, risk in zip(thresholds, covered, risks, strict=True)
    ]


def reliability(predictions: Predictions) -> Points:
    """Return for each bin of `expected_calibration_error` that is not empty its mean confidence and share of right."""
    return [
        {"confidence": float(confidence / count), "accuracy": float(right / count), "count": int(count)}
        for count, confidence, right in zip(*_binned(predictions), strict=True)
        if count
    ]


def _interval(measure: Callable[[Predictions], float], predictions: Predictions) -> Interval | None:
    # Rows are drawn by their places: arrays are made once, not two thousand times.
    return interval_of(lambda rows: measure(predictions.drawn(rows)), range(len(predictions.right)))


def _steps(predictions: Predictions) -> tuple[_Array, NDArray[np.int64], _Array]:
    """Return each confidence, highest first, with how many questions have it and how many of them are wrong.

    All that were not answered stand together at -1.
    """
    orders = np.where(predictions.answered, predictions.confidence, -1.0)
    negated, group, sizes = np.unique(-orders, return_inverse=True, return_counts=True)
    wrong = np.bincount(group, weights=1 - predictions.right)
    return -negated, sizes.astype(np.int64), wrong.astype(np.float64)


def _area(errors: _Array) -> float:
    return float(np.mean(np.cumsum(errors) / np.arange(1, len(errors) + 1)))


def _binned(predictions: Predictions) -> tuple[NDArray[np.int64], _Array, _Array]:
    """Return of each bin the number of questions, the sum of their confidence, and how many are right."""
    bins = np.digitize(predictions.confidence, np.arange(1, BINS) / BINS, right=True)
    counts = np.bincount(bins, minlength=BINS)
    confidence = np.bincount(bins, weights=predictions.confidence, minlength=BINS)
    right = np.bincount(bins, weights=predictions.right, minlength=BINS)
    return counts.astype(np.int64), confidence.astype(np.float64), right.astype(np.float64)
