"""A search and an answer beside the bare sum of their parts, over HTTP, and for several clients at once.

The bare parts of a search are four calls: encode the query, let FAISS find as many rows as `Searcher` asks of it, score
every document by its words, and fuse both for those rows. No document is looked up, nothing grouped, cut or cited.

Questions that wait together could be encoded together: whether that would gain anything over one thread a question is
measured last, by the clock and by processor time.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import TypedDict

import httpx

import eval as evaluation
from eval.datasets.questions import read_questions
from index.bm25_lexical import Bm25Lexical
from index.faiss_vectors import FaissVectors
from index.fusion import fuse
from index.interfaces import Embedder
from index.passage_table import PassageTable
from index.search import _DEPTH, _ROWS_PER_DOCUMENT
from service import answering, search
from service.interfaces import Answerer
from service.sources import Sources
from service.wiring import make_answerer
from tests.benchmarks import start
from tests.benchmarks.results import Row, goal
from tests.benchmarks.timing import Latency, Load, Work, in_turns, latency, under_load
from tests.benchmarks.workbench import Built, Workbench

ROWS = _DEPTH * _ROWS_PER_DOCUMENT
"""How many rows FAISS is asked for at a search."""

CLIENTS = (1, 2, 4, 8)
TOGETHER = (2, 4, 8)
MOST_OF_BARE = 1.3
"""How many times the bare parts a search should take at most."""


class Index(TypedDict):
    """Latencies by encode, bare, search, answer and http (a search), each but encode as a ratio of bare's p50; loads
    of searches in this process and over HTTP, whose clients take their share of the same processors."""

    documents: int
    passages: int
    latencies: dict[str, Latency]
    of_bare: dict[str, float]
    in_process: list[Load]
    over_http: list[Load]


class Encoded(TypedDict):
    """Queries per second, and processor milliseconds a query."""

    per_second: float
    cpu_ms: float


class Together(TypedDict):
    """``queries`` at a time: each on a thread of its own, and all in one call."""

    queries: int
    apart: Encoded
    together: Encoded


class Search(TypedDict):
    """Both indexes, and queries encoded apart and together."""

    starter: Index
    large: Index
    encoding: list[Together]


def measure(bench: Workbench) -> Search:
    """Search and answer on both indexes."""
    embedder = bench.embedder()
    questions = [one.question for one in read_questions(_DEVELOPMENT_QUESTIONS)][: bench.sizes.queries]
    queries = bench.queries()
    return {
        "starter": _measure(bench, bench.starter(), embedder, questions),
        "large": _measure(bench, bench.real_index(bench.sizes.indexed_passages[-1]), embedder, queries),
        "encoding": [_apart_and_together(embedder, queries, count, bench.sizes.rounds) for count in TOGETHER],
    }


def rows(found: Search) -> list[Row]:
    """Return the figures for the table."""
    table = []
    for one in (found["starter"], found["large"]):
        table += _latency_rows(one) + _load_rows(one)
    for both in found["encoding"]:
        apart, together = both["apart"], both["together"]
        table.append(
            Row(
                f"encode {both['queries']} questions in one call, questions per second",
                f"{together['per_second']:.0f} ({together['cpu_ms']:.2f} processor ms each)",
                f"{apart['per_second']:.0f} on a thread each ({apart['cpu_ms']:.2f})",
                f"{together['per_second'] / apart['per_second']:.2f}×",
            )
        )
    return table


_DEVELOPMENT_QUESTIONS = Path(evaluation.__file__).parent / "data" / "development.jsonl"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a search, opened by themselves."""

    embedder: Embedder
    vectors: FaissVectors
    lexical: Bm25Lexical
    table: PassageTable

    def __call__(self, query: str) -> object:
        vector = self.embedder.embed_queries([query])[0]
        rows = self.vectors.search(vector, ROWS)
        words = self.lexical.scores(query)
        return fuse(self.vectors.scores(vector, rows), words[self.table.owners[rows]], 0.0)


