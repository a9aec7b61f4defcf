"""How long `enthesis serve` takes until it answers, and the memory it holds: starter corpus and a large index.

The encoder is exported and the index built, as at every start but the first. Memory is the process's own account of
itself after some use; what a passage costs is the difference between the two indexes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypedDict

import httpx

from tests.benchmarks.memory import memory_mb
from tests.benchmarks.results import Row
from tests.benchmarks.workbench import Built, Workbench
from tests.servers import Server, serving

SEARCHES, ANSWERS = 50, 20

_READY_WITHIN_SECONDS = 120
_LOOKED_EVERY_SECONDS = 0.02


class Start(TypedDict):
    """Median seconds from the start of the process, and its memory (1 MB is 10^6 bytes; None where there is no /proc).

    ``rss_mb`` is after `SEARCHES` searches and `ANSWERS` answers, ``peak_mb`` the most until then.
    """

    documents: int
    passages: int
    ready_seconds: float
    first_search_seconds: float
    rss_mb: float | None
    peak_mb: float | None


class Starts(TypedDict):
    """Both indexes, and the thousand bytes of memory that each further passage takes."""

    starter: Start
    large: Start
    kb_per_passage: float | None


def measure(bench: Workbench) -> Starts:
    """Start the service on both indexes."""
    starter = start_of(bench, bench.starter())
    large = start_of(bench, bench.real_index(bench.sizes.indexed_passages[-1]))
    growth = None
    if starter["rss_mb"] is not None and large["rss_mb"] is not None:
        growth = (large["rss_mb"] - starter["rss_mb"]) * 1000 / (large["passages"] - starter["passages"])
    return {"starter": starter, "large": large, "kb_per_passage": growth}


def rows(found: Starts) -> list[Row]:
    """Return the figures for the table."""
    table = []
    for start in (found["starter"], found["large"]):
        where = f"{start['passages']} passages"
        table += [
            Row(f"start until ready, {where}, s", f"{start['ready_seconds']:.2f}"),
            Row(f"start until the first search is answered, {where}, s", f"{start['first_search_seconds']:.2f}"),
            Row(f"resident memory, {where}, MB", megabytes(start["rss_mb"]), f"peak {megabytes(start['peak_mb'])}"),
        ]
    growth = found["kb_per_passage"]
    table.append(Row("resident memory for each further passage, KB", "–" if growth is None else f"{growth:.2f}"))
    return table


def megabytes(value: float | None) -> str:
    """Return a size in words; a dash where it is not known."""
    return "–" if value is None else f"{value:.0f}"


def start_of(bench: Workbench, built: Built) -> Start:
    """Start the service some times, and use it after the last."""
    queries = bench.queries()
    ready, searched = [], []
    for _ in range(bench.sizes.starts):
        began = perf_counter()
        with serve(bench, built) as server:
            ready.append(perf_counter() - began)
            search(server.http, queries[0])
            searched.append(perf_counter() - began)
            _use(server.http, queries)
            status = Path(f"/proc/{server.process.pid}/status")
            rss_mb, peak_mb = memory_mb("VmRSS", status), memory_mb("VmHWM", status)
    return {
        "documents": built.manifest.documents,
        "passages": built.manifest.passages,
        "ready_seconds": median(ready),
        "first_search_seconds": median(searched),
        "rss_mb": rss_mb,
        "peak_mb": peak_mb,
    }


@contextmanager
def serve(bench: Workbench, built: Built) -> Iterator[Server]:
    """Give a server on a data directory that is ready."""
    encoders = built.data_dir / "encoders"
    if not encoders.exists():
        encoders.symlink_to(bench.export().parent.resolve())
    with serving(built.data_dir, built.data_dir / "server.log") as server:
        server.until_ready(_READY_WITHIN_SECONDS, _LOOKED_EVERY_SECONDS)
        yield server


def search(http: httpx.Client, query: str) -> object:
    """Search over HTTP.

    Raises:
        HTTPStatusError: it was not answered.
    """
    return http.post("/v1/search", json={"query": query, "k": 10}).raise_for_status()


def _use(http: httpx.Client, queries: list[str]) -> None:
    for query in islice(cycle(queries), SEARCHES):
        search(http, query)
    for query in islice(cycle(queries), ANSWERS):
        http.post("/v1/answer", json={"question": query}).raise_for_status()
