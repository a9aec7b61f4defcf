"""Our encoder beside plain sentence-transformers with the same weights: one question, and many passages.

The reference is `SentenceTransformer` as its documentation uses it, in fp32, and for many passages at the batch size
that is its fastest here. Processor seconds are counted beside the clock's: they bear other load on the machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, TypedDict

from index.assembly import passage_options
from index.build import cut_corpus, encode
from index.interfaces import Embedder
from index.model_directory import locate
from tests.benchmarks.results import Row
from tests.benchmarks.timing import in_turns
from tests.benchmarks.workbench import Workbench

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZES = (8, 16, 32, 64, 128)
PRECISIONS = ("int8", "fp32")
_DOCUMENTS_DRAWN = 400


class Bulk(TypedDict):
    """The best of some rounds over the same passages."""

    passages_per_second: float
    cpu_ms_per_passage: float


class Ratios(TypedDict):
    """How many times faster than the reference: one query, many passages by the clock, and by processor time."""

    query: float
    bulk: float
    cpu: float


class Encoding(TypedDict):
    """``query_ms`` is the median; keys are int8, fp32 and reference; ``batch_size`` is the reference's fastest."""

    queries: int
    passages: int
    query_ms: dict[str, float]
    bulk: dict[str, Bulk]
    reference_by_batch_size: dict[str, Bulk]
    batch_size: int
    ratios: dict[str, Ratios]


def measure(bench: Workbench) -> Encoding:
    """Time all three encoders in turns."""
    ours: dict[str, Embedder] = {"int8": bench.embedder("int8"), "fp32": bench.embedder("fp32")}
    reference = _reference()
    queries = list(bench.scifact().queries.values())[: bench.sizes.queries * 3]
    took = in_turns(
        {
            **{name: partial(_ask, one) for name, one in ours.items()},
            "reference": reference.encode,
        },
        queries,
        bench.sizes.rounds,
    )
    query_ms = {name: median(times) for name, times in took.items()}
    passages = _passages(bench, ours["int8"])
    bulk = _in_bulk(ours, reference, passages, bench.sizes.rounds)
    by_size = {str(size): bulk.pop(str(size)) for size in BATCH_SIZES}
    fastest = max(by_size, key=lambda size: by_size[size]["passages_per_second"])
    bulk["reference"] = by_size[fastest]
    return {
        "queries": len(queries),
        "passages": len(passages),
        "query_ms": query_ms,
        "bulk": bulk,
        "reference_by_batch_size": by_size,
        "batch_size": int(fastest),
        "ratios": {name: _ratios(name, query_ms, bulk) for name in PRECISIONS},
    }


def rows(found: Encoding) -> list[Row]:
    """Return the figures for the table."""
    reference, query, bulk = (
        f"sentence-transformers, batches of {found['batch_size']}",
        found["query_ms"],
        found["bulk"],
    )
    table = []
    for name in PRECISIONS:
        ratios = found["ratios"][name]
        table += [
            Row(
                f"encode a question, {name}, ms",
                f"{query[name]:.2f}",
                f"{query['reference']:.2f} sentence-transformers",
                f"{ratios['query']:.2f}× faster",
            ),
            Row(
                f"encode passages, {name}, per second",
                f"{bulk[name]['passages_per_second']:.0f}",
                f"{bulk['reference']['passages_per_second']:.0f} {reference}",
                f"{ratios['bulk']:.2f}× faster",
            ),
            Row(
                f"encode passages, {name}, processor ms each",
                f"{bulk[name]['cpu_ms_per_passage']:.2f}",
                f"{bulk['reference']['cpu_ms_per_passage']:.2f} {reference}",
                f"{ratios['cpu']:.2f}× less",
            ),
        ]
    return table


def _reference() -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(locate().directory), device="cpu", local_files_only=True)


def _ask(embedder: Embedder, query: str) -> object:
    return embedder.embed_queries([query])


def _encode(embedder: Embedder, texts: Sequence[str]) -> object:
    return encode(texts, embedder)


def _encode_plainly(reference: SentenceTransformer, batch_size: int, texts: Sequence[str]) -> object:
    return reference.encode(list(texts), batch_size=batch_size, show_progress_bar=False)


def _passages(bench: Workbench, embedder: Embedder) -> list[str]:
    """Return texts as an index build encodes them, from documents drawn of the whole data set."""
    documents = bench.scifact().documents
    drawn = random.Random(0).sample(documents, min(len(documents), _DOCUMENTS_DRAWN))  # noqa: S311 - a sample, no secret
    parts = cut_corpus(drawn, passage_options(embedder), embedder)
    return list(islice(parts.passage_texts, bench.sizes.encoded_passages))


def _in_bulk(
    ours: dict[str, Embedder], reference: SentenceTransformer, passages: Sequence[str], rounds: int
) -> dict[str, Bulk]:
    """Return the best round of each of ours by its name, and of the reference by each batch size."""
    works: dict[str, Callable[[Sequence[str]], object]] = {
        **{name: partial(_encode, one) for name, one in ours.items()},
        **{str(size): partial(_encode_plainly, reference, size) for size in BATCH_SIZES},
    }
    for work in works.values():
        work(passages[:32])
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began, cpu = perf_counter(), process_time()
            work(passages)
            seconds[name].append((perf_counter() - began, process_time() - cpu))
    return {
        name: {
            "passages_per_second": len(passages) / min(wall for wall, _ in took),
            "cpu_ms_per_passage": min(cpu for _, cpu in took) / len(passages) * 1000,
        }
        for name, took in seconds.items()
    }


def _ratios(name: str, query_ms: dict[str, float], bulk: dict[str, Bulk]) -> Ratios:
    ours, reference = bulk[name], bulk["reference"]
    return {
        "query": query_ms["reference"] / query_ms[name],
        "bulk": ours["passages_per_second"] / reference["passages_per_second"],
        "cpu": reference["cpu_ms_per_passage"] / ours["cpu_ms_per_passage"],
    }
