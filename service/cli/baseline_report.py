"""What `enthesis corpus baseline` says: of each file as it is kept, and of all of them at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpus.baseline.loading import FileReport
from corpus.store import ImportReport
from service.cli.terminal import out, say

_MB = 1_000_000
_COUNTS = ["added", "changed", "unchanged", "deleted", "merged", "retracted", "filtered_out", "superseded", "rejected"]


def as_record(one: FileReport) -> dict[str, Any]:
    """Return what became of a file for machine output. Megabytes are those of the file as it lies on disk.

    The ids of its documents are let go, of which the files of a whole baseline have millions.
    """
    report = one.report or ImportReport()
    return {
        "file": str(one.file.path),
        "passed_over": one.report is None,
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": report.unchanged,
        "deleted": len(report.removed),
        "merged": len(report.merged),
        "retracted": len(report.retracted),
        "filtered_out": one.left_out,
        "superseded": one.superseded,
        "rejected": len(report.rejected),
        "rejects": list(map(asdict, report.rejected)),
        "warnings": list(one.warnings),
        **_speed(one.file.size, one.seconds),
    }


def total_of(files: Sequence[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Return the sums over all files that were not passed over, and the speed of the whole run."""
    taken = [file for file in files if not file["passed_over"]]
    return {
        "files": len(taken),
        "passed_over": len(files) - len(taken),
        **{name: sum(file[name] for file in taken) for name in _COUNTS},
        **_speed(sum(file["megabytes"] for file in taken) * _MB, seconds),
    }


def tell_of(file: dict[str, Any]) -> None:
    """Say on stderr what became of a file, its warnings and its rejects."""
    for warning in file["warnings"]:
        say(f"{file['file']}: {warning}")
    for reject in file["rejects"]:
        named = f" ({reject['identifier']})" if reject["identifier"] else ""
        say(f"{file['file']}: {reject['position']}{named}: {reject['reason']}")
    what = "taken in before, passed over" if file["passed_over"] else _counted(file)
    say(f"{file['file']}: {what}")


def print_total(summary: dict[str, Any]) -> None:
    """Print the sums, how many documents there now are, and what ended the run if something did."""
    total = summary["total"]
    out().print(f"{total['files']} files taken in, {total['passed_over']} passed over: {_counted(total)}", markup=False)
    if summary["error"]:
        say(f"enthesis: {summary['error']}")
    out().print(f"{summary['documents']} documents. Run `enthesis index build` to make them searchable.", markup=False)


def _speed(size: float, seconds: float) -> dict[str, float]:
    per_second = size / _MB / seconds if seconds else 0.0
    return {"megabytes": round(size / _MB, 3), "seconds": round(seconds, 3), "mb_per_second": round(per_second, 3)}


def _counted(of: dict[str, Any]) -> str:
    counts = ", ".join(f"{of[name]} {name.replace('_', ' ')}" for name in _COUNTS)
    return f"{counts}; {of['megabytes']:.1f} MB in {of['seconds']:.1f} s, {of['mb_per_second']:.2f} MB/s"
