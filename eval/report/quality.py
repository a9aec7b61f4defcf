"""Which measures say how good something is, and one figure of them for a question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

LEADING = "nDCG@10"

# Quotes bear the sentences made of them, and what is withdrawn is never searched: 1 however wrong the answer.
_BY_CONSTRUCTION = ("alce_", "avoids_withdrawn")
_OF_THE_JUDGEMENTS = "Judged"


@dataclass(frozen=True, slots=True)
class OnTheWhole:
    """One figure for a question, and what it is called: a measure, or the mean of how many."""

    name: str
    value: float


def is_of_quality(measure: str) -> bool:
    """Whether a measure says how good a ranking or an answer is, and not how much of it was judged."""
    return not measure.startswith(_OF_THE_JUDGEMENTS)


def on_the_whole(values: Mapping[str, float]) -> OnTheWhole:
    """Return one figure for several measures of a question, one or more: `LEADING` where it is among them, else a mean.

    The mean is without what says nothing of quality or is 1 by construction, unless there is nothing else.
    """
    if LEADING in values:
        return OnTheWhole(LEADING, values[LEADING])
    telling = {name: value for name, value in values.items() if _tells(name)} or dict(values)
    name = next(iter(telling)) if len(telling) == 1 else f"mean of {len(telling)} measures"
    return OnTheWhole(name, fmean(telling.values()))


def _tells(measure: str) -> bool:
    return is_of_quality(measure) and not measure.startswith(_BY_CONSTRUCTION)
