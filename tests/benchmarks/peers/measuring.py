"""One engine measured: what it takes to build and to search, and how good what it finds is."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

import numpy as np

from eval.datasets.dataset import Dataset
from eval.measures.ranking import measure
from tests.benchmarks.memory import memory_mb
from tests.benchmarks.peers.engines import Candidate
from tests.benchmarks.peers.interfaces import Engine

K = 10
WARM_UP = 20
ROUNDS = 3
CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of one engine.

    Times of a search are those of one client, each query asked ``ROUNDS`` times after a warm-up; ``throughput_qps`` is
    what ``CLIENTS`` threads get in all. ``rss_mb`` (1 MB is 10^6 bytes) is the process after the warm-up, ``peak_mb``
    its most; both are None where there is no /proc. ``load_seconds`` are imports and model, no part of the build.
    """

    engine: str
    versions: dict[str, str | None]
    documents: int
    queries: int
    load_seconds: float
    build_seconds: float
    documents_per_second: float
    p50_ms: float
    p99_ms: float
    throughput_qps: float
    rss_mb: float | None
    peak_mb: float | None
    ndcg_at_10: float
    ndcg_interval: tuple[float, float]


def measure_engine(name: str, candidate: Candidate, dataset: Dataset) -> Measurement:
    """Build and search ``dataset`` with an engine in this process.

    Raises:
        ImportError: the engine is not installed.
    """
    engine, load_seconds = _timed_start(candidate)
    began = perf_counter()
    engine.build(dataset.documents)
    build_seconds = perf_counter() - began
    for query in islice(cycle(dataset.queries.values()), WARM_UP):
        engine.search(query, K)
    rss_mb = memory_mb("VmRSS")
    milliseconds, found = _ask_one_by_one(engine, list(dataset.queries.values()))
    rankings = {
        query: [dataset.source_ids[document] for document in documents]
        for query, documents in zip(dataset.queries, found, strict=True)
    }
    measured = measure(dataset.judgements, rankings)
    return Measurement(
        engine=name,
        versions=candidate.versions(),
        documents=len(dataset.documents),
        queries=len(dataset.queries),
        load_seconds=load_seconds,
        build_seconds=build_seconds,
        documents_per_second=len(dataset.documents) / build_seconds,
        p50_ms=percentile(milliseconds, 50),
        p99_ms=percentile(milliseconds, 99),
        throughput_qps=_throughput(engine, list(dataset.queries.values())),
        rss_mb=rss_mb,
        peak_mb=memory_mb("VmHWM"),
        ndcg_at_10=measured.means["nDCG@10"],
        ndcg_interval=measured.intervals["nDCG@10"],
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` per cent of ``values`` lie, between two of them in proportion."""
    return float(np.percentile(values, share))


def _timed_start(candidate: Candidate) -> tuple[Engine, float]:
    began = perf_counter()
    engine = candidate.start()
    return engine, perf_counter() - began


def _ask_one_by_one(engine: Engine, queries: list[str]) -> tuple[list[float], list[list[str]]]:
    """Return the milliseconds of every search, and what the last round found for each query."""
    milliseconds: list[float] = []
    found: list[list[str]] = []
    for _ in range(ROUNDS):
        found = []
        for query in queries:
            began = perf_counter()
            found.append(engine.search(query, K))
            milliseconds.append((perf_counter() - began) * 1000)
    return milliseconds, found


def _throughput(engine: Engine, queries: list[str]) -> float:
    """Return searches per second of ``CLIENTS`` threads that each ask the next query as soon as they have an answer."""
    asked = queries * ROUNDS
    with ThreadPoolExecutor(CLIENTS) as clients:
        began = perf_counter()
        for _ in clients.map(lambda query: engine.search(query, K), asked):
            pass
        return len(asked) / (perf_counter() - began)
