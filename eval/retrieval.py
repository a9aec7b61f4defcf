"""Retrieval measured on a data set: the documents indexed in memory, every judged query asked, the answers measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from eval.datasets.beir import Dataset, read_dataset
from eval.datasets.trec import Ranked, check_destination, write_run
from eval.measures.ranking import measure
from eval.runs import Run
from index.build import Progress, make_searcher
from index.interfaces import Embedder, Vectors
from index.search import Hit, Mode, Searcher

DEPTH = 100

_QUERY_BATCH = 64


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of work and what was done in them. ``search_seconds`` are without encoding the queries."""

    passages: int
    encode_seconds: float
    passages_per_second: float
    query_encode_seconds: float
    search_seconds: float
    queries_per_second: float


@dataclass(frozen=True, slots=True)
class RetrievalRun:
    """What one mode found for each judged query: documents by descending score, equal ones by id."""

    mode: Mode
    rankings: dict[str, list[Ranked]]
    timings: Timings


def evaluate_retrieval(
    folder: Path,
    embedder: Embedder,
    *,
    split: str = "test",
    mode: Mode = "hybrid",
    run_out: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """Measure retrieval by ``mode`` on the BEIR data set in ``folder``; write the run to ``run_out`` when it is given.

    Raises:
        DatasetError: the data set cannot be read (see `read_dataset`).
        RunFileError: the run cannot be written; found out before anything is encoded, as far as that goes.
    """
    dataset = read_dataset(folder, split)
    if run_out:
        check_destination(run_out, [*dataset.queries, *dataset.source_ids.values()])
    (run,) = run_retrieval(dataset, embedder, [mode], progress=progress)
    if run_out:
        write_run(run_out, run.rankings, f"enthesis-{mode}")
    return report_on(dataset, run)


def run_retrieval(
    dataset: Dataset,
    embedder: Embedder,
    modes: Sequence[Mode],
    *,
    depth: int = DEPTH,
    progress: Progress | None = None,
) -> list[RetrievalRun]:
    """Return for each of ``modes`` the best ``depth`` documents of every query; encoding is done once for all.

    As in BEIR, a query never finds the document that has its id. Words alone need no vectors, and none are made then.
    """
    timed = TimedEmbedder(embedder if set(modes) != {"lexical"} else _NoVectors())
    searcher = make_searcher(dataset.documents, timed, progress)
    started = perf_counter()
    vectors = _encode_queries(timed, list(dataset.queries.values()))
    query_seconds = perf_counter() - started
    runs = []
    for mode in modes:
        started = perf_counter()
        rankings = _search_all(dataset, searcher, vectors, mode, depth)
        timings = _timings(timed, query_seconds, len(rankings), perf_counter() - started)
        runs.append(RetrievalRun(mode, rankings, timings))
    return runs


def report_on(dataset: Dataset, run: RetrievalRun) -> Run:
    """Return ``run`` measured against the judgements of ``dataset``."""
    orders = {query: [ranked.document_id for ranked in ranking] for query, ranking in run.rankings.items()}
    measured = measure(dataset.judgements, orders)
    return Run(
        kind="retrieval",
        name=f"{dataset.name} {dataset.split}",
        configuration=run.mode,
        measures=dict(measured.means),
        intervals=measured.intervals,
        counts={"documents": dataset.size, "queries": len(dataset.queries)},
        warnings=dataset.warnings,
        per_question={query: dict(values) for query, values in measured.per_query.items()},
        timings=asdict(run.timings),
    )


class _NoVectors:
    """An embedder for searches by words alone: every vector is the same, and costs nothing."""

    name, fingerprint, dimension, max_tokens = "none", "0" * 16, 1, 1_000_000

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        return [0] * len(texts)

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        return np.zeros((len(texts), self.dimension), np.float32)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        return self.embed_passages(texts)


class TimedEmbedder:
    """An embedder that counts the passages it encoded and the seconds they took."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self.embed_queries = embedder.embed_queries
        self._embed_passages = embedder.embed_passages
        self.passages = 0
        self.seconds = 0.0

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Encode, and count (see `Embedder`)."""
        started = perf_counter()
        vectors = self._embed_passages(texts)
        self.seconds += perf_counter() - started
        self.passages += len(texts)
        return vectors


if TYPE_CHECKING:
    _: tuple[type[Embedder], ...] = (TimedEmbedder, _NoVectors)


def _encode_queries(embedder: Embedder, texts: list[str]) -> Vectors:
    starts = range(0, len(texts), _QUERY_BATCH)
    return np.concatenate([embedder.embed_queries(texts[start : start + _QUERY_BATCH]) for start in starts])


def _search_all(
    dataset: Dataset, searcher: Searcher, vectors: Vectors, mode: Mode, depth: int
) -> dict[str, list[Ranked]]:
    rankings = {}
    for (query_id, text), vector in zip(dataset.queries.items(), vectors, strict=True):
        hits = searcher.search_encoded(text, vector, depth + 1, mode=mode)  # one more: it may be the query itself
        rankings[query_id] = _ranking(dataset, hits, query_id)[:depth]
    return rankings


def _ranking(dataset: Dataset, hits: list[Hit], query_id: str) -> list[Ranked]:
    found = (Ranked(dataset.source_ids[hit.passage.document_id], hit.score) for hit in hits)
    return sorted(
        (ranked for ranked in found if ranked.document_id != query_id),
        key=lambda ranked: (-ranked.score, ranked.document_id),
    )


def _timings(timed: TimedEmbedder, query_seconds: float, queries: int, search_seconds: float) -> Timings:
    return Timings(
        passages=timed.passages,
        encode_seconds=timed.seconds,
        passages_per_second=timed.passages / timed.seconds,
        query_encode_seconds=query_seconds,
        search_seconds=search_seconds,
        queries_per_second=queries / search_seconds,
    )
