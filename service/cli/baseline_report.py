"""What `enthesis corpus baseline` says: of each file as it is kept, and of all of them at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpus.baseline.loading import FileReport
from corpus.store import ImportReport
from service.cli.terminal import out, say

MB = 1_000_000


def as_record(one: FileReport) -> dict[str, Any]:
    """Return what became of a file for machine output. Megabytes are those of the file as it lies on disk."""
    return {
        "file": str(one.file.path),
        "passed_over": one.report is None,
        **_counts(one),
        "rejected": [asdict(reject) for reject in one.report.rejected] if one.report else [],
        "warnings": list(one.warnings),
        **_speed(one.file.size, one.seconds),
    }


def total_of(reports: Sequence[FileReport], seconds: float) -> dict[str, Any]:
    """Return the sums over all files that were not passed over, and the speed of the whole run."""
    taken = [one for one in reports if one.report]
    counts = [_counts(one) for one in taken]
    return {
        "files": len(taken),
        "passed_over": len(reports) - len(taken),
        **{name: sum(count[name] for count in counts) for name in _counts_of(ImportReport(), 0)},
        "rejected": sum(len(one.report.rejected) for one in taken if one.report),
        **_speed(sum(one.file.size for one in taken), seconds),
    }


def tell_of(one: FileReport) -> None:
    """Say on stderr what became of a file, its warnings and its rejects."""
    for warning in one.warnings:
        say(f"{one.file.path}: {warning}")
    if one.report is None:
        say(f"{one.file.path}: taken in before, passed over")
        return
    for reject in one.report.rejected:
        named = f" ({reject.identifier})" if reject.identifier else ""
        say(f"{one.file.path}: {reject.position}{named}: {reject.reason}")
    counts = {**_counts(one), "rejected": len(one.report.rejected)}
    say(f"{one.file.path}: {_counted(counts)}{_timed(_speed(one.file.size, one.seconds))}")


def print_total(summary: dict[str, Any]) -> None:
    """Print the sums, how many documents there now are, and what ended the run if something did."""
    total = summary["total"]
    counts = {name: total[name] for name in (*_counts_of(ImportReport(), 0), "rejected")}
    out().print(
        f"{total['files']} files taken in, {total['passed_over']} passed over: {_counted(counts)}{_timed(total)}",
        markup=False,
    )
    if summary["error"]:
        say(f"enthesis: {summary['error']}")
    out().print(f"{summary['documents']} documents. Run `enthesis index build` to make them searchable.", markup=False)


def _counts(one: FileReport) -> dict[str, int]:
    return _counts_of(one.report or ImportReport(), one.left_out)


def _counts_of(report: ImportReport, left_out: int) -> dict[str, int]:
    return {
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": report.unchanged,
        "filtered_out": left_out,
    }


def _speed(size: int, seconds: float) -> dict[str, float]:
    per_second = size / MB / seconds if seconds else 0.0
    return {"megabytes": round(size / MB, 3), "seconds": round(seconds, 3), "mb_per_second": round(per_second, 3)}


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())


def _timed(speed: dict[str, Any]) -> str:
    return f"; {speed['megabytes']:.1f} MB in {speed['seconds']:.1f} s, {speed['mb_per_second']:.2f} MB/s"
