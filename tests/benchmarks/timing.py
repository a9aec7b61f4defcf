"""Milliseconds of single calls, of works that take turns, and of several clients at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter
from typing import TypedDict

from tests.benchmarks.peers.measuring import percentile

Work = Callable[[str], object]


class Latency(TypedDict):
    """Milliseconds of one client's calls."""

    p50_ms: float
    p99_ms: float


class Load(TypedDict):
    """What ``clients`` threads get in all, each calling again as soon as it has its answer."""

    clients: int
    per_second: float
    p99_ms: float


def milliseconds(work: Work, query: str) -> float:
    """Return how long one call takes."""
    began = perf_counter()
    work(query)
    return (perf_counter() - began) * 1000


def in_turns(works: Mapping[str, Work], queries: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of every call of each work: ``rounds`` times all queries, the works taking turns.

    What disturbs the machine for a while disturbs all of them. One round before is not counted.
    """
    took: dict[str, list[float]] = {name: [] for name in works}
    for counted in (False, *[True] * rounds):
        for name, work in works.items():
            found = [milliseconds(work, query) for query in queries]
            took[name] += found if counted else []
    return took


def latency(took: Sequence[float]) -> Latency:
    """Return the middle and the end of these milliseconds."""
    return {"p50_ms": median(took), "p99_ms": percentile(took, 99)}


def under_load(work: Work, queries: Sequence[str], clients: int) -> Load:
    """Ask all queries once with so many client threads."""
    with ThreadPoolExecutor(clients) as threads:
        began = perf_counter()
        took = list(threads.map(lambda query: milliseconds(work, query), queries))
        seconds = perf_counter() - began
    return {"clients": clients, "per_second": len(queries) / seconds, "p99_ms": percentile(took, 99)}
