"""The tables of what was measured: retrieval by set and configuration, answers by measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.measures.calibration import MEASURES as SMALLER_IS_BETTER
from eval.report.comparisons import answerer_of, groups, is_variant
from eval.report.tables import Table, estimates
from eval.runs import Run


def retrieval_table(runs: Sequence[Run]) -> Table | None:
    """Return one row for each set and configuration; None when no retrieval was measured."""
    found = [run for run in runs if run.kind == "retrieval"]
    if not found:
        return None
    measures = tuple(_measures(found))
    rows = ((run.name, run.configuration, *estimates(run.measures, run.intervals, measures)) for run in found)
    return Table("By set and configuration", ("set", "configuration", *measures), tuple(rows), heads=2)


def answer_tables(runs: Sequence[Run]) -> Iterator[Table]:
    """Give one table for each set of questions, as they are asked: a column for each configuration."""
    for group in _answers(runs):
        yield _beside([run for run in group if not is_variant(run)] or group)


def robustness_tables(runs: Sequence[Run]) -> Iterator[Table]:
    """Give one table for each set and answerer that was asked in other ways too: these beside it as asked."""
    for group in _answers(runs):
        for answerer in dict.fromkeys(answerer_of(run) for run in group):
            asked = [run for run in group if answerer_of(run) == answerer]
            if len(asked) > 1 and any(is_variant(run) for run in asked):
                yield _beside(asked)


def _answers(runs: Sequence[Run]) -> list[list[Run]]:
    return groups([run for run in runs if run.kind == "answers"])


def _beside(group: Sequence[Run]) -> Table:
    """Return a row for each measure, a column for each run; first of all how many questions each has."""
    measures = _measures(group)
    columns = [estimates(run.measures, run.intervals, measures) for run in group]
    counts = ("questions", *(f"{len(run.per_question):,}" for run in group))
    rows = zip((_named(measure) for measure in measures), *columns, strict=True)
    return Table(group[0].name, ("measure", *(run.configuration for run in group)), (counts, *rows))


def _named(measure: str) -> str:
    return f"{measure} (smaller is better)" if measure in SMALLER_IS_BETTER else measure


def _measures(runs: Sequence[Run]) -> list[str]:
    return list(dict.fromkeys(name for run in runs for name in run.measures))
