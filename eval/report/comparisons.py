"""Which runs are compared with which, and the tables of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.comparison import Comparison, MeasureCompared, compare
from eval.report.tables import Cell, Estimate, Table
from eval.robustness import CONDITIONS
from eval.runs import AS_ASKED, Run

_MARKS = {"better": "▲ better", "worse": "▼ worse"}


def groups(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs of one set together: several ways to search it, or several ways to ask it."""
    found: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        found.setdefault((run.kind, run.name), []).append(run)
    return list(found.values())


def within(runs: Sequence[Run]) -> Iterator[Table]:
    """Compare what is of one set: hybrid search with each other, and each variant of questions with these as asked."""
    for group in groups(runs):
        for before, after in _pairs(group):
            columns = (before.configuration, after.configuration)
            yield _table(compare(before, after), f"{before.name}: {' → '.join(columns)}", columns)


def since(before: Run, after: Run) -> Table:
    """Compare a run with an earlier one.

    Raises:
        ComparisonError: they have no question in common.
    """
    caption = after.title if before.title == after.title else f"{before.title} → {after.title}"
    return _table(compare(before, after), caption, ("before", "now"))


def _table(compared: Comparison, caption: str, pair: tuple[str, str]) -> Table:
    columns = ("measure", "questions", *pair, "difference", "p", "p, Holm", "verdict")
    return Table(caption, columns, tuple(_row(one) for one in compared.measures))


def is_variant(run: Run) -> bool:
    """Whether the questions were put otherwise than they stand."""
    return _condition(run) not in {None, AS_ASKED}


def answerer_of(run: Run) -> str:
    """Return what answered: the configuration without the condition under which it was asked."""
    return run.configuration.removesuffix(f", {_condition(run)}")


def _condition(run: Run) -> str | None:
    return next((one for one in CONDITIONS if run.configuration.endswith(f", {one}")), None)


def _pairs(group: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Give before and after: hybrid search comes after what it is made of, a variant after what it is of."""
    hybrid = next((run for run in group if run.configuration.split()[:1] == ["hybrid"]), None)
    for run in group:
        reference = hybrid or _reference(run, group)
        if run is not reference and run.per_question.keys() & reference.per_question.keys():
            yield (run, reference) if hybrid else (reference, run)


def _reference(run: Run, group: Sequence[Run]) -> Run:
    """Return what a run is compared with: a variant with the same answerer as asked, others with the first as asked."""
    plain = [other for other in group if not is_variant(other)]
    own = [other for other in plain if answerer_of(other) == answerer_of(run)]
    return next(iter(own if is_variant(run) else plain), group[0])


def _row(one: MeasureCompared) -> tuple[Cell, ...]:
    return (
        one.measure,
        f"{one.questions:,}",
        Estimate(one.before),
        Estimate(one.after),
        Estimate(one.difference, one.interval, signed=True),
        f"{one.p:.4f}",
        f"{one.p_corrected:.4f}",
        _MARKS.get(one.verdict, one.verdict),
    )
