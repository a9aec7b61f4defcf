"""Question by question, what another run of the same made better or worse. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from eval.report.quality import on_the_whole
from eval.runs import Measures, Run

Direction = Literal["better", "worse", "mixed"]


@dataclass(frozen=True, slots=True)
class Change:
    """A question of which some measure is another now; ``measures`` leads to the value before and the one after."""

    question: str
    measures: dict[str, tuple[float, float]]

    @property
    def difference(self) -> float:
        """After - before on the whole (see `on_the_whole`)."""
        return on_the_whole({name: after - before for name, (before, after) in self.measures.items()}).value

    @property
    def direction(self) -> Direction:
        """Better or worse on the whole; mixed where gains and losses are equal."""
        if abs(self.difference) < 1e-9:  # noqa: PLR2004 - sums of floats are rarely zero
            return "mixed"
        return "better" if self.difference > 0 else "worse"


def changes(before: Run, after: Run) -> list[Change]:
    """Return the questions whose values differ, those that lost most first."""
    found = [
        Change(question, dict(_differing(values, after.per_question[question])))
        for question, values in before.per_question.items()
        if question in after.per_question
    ]
    return sorted((one for one in found if one.measures), key=lambda one: (one.difference, one.question))


def _differing(before: Measures, after: Measures) -> Iterable[tuple[str, tuple[float, float]]]:
    for name, was in before.items():
        now = after.get(name)
        if was is not None and now is not None and was != now:
            yield name, (was, now)
