"""A data set searched: its documents indexed in memory, every judged query asked in several modes.

Vectors are kept between runs, of passages and of queries each in a folder of its own (see `index.embedding_cache`):

    <kept>/passages/unfinished/<encoder fingerprint>/<number>.npz
    <kept>/queries/unfinished/<encoder fingerprint>/<number>.npz

What is there is not encoded again, so work that was interrupted goes on where it stopped. Nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.datasets.dataset import Dataset
from eval.datasets.trec import Ranked
from index.assembly import encoder_facts
from index.build import Progress, encode, make_searcher
from index.embedding_cache import EmbeddingCache
from index.filters import Filters
from index.generations import Generations
from index.interfaces import Embedder, Vectors
from index.search import Hit, Mode

DEPTH = 100
"""How many documents of a ranking are measured, unless a measure looks deeper."""

# Called with what is to be done; gives what is told how far it is.
Bar = Callable[[str], AbstractContextManager[Progress]]

_EVERYTHING = Filters(include_retracted=True)


@contextmanager
def silently(_what: str) -> Iterator[Progress]:
    """Show nothing."""
    yield lambda _done, _total: None


@dataclass(frozen=True, slots=True)
class Found:
    """What one configuration found for each query: documents by descending score, equal ones by id.

    ``parts`` and ``files`` are what it depends on besides the data set. ``timings`` are in seconds, or a second;
    ``passages_encoded`` are those that were not kept from an earlier run, and searching is without encoding queries.
    """

    configuration: str
    rankings: dict[str, list[Ranked]]
    parts: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def orders(self) -> dict[str, list[str]]:
        """The rankings without their scores."""
        return {query: [ranked.document_id for ranked in ranking] for query, ranking in self.rankings.items()}


def search_dataset(
    dataset: Dataset,
    embedder: Embedder,
    modes: Sequence[Mode],
    *,
    depth: int = DEPTH,
    kept: Path | None = None,
    bar: Bar = silently,
) -> dict[Mode, Found]:
    """Return for each of ``modes`` the best ``depth`` documents of every query; encoding is done once for all.

    Every document can be found, retracted ones too. Words alone need no vectors, and none are made then. A ``depth``
    beyond 100 lets every way of searching bring up as many candidates, on which hybrid scores depend.

    Raises:
        IndexBusyError: another process encodes the same set.
        IndexWriteError: vectors cannot be kept.
    """
    if set(modes) == {"lexical"}:
        embedder, kept = WordsOnly(), None
    timed = TimedEmbedder(embedder)
    with bar("Encoding sentences") as on_progress, _cache(kept, "passages", embedder) as cache:
        searcher = make_searcher(dataset.documents, timed, on_progress, cache)
    vectors, query_seconds = _encode_queries(dataset, embedder, kept, bar)
    encoding = {
        "passages_encoded": timed.passages,
        "encode_seconds": timed.seconds,
        "passages_per_second": timed.passages / timed.seconds if timed.passages else 0.0,
        "query_encode_seconds": query_seconds,
    }
    found = {}
    for mode in modes:
        # One more: it may be the query itself.
        search = partial(searcher.search_encoded, k=depth + 1, mode=mode, filters=_EVERYTHING)
        started = perf_counter()
        with bar(f"Searching, {mode}") as on_progress:
            rankings = _search_all(dataset, search, vectors, depth, on_progress)
        seconds = perf_counter() - started
        searching = {"search_seconds": seconds, "queries_per_second": len(rankings) / seconds}
        found[mode] = Found(mode, rankings, _parts(mode, embedder), timings=encoding | searching)
    return found


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


class WordsOnly:
    """An embedder for searches by words alone: every vector is the same, and costs nothing."""

    name, fingerprint, dimension, max_tokens = "none", "0" * 16, 1, 1_000_000

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        """Return 0 for each: nothing is ever too long."""
        return [0] * len(texts)

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return zeros, shape ``(len(texts), 1)``."""
        return np.zeros((len(texts), self.dimension), np.float32)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """As `embed_passages`."""
        return self.embed_passages(texts)


class _QueriesAsPassages(TimedEmbedder):
    """An embedder for what encodes passages and is given queries."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._embed_passages = embedder.embed_queries


if TYPE_CHECKING:
    _: tuple[type[Embedder], ...] = (TimedEmbedder, WordsOnly)


@contextmanager
def _cache(kept: Path | None, kind: str, embedder: Embedder) -> Iterator[EmbeddingCache | None]:
    if kept is None:
        yield None
        return
    generations = Generations(kept / kind)
    with generations.locked():
        yield EmbeddingCache(generations, embedder.fingerprint)


def _encode_queries(dataset: Dataset, embedder: Embedder, kept: Path | None, bar: Bar) -> tuple[Vectors, float]:
    """Return a vector for each query, and the seconds they took."""
    started = perf_counter()
    with bar("Encoding queries") as on_progress, _cache(kept, "queries", embedder) as cache:
        vectors = encode(list(dataset.queries.values()), _QueriesAsPassages(embedder), on_progress, cache)
    return vectors, perf_counter() - started


def _parts(mode: Mode, embedder: Embedder) -> dict[str, Any]:
    return {} if mode == "lexical" else {"encoder": encoder_facts(embedder).model_dump()}


def _search_all(
    dataset: Dataset, search: Callable[[str, Vectors], list[Hit]], vectors: Vectors, depth: int, on_progress: Progress
) -> dict[str, list[Ranked]]:
    rankings = {}
    for done, ((query_id, text), vector) in enumerate(zip(dataset.queries.items(), vectors, strict=True), 1):
        rankings[query_id] = _ranking(dataset, search(text, vector), query_id)[:depth]
        on_progress(done, len(dataset.queries))
    return rankings


def _ranking(dataset: Dataset, hits: list[Hit], query_id: str) -> list[Ranked]:
    found = (Ranked(dataset.source_ids[hit.passage.document_id], hit.score) for hit in hits)
    return [ranked for ranked in found if dataset.finds_own_id or ranked.document_id != query_id]
