"""How fast a file of PubMed's baseline is read, selected from and taken in, and that memory does not grow with it.

The files are of invented words in the shape of NLM's (`tests.generated_pubmed`); one record in a thousand is wanted by
the selection. Speeds are set beside lxml's parser going through the same file without making anything of it, the works
taking turns, each in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TypedDict

from tests.benchmarks.ingesting import WANTED_TITLE, WORKS, Ingested, run_apart
from tests.benchmarks.results import Row, goal
from tests.benchmarks.workbench import Workbench
from tests.generated_pubmed import Inventor, Wanted, write_file

MB = 1_000_000
MOST_GROWTH = 1.25
_WANTED_EVERY = 1000
_IN_WORDS = {
    "parse_alone": "lxml's parser alone",
    "read": "reading into documents",
    "read_then_select": "reading all, then selecting",
    "select": "selecting",
    "take_in": "reading and storing",
    "take_in_selected": "selecting and storing",
}


class Speed(TypedDict):
    """Medians of one work on the larger file.

    ``times_parser`` is its processor time beside that of the parser alone, which what else runs disturbs least.

    ``records`` are those that came out of it: with a selection fewer than were gone through.
    """

    seconds: float
    mb_per_second: float
    records_per_second: float
    records: int
    times_parser: float


class Memory(TypedDict):
    """The most that a work held (MB) on the smaller and on the larger file, and how many times that is."""

    small_mb: float
    large_mb: float
    growth: float


class Ingest(TypedDict):
    """Sizes (MB) of the two files, the records of the larger, and each work by its name."""

    small_file_mb: float
    large_file_mb: float
    records: int
    speeds: dict[str, Speed]
    memory: dict[str, Memory]


def measure(bench: Workbench) -> Ingest:
    """Write the files and go through them."""
    bench.scratch.mkdir(parents=True, exist_ok=True)
    counts = bench.sizes.ingested_records
    small, large = (_a_file(bench.scratch / f"pubmed26n{count:05}.xml", count) for count in counts)
    smaller = {work: run_apart(work, small) for work in WORKS}
    rounds = [{work: run_apart(work, large) for work in WORKS} for _ in range(bench.sizes.rounds)]
    alone = median(one["parse_alone"]["cpu_seconds"] for one in rounds)
    return {
        "small_file_mb": small.stat().st_size / MB,
        "large_file_mb": large.stat().st_size / MB,
        "records": counts[1],
        "speeds": {work: _speed([one[work] for one in rounds], large, counts[1], alone) for work in WORKS},
        "memory": {work: memory for work in WORKS if (memory := _memory(smaller[work], rounds[-1][work]))},
    }


def rows(found: Ingest) -> list[Row]:
    """Return the figures for the table."""
    return [*_rows_of_speed(found), *_rows_of_memory(found)]


def _rows_of_speed(found: Ingest) -> Iterator[Row]:
    where = f"{found['records']} records of {found['large_file_mb']:.0f} MB"
    alone = found["speeds"]["parse_alone"]
    for work, speed in found["speeds"].items():
        figure = f"{_IN_WORDS[work]}, {where}, MB/s (records/s)"
        value = f"{speed['mb_per_second']:.1f} ({speed['records_per_second']:.0f})"
        beside = "" if work == "parse_alone" else f"{_IN_WORDS['parse_alone']}: {alone['mb_per_second']:.1f}"
        yield Row(figure, value, beside, f"{speed['times_parser']:.1f}× its time" if beside else "")


def _rows_of_memory(found: Ingest) -> Iterator[Row]:
    for work, memory in found["memory"].items():
        figure = f"peak memory, {_IN_WORDS[work]}, {found['large_file_mb']:.0f} MB, MB"
        against = f"{found['small_file_mb']:.0f} MB: {memory['small_mb']:.0f}"
        met = goal(f"≤ {MOST_GROWTH}×", met=memory["growth"] <= MOST_GROWTH)
        yield Row(figure, f"{memory['large_mb']:.0f}", against, f"{memory['growth']:.2f}×", met)


def _a_file(path: Path, count: int) -> Path:
    inventor, wanted = Inventor(), Wanted(title=WANTED_TITLE)
    return write_file(
        path, (inventor.article(pmid, None if pmid % _WANTED_EVERY else wanted) for pmid in range(1, count + 1))
    )


def _speed(runs: list[Ingested], path: Path, records: int, alone: float) -> Speed:
    seconds = median(run["seconds"] for run in runs)
    return {
        "seconds": seconds,
        "mb_per_second": path.stat().st_size / MB / seconds,
        "records_per_second": records / seconds,
        "records": runs[0]["records"],
        "times_parser": median(run["cpu_seconds"] for run in runs) / alone,
    }


def _memory(small: Ingested, large: Ingested) -> Memory | None:
    if small["peak_mb"] is None or large["peak_mb"] is None:
        return None
    growth = large["peak_mb"] / small["peak_mb"]
    return {"small_mb": small["peak_mb"], "large_mb": large["peak_mb"], "growth": growth}
