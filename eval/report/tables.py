"""Tables and figures, before it is said where they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.runs import Measures
from eval.significance import Interval

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval where there is one; ``signed`` when it is a difference."""

    value: float
    interval: Interval | None = None
    signed: bool = False

    @property
    def point(self) -> str:
        """The figure alone."""
        return _minus(f"{self.value:+.3f}" if self.signed else f"{self.value:.3f}")

    @property
    def between(self) -> str:
        """The interval alone; empty when there is none."""
        if self.interval is None:
            return ""
        low, high = self.interval
        return _minus(f"{low:+.3f} to {high:+.3f}") if self.signed else f"{low:.2f}–{high:.2f}"

    def __str__(self) -> str:
        return f"{self.point} ({self.between})" if self.between else self.point


Cell = str | Estimate


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first ``heads`` cells of a row name what the row is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1


def estimates(measures: Measures, intervals: Mapping[str, Interval], names: Iterable[str]) -> list[Cell]:
    """Return a cell for each of ``names``; a dash where the measure is not known."""
    return [
        NOTHING if (value := measures.get(name)) is None else Estimate(value, intervals.get(name)) for name in names
    ]


def _minus(number: str) -> str:
    return number.replace("-", "−")
