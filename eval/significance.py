"""How sure a mean is, and whether two differ: bootstrap, randomisation, Holm. Pure, and the same at every call.

The unit drawn anew is the question, as in Sakai, "Evaluating evaluation metrics based on the bootstrap" (SIGIR 2006)
and in Smucker, Allan and Carterette, "A comparison of statistical significance tests for information retrieval
evaluation" (CIKM 2007), who find bootstrap and randomisation to agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

Row = TypeVar("Row")
Interval = tuple[float, float]
PairedTest = Literal["bootstrap", "randomisation"]

CONFIDENCE = 0.95
SEED = 20240229
RESAMPLES = 2000
_TEST_RESAMPLES = 10_000  # p-values down to 0.0001 by bootstrap, 0.0002 by randomisation, which doubles one tail
_FEWEST_TO_DRAW = 10


def mean_of_known(values: Iterable[float | None]) -> tuple[float, Interval] | None:
    """Return the mean of the values that are known and its interval (`interval_of_mean`); None when none is."""
    known = [value for value in values if value is not None]
    return (fmean(known), interval_of_mean(known)) if known else None


def interval_of_mean(values: Sequence[float]) -> Interval:
    """Return the 95 % percentile bootstrap interval of the mean.

    One value, or values all equal, give the mean twice.
    """
    if min(values) == max(values):
        return values[0], values[0]
    return _percentile_interval(values, RESAMPLES)


def interval_of(statistic: Callable[[Sequence[Row]], float | None], rows: Sequence[Row]) -> Interval | None:
    """Return the 95 % percentile bootstrap interval of a figure that is no mean, F1 or an area under a curve say.

    Draws for which the figure is not defined (no unanswerable question among them) are passed over; None when it is
    not defined for ``rows`` themselves, or for most draws.
    """
    if not rows or statistic(rows) is None:
        return None
    generator = np.random.default_rng(SEED)
    draws = (statistic([rows[i] for i in generator.integers(len(rows), size=len(rows))]) for _ in range(RESAMPLES))
    found = [value for value in draws if value is not None]
    if len(found) < RESAMPLES / 2:
        return None
    low, high = np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of ``after - before`` over the same questions, its 95 % interval, and the p-value of its being none."""

    mean: float
    interval: Interval
    p: float


def paired_difference(
    before: Sequence[float], after: Sequence[float], test: PairedTest = "randomisation"
) -> Difference:
    """Compare two values of each question.

    The interval is a percentile bootstrap of the differences. The two-sided p-value is, for ``randomisation``, how
    often a mean as far from zero comes about when before and after are swapped at random (Fisher; every way of
    swapping is tried where they are fewer than ten thousand); for ``bootstrap``, how often when the differences,
    shifted to a mean of zero, are drawn anew. Fewer than ten questions, or differences that are all equal, say too
    little to draw from: both tests are randomisation then.

    Raises:
        ValueError: the two are not of one length, or empty.
    """
    if len(before) != len(after) or not before:
        raise ValueError(f"{len(before)} and {len(after)} values cannot be paired")
    differences = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    mean = float(differences.mean())
    if not differences.any():
        return Difference(0.0, (0.0, 0.0), 1.0)
    if len(differences) == 1:  # swapped or not, it is as far from zero
        return Difference(mean, (mean, mean), 1.0)
    are_equal = differences.min() == differences.max()
    can_be_drawn = len(differences) >= _FEWEST_TO_DRAW and not are_equal
    p = _bootstrap_p(differences) if test == "bootstrap" and can_be_drawn else _randomisation_p(differences)
    interval = (mean, mean) if are_equal else _percentile_interval(differences, _TEST_RESAMPLES)
    return Difference(mean, interval, p)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return each p-value corrected for there being several (Holm, 1979, step down), in the given order.

    The smallest of m is multiplied by m, the next by m - 1, and so on; none is above 1 nor below one before it.
    """
    corrected: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        corrected[name] = highest
    return {name: corrected[name] for name in p_values}


def _percentile_interval(values: Sequence[float] | NDArray[np.float64], resamples: int) -> Interval:
    from scipy import stats  # noqa: PLC0415 - half of the time that every command takes to start

    interval = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=resamples,
        confidence_level=CONFIDENCE,
        method="percentile",
        batch=100,
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(interval.low), float(interval.high)


def _randomisation_p(differences: NDArray[np.float64]) -> float:
    from scipy import stats  # noqa: PLC0415 - half of the time that every command takes to start

    result = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=_TEST_RESAMPLES,
        batch=100,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def _bootstrap_p(differences: NDArray[np.float64]) -> float:
    generator = np.random.default_rng(SEED)
    shifted = differences - differences.mean()
    draws = (generator.choice(shifted, len(shifted)).mean() for _ in range(_TEST_RESAMPLES))
    as_far = sum(abs(draw) >= abs(differences.mean()) for draw in draws)
    # One is added to both, so that no p-value is zero (Davison and Hinkley, 1997, section 4.2).
    return float((as_far + 1) / (_TEST_RESAMPLES + 1))
