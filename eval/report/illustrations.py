"""Which plots a report has, and the words under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.report import plots
from eval.report.plots import Dot, Points
from eval.report.quality import LEADING, is_of_quality
from eval.runs import Run


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot as SVG, and its caption."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Curve:
    """How the points of a run's curve are drawn, and what they must have for it."""

    draw: Callable[[str, Points], str]
    needs: frozenset[str]
    caption: str


_CURVES = {
    "risk_coverage": _Curve(
        plots.risk_coverage,
        frozenset({"coverage", "risk"}),
        "Risk over coverage: how often answers are wrong when only the surest are given. Lower is better.",
    ),
    "reliability": _Curve(
        plots.reliability,
        frozenset({"confidence", "accuracy"}),
        "Reliability: how often answers are right, by how sure they were. Larger dots are more questions; on the "
        "dashed line confidence would be exact.",
    ),
}


def retrieval_plots(runs: Sequence[Run]) -> Iterator[Plot]:
    """Give a plot for each measure of quality that has intervals, of every run of retrieval."""
    found = [run for run in runs if run.kind == "retrieval"]
    measures = dict.fromkeys(measure for run in found for measure in run.intervals if is_of_quality(measure))
    for place, measure in enumerate(measures, start=1):
        dots = list(_dots(found, measure))
        if dots:
            yield Plot(plots.dots(f"plot-{place}", measure, dots), f"{measure} with its 95 % interval")


def curve_plots(run: Run, anchor: str) -> Iterator[Plot]:
    """Give a plot of each curve of a run."""
    for name, curve in _CURVES.items():
        points = run.curves.get(name, [])
        if points and all(curve.needs <= point.keys() for point in points):
            yield Plot(curve.draw(f"{anchor}-{name}", points), curve.caption)


def spread_plots(run: Run, anchor: str) -> Iterator[Plot]:
    """Give a plot of how the questions of a run are spread over its leading measure."""
    measure = LEADING if LEADING in run.measures else next(filter(is_of_quality, run.measures), "")
    values = [value for one in run.per_question.values() if (value := one.get(measure)) is not None]
    if values:
        yield Plot(plots.histogram(f"{anchor}-spread", measure, values), f"How {measure} is spread over the questions")


def _dots(runs: Sequence[Run], measure: str) -> Iterator[Dot]:
    for run in runs:
        value, interval = run.measures.get(measure), run.intervals.get(measure)
        if value is not None and interval is not None:
            yield Dot(run.name, run.configuration, value, interval)
