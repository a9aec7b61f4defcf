"""What was measured, and what the figures depend on: the manifests of the runs, each fact told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from eval.report.tables import NOTHING, Table
from eval.runs import Run


def measured(runs: Sequence[Run], previous: Sequence[Run]) -> Table:
    """Return one line a run, numbered from 1: what it is of, and of which state of the code."""
    named = [(run, run.kind) for run in runs] + [(run, f"{run.kind}, before") for run in previous]
    rows = (
        (
            str(number),
            run.name,
            run.configuration,
            kind,
            ", ".join(f"{count:,} {what}" for what, count in run.counts.items()),
            commit_of(run),
            str(run.manifest.get("code", NOTHING)),
        )
        for number, (run, kind) in enumerate(named, start=1)
    )
    columns = ("run", "set", "configuration", "kind", "of", "commit", "code")
    return Table("Runs in this report", columns, tuple(rows))


def commit_of(run: Run) -> str:
    """Return the commit that a run was made from; a dash where it does not say."""
    machine = run.manifest.get("machine")
    return str((machine.get("commit") if isinstance(machine, Mapping) else None) or NOTHING)


def dependencies(runs: Sequence[Run]) -> Table:
    """Return everything that the manifests say, and in which runs they say it; runs are numbered from 1."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, run in enumerate(runs, start=1):
        for what, value in _facts(run.manifest):
            found.setdefault(what, {}).setdefault(value, []).append(number)
    rows = (
        (what, value, "all" if len(numbers) == len(runs) else _ranges(numbers))
        for what, values in found.items()
        for value, numbers in values.items()
    )
    return Table("What the figures depend on", ("what", "value", "in runs"), tuple(rows))


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as ``1–3, 5``."""
    groups = groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0])
    runs = ([number for _, number in group] for _, group in groups)
    return ", ".join(f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for one in runs)


def _facts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Return what stands in a manifest, however deep, as path and text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _facts(inner, (*path, str(key)))
    elif isinstance(value, list):
        yield " · ".join(path), ", ".join(map(str, value))
    else:
        yield " · ".join(path), NOTHING if value is None else str(value)
