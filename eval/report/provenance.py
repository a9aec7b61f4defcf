"""What was measured, and what the figures depend on: the manifests of the runs, told once where they agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.report.tables import NOTHING, Table
from eval.runs import Run


def measured(runs: Sequence[Run], previous: Sequence[Run]) -> Table:
    """Return one line a run: what it is of, and of which state of the code."""
    named = [("", run) for run in runs] + [(", before", run) for run in previous]
    rows = tuple(
        (
            run.name,
            run.configuration,
            f"{run.kind}{when}",
            ", ".join(f"{count:,} {what}" for what, count in run.counts.items()),
            commit_of(run),
            str(run.manifest.get("code", NOTHING)),
        )
        for when, run in named
    )
    return Table("Runs in this report", ("set", "configuration", "kind", "of", "commit", "code"), rows, heads=2)


def commit_of(run: Run) -> str:
    """Return the commit that a run was made from; a dash where it does not say."""
    machine = run.manifest.get("machine")
    return str((machine.get("commit") if isinstance(machine, Mapping) else None) or NOTHING)


def agreed(runs: Sequence[Run]) -> Table:
    """Return what every run says alike of what its figures depend on."""
    shared = _shared(runs)
    return Table("The same in every run", ("what", "value"), tuple(sorted(shared.items())))


def own(runs: Sequence[Run]) -> Table:
    """Return what only some runs say, run by run."""
    shared = _shared(runs)
    rows = [
        (run.title, what, value)
        for run in runs
        for what, value in _facts(run.manifest)
        if shared.get(what) != value or what not in shared
    ]
    return Table("What differs between runs", ("run", "what", "value"), tuple(dict.fromkeys(rows)), heads=2)


def _shared(runs: Sequence[Run]) -> dict[str, str]:
    first, *others = [dict(_facts(run.manifest)) for run in runs]
    return {what: value for what, value in first.items() if all(other.get(what) == value for other in others)}


def _facts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Return what stands in a manifest, however deep, as path and text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _facts(inner, (*path, str(key)))
    elif isinstance(value, list):
        yield " · ".join(path), ", ".join(map(str, value))
    else:
        yield " · ".join(path), NOTHING if value is None else str(value)
