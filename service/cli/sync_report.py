"""How `enthesis corpus sync` tells what it did."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import typer

from corpus.sync.report import SyncReport
from corpus.sync.saved_queries import SavedQuery
from service.cli.terminal import UPSTREAM_AT_FAULT, out, print_json, say


def tell(report: SyncReport, *, as_json: bool) -> None:
    """Print the report of a run, and end with the code of a fault of the upstream where there was one."""
    if as_json:
        print_json(_result(report))
    else:
        _print(report)
    if report.fault:
        raise typer.Exit(UPSTREAM_AT_FAULT)


def _result(report: SyncReport) -> dict[str, Any]:
    counts = {name: len(getattr(report, name)) for name in ("added", "changed", "retracted")}
    return {
        "name": report.name,
        "source": report.source,
        "query": report.query,
        "since": iso(report.since),
        **counts,
        "unchanged": report.unchanged,
        "rejected": [asdict(reject) for reject in report.rejected],
        "notes": report.notes,
        "watermark": iso(report.watermark),
        "fault": report.fault,
    }


def _print(report: SyncReport) -> None:
    for note in report.notes:
        say(f"{report.source}, of the query: {note}")
    for reject in report.rejected:
        named = f" ({reject.identifier})" if reject.identifier else ""
        say(f"{report.name}: {reject.position}{named}: {reject.reason}")
    out().print(
        f"{report.name}: {len(report.added)} added, {len(report.changed)} changed, {len(report.retracted)} of these "
        f"retracted, {report.unchanged} unchanged, {len(report.rejected)} rejected",
        markup=False,
        soft_wrap=True,
    )
    stands = f"stands at {report.watermark}" if report.watermark else "is not set: not everything has been taken in yet"
    if report.fault:
        say(f"enthesis: {report.fault}. What is counted above was kept. The watermark {stands}. Run the same again.")
    else:
        out().print(f"The watermark {stands}.", markup=False)
    if report.added or report.changed:
        out().print("Run `enthesis index build` to make it searchable.", markup=False)


def described(saved: SavedQuery) -> dict[str, str]:
    """Return what a saved query is, as JSON."""
    return {"name": saved.name, "source": saved.source, "query": saved.query}


def iso(day: date | None) -> str | None:
    """Return a day as ISO 8601, None where there is none."""
    return day.isoformat() if day else None