@dataclass(frozen=True, slots=True)
class _Service:
    """What a request calls, without HTTP."""

    sources: Sources
    answerer: Answerer = field(default_factory=make_answerer)

    def search(self, query: str) -> object:
        return search.search(self.sources, query, 10)

    def answer(self, question: str) -> object:
        return answering.answer(self.sources, self.answerer, question)


def _measure(bench: Workbench, built: Built, embedder: Embedder, queries: Sequence[str]) -> Index:
    service = _Service(built.sources(embedder))
    with start.serve(bench, built) as server:
        works: dict[str, Work] = {
            "encode": lambda query: embedder.embed_queries([query]),
            "bare": _parts(built, embedder),
            "search": service.search,
            "answer": service.answer,
            "http": partial(start.search, server.http),
        }
        took = in_turns(works, queries, bench.sizes.rounds)
        asked = list(queries) * bench.sizes.rounds
        in_process = [under_load(service.search, asked, clients) for clients in CLIENTS]
        over_http = [_under_http_load(server.http, asked, clients) for clients in CLIENTS]
    latencies = {name: latency(times) for name, times in took.items()}
    return {
        "documents": built.manifest.documents,
        "passages": built.manifest.passages,
        "latencies": latencies,
        "of_bare": {name: one["p50_ms"] / latencies["bare"]["p50_ms"] for name, one in latencies.items()},
        "in_process": in_process,
        "over_http": over_http,
    }


def _parts(built: Built, embedder: Embedder) -> _Parts:
    directory = built.generation
    return _Parts(embedder, FaissVectors.load(directory), Bm25Lexical.load(directory), PassageTable.load(directory))


def _under_http_load(http: httpx.Client, queries: Sequence[str], clients: int) -> Load:
    return under_load(partial(start.search, http), queries, clients)


def _apart_and_together(embedder: Embedder, queries: Sequence[str], count: int, rounds: int) -> Together:
    """Encode so many queries at a time, apart and together in turns."""
    groups = [list(queries[first : first + count]) for first in range(0, len(queries) - count + 1, count)]
    apart, together = _Stopwatch(), _Stopwatch()
    with ThreadPoolExecutor(count) as threads:
        for _ in range(rounds):
            for group in groups:
                with apart:
                    list(threads.map(lambda query: embedder.embed_queries([query]), group))
                with together:
                    embedder.embed_queries(group)
    asked = rounds * len(groups) * count
    return {"queries": count, "apart": apart.of(asked), "together": together.of(asked)}


@dataclass(slots=True)
class _Stopwatch:
    """Adds up the seconds of its blocks, by the clock and of the processors."""

    wall: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> None:
        self.wall -= perf_counter()
        self.cpu -= process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += perf_counter()
        self.cpu += process_time()

    def of(self, queries: int) -> Encoded:
        return {"per_second": queries / self.wall, "cpu_ms": self.cpu / queries * 1000}


def _latency_rows(found: Index) -> list[Row]:
    bare = f"{found['latencies']['bare']['p50_ms']:.2f} bare parts"
    table = []
    for name, one in found["latencies"].items():
        bound = goal(f"≤ {MOST_OF_BARE}×", met=found["of_bare"][name] <= MOST_OF_BARE) if name == "search" else ""
        figure = f"{_NAMES[name]}, {found['passages']} passages, p50 (p99), ms"
        value = f"{one['p50_ms']:.2f} ({one['p99_ms']:.2f})"
        table.append(Row(figure, value, bare, f"{found['of_bare'][name]:.2f}×", bound))
    return table


def _load_rows(found: Index) -> list[Row]:
    table = []
    for where, loads in (("in process", found["in_process"]), ("over HTTP", found["over_http"])):
        alone = loads[0]["per_second"]
        for load in loads:
            figure = f"searches per second (p99, ms), {found['passages']} passages, {where}, clients: {load['clients']}"
            value = f"{load['per_second']:.1f} ({load['p99_ms']:.0f})"
            table.append(Row(figure, value, f"{alone:.1f} one client", f"{load['per_second'] / alone:.2f}×"))
    return table


_NAMES = {
    "encode": "encode a question",
    "bare": "the bare parts of a search",
    "search": "search",
    "answer": "answer",
    "http": "search over HTTP",
}
