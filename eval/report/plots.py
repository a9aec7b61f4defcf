"""The plots of a report, as SVG to stand in a page. The same figures give the same bytes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from eval.report.svg import inline_svg
from eval.significance import Interval

Points = Sequence[dict[str, float]]

# Drawn as on the left, shown as on the right: the page's own colours, by day and by night.
_INK, _LINE, _ACCENT = "#1b2321", "#dde2df", "#0b6357"
_COLOURS = {_INK: "var(--ink)", _LINE: "var(--line)", _ACCENT: "var(--accent)"}
_WIDTH = 4.8  # inches: readable on a narrow screen without being made smaller
_ROW = 0.26
_LONGEST = 28
_BINS = 20


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure to draw with its interval: which of the ``group``."""

    group: str
    label: str
    value: float
    interval: Interval


def dots(name: str, measure: str, found: Sequence[Dot]) -> str:
    """Draw figures of one measure under each other, a heading for each group of them."""
    rows = list(_rows(found))
    with _drawing(len(rows) * _ROW + 0.4) as (figure, axes):
        for height, row in enumerate(rows):
            if isinstance(row, Dot):
                axes.plot(row.interval, (height, height), color=_ACCENT, linewidth=1.5, clip_on=False)
                axes.plot([row.value], [height], "o", color=_ACCENT, markersize=5.5, clip_on=False)
        axes.set_yticks(range(len(rows)), [_text(row.label if isinstance(row, Dot) else row) for row in rows])
        for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
            tick.set_fontweight("normal" if isinstance(row, Dot) else "bold")
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(_within_shares(axes.get_xlim(), found))
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))  # in which 1 has its place
        axes.grid(axis="x")
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
        told = "; ".join(f"{one.group}, {one.label}: {one.value:.3f}" for one in found)
        return inline_svg(figure, name, f"{measure} with 95 % intervals. {told}", _COLOURS)


def risk_coverage(name: str, points: Points) -> str:
    """Draw how often an answer is wrong over the share of questions answered, the surest first."""

    def draw(axes: Axes) -> None:
        axes.plot([one["coverage"] for one in points], [one["risk"] for one in points], color=_ACCENT, clip_on=False)
        axes.set(xlabel="coverage", ylabel="risk", xlim=(0, 1), ylim=(0, 1))

    return _square(name, "Risk over coverage", draw)


def reliability(name: str, points: Points) -> str:
    """Draw how often answers of one confidence are right; on the diagonal, confidence says it exactly."""
    largest = max((one.get("count", 1) for one in points), default=1)

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], linestyle=(0, (4, 4)), color=_INK, linewidth=0.8)
        sizes = [12 + 100 * one.get("count", 1) / largest for one in points]
        across, up = [one["confidence"] for one in points], [one["accuracy"] for one in points]
        axes.plot(across, up, color=_ACCENT, linewidth=1, clip_on=False)
        axes.scatter(across, up, s=sizes, color=_ACCENT, clip_on=False)
        axes.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1), ylim=(0, 1))

    return _square(name, "Accuracy over confidence", draw)


def histogram(name: str, measure: str, values: Sequence[float]) -> str:
    """Draw how many questions have which value of a measure in [0, 1]."""
    with _drawing(1.9) as (figure, axes):
        axes.hist(values, bins=_BINS, range=(0, 1), color=_ACCENT, rwidth=0.88)
        axes.set(xlabel=_text(measure), ylabel="questions", xlim=(0, 1))
        axes.grid(axis="y")
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        return inline_svg(figure, name, f"How many questions have which {measure}", _COLOURS)


def _square(name: str, told: str, draw: Callable[[Axes], None]) -> str:
    with _drawing(3.2) as (figure, axes):
        draw(axes)
        axes.grid()
        return inline_svg(figure, name, told, _COLOURS)


@contextmanager
def _drawing(height: float) -> Iterator[tuple[Figure, Axes]]:
    """Give axes to draw on, in the style of the page."""
    style = rc_context(
        {
            "svg.hashsalt": "enthesis",
            "svg.fonttype": "none",
            "text.parse_math": False,  # a dollar in a name is a dollar
            "font.size": 10.5,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _LINE,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "xtick.color": _LINE,
            "xtick.labelcolor": _INK,
            "ytick.color": _LINE,
            "ytick.labelcolor": _INK,
            "grid.color": _LINE,
            "figure.facecolor": "none",
            "axes.facecolor": "none",
        }
    )
    with style, warnings.catch_warnings():
        # The reader's browser has the glyph: text stays text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        yield figure, figure.add_subplot()


def _within_shares(limits: Interval, found: Sequence[Dot]) -> Interval:
    """Return limits of an axis without the room left around ``found`` that is below 0 or above 1."""
    ends = [end for dot in found for end in (dot.value, *dot.interval)]
    return max(limits[0], min(0, *ends)), min(limits[1], max(1, *ends))


def _rows(found: Sequence[Dot]) -> Iterator[str | Dot]:
    group = None
    for dot in found:
        if dot.group != group:
            group = dot.group
            yield group
        yield dot


def _text(text: str) -> str:
    """Return a name as an axis can bear it."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
