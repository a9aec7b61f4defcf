"""How often a judge that says yes or no agrees with what people said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.significance import CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Share:
    """So many ``of`` so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, in [0, 1]; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        """Its 95 % interval by Wilson's score (1927), which holds for few and near 0 and 1 too; None of nothing."""
        if not self.of:
            return None
        from scipy import stats  # noqa: PLC0415 - half of the time that every command takes to start

        low, high = stats.binomtest(self.count, self.of).proportion_ci(CONFIDENCE, "wilson")
        return float(low), float(high)

    def to_json(self) -> dict[str, Any]:
        """Return it as `json.dumps` takes it."""
        return {"value": self.value, "interval": self.interval, "count": self.count, "of": self.of}


@dataclass(frozen=True, slots=True)
class Agreement:
    """``accuracy`` is the share of all on which the judge agrees with people.

    ``precision`` is the share of its yes that are right, ``recall`` the share of theirs that it finds.
    """

    accuracy: Share
    precision: Share
    recall: Share


def agreement(judged: Sequence[tuple[bool, bool]]) -> Agreement:
    """Return how well a judge agrees, from what people said and what it said of each."""
    both = sum(truly and said for truly, said in judged)
    return Agreement(
        accuracy=Share(sum(truly == said for truly, said in judged), len(judged)),
        precision=Share(both, sum(said for _, said in judged)),
        recall=Share(both, sum(truly for truly, _ in judged)),
    )
