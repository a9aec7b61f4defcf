"""How build, memory, disk and search grow with the index, and up to which size the vector search alone is quick.

Indexes are of real text. The vector search is also measured by itself on generated unit vectors, up to a million: being
exhaustive, its time is that of any vectors. Its law is fitted by relative error, or the largest size alone would count.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import numpy as np

from index.faiss_vectors import FaissVectors
from index.interfaces import Vectors
from service.search import search
from tests.benchmarks.results import Row
from tests.benchmarks.search import ROWS
from tests.benchmarks.start import megabytes, start_of
from tests.benchmarks.timing import in_turns, latency
from tests.benchmarks.workbench import Workbench

LIMIT_MS = 100
_SEARCHES = 30
_SEED = 20240229


class Index(TypedDict):
    """An index of real text: the build, the files, the server's memory after some use, and a search in this process."""

    documents: int
    passages: int
    build_seconds: float
    disk_mb: float
    rss_mb: float | None
    p50_ms: float
    p99_ms: float


class VectorSearch(TypedDict):
    """The vector index alone, searched for as many rows as `Searcher` asks of it."""

    vectors: int
    p50_ms: float
    mb: float


class Law(TypedDict):
    """``p50_ms = fixed_ms + us_per_vector / 1000 · n``, and the ``n`` at which that is ``limit_ms``."""

    fixed_ms: float
    us_per_vector: float
    limit_ms: float
    vectors_at_limit: float


class Growth(TypedDict):
    """Each in the order of size."""

    indexes: list[Index]
    vector_searches: list[VectorSearch]
    law: Law


def measure(bench: Workbench) -> Growth:
    """Measure every size."""
    indexes = [_index(bench, passages) for passages in bench.sizes.indexed_passages]
    dimension = bench.embedder().dimension
    vector_searches = [_vector_search(size, dimension) for size in bench.sizes.vectors]
    return {"indexes": indexes, "vector_searches": vector_searches, "law": fit(vector_searches)}


def rows(found: Growth) -> list[Row]:
    """Return the figures for the table."""
    table = []
    for one in found["indexes"]:
        where, passages = f"{one['passages']} passages", one["passages"]
        table += [
            Row(f"build, {where}, s", f"{one['build_seconds']:.1f}", f"{passages / one['build_seconds']:.0f} a second"),
            Row(f"on disk, {where}, MB", f"{one['disk_mb']:.1f}", f"{one['disk_mb'] * 1000 / passages:.2f} KB each"),
            Row(f"resident memory of the server, {where}, MB", megabytes(one["rss_mb"])),
            Row(f"search, {where}, p50 (p99), ms", f"{one['p50_ms']:.2f} ({one['p99_ms']:.2f})"),
        ]
    table += [
        Row(f"vector search alone, {one['vectors']} vectors, p50, ms", f"{one['p50_ms']:.2f}", f"{one['mb']:.0f} MB")
        for one in found["vector_searches"]
    ]
    law = found["law"]
    formula = f"{law['fixed_ms']:.2f} ms + {law['us_per_vector']:.4f} µs × n"
    figure = f"vectors at which their search alone takes {law['limit_ms']:.0f} ms"
    return [*table, Row(figure, f"{law['vectors_at_limit']:,.0f}", formula)]


def draw(found: Growth, path: Path) -> None:
    """Draw the times of searches over the size of the index as SVG, the same file for the same figures."""
    # Only who draws pays for these.
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    law, alone, whole = found["law"], found["vector_searches"], found["indexes"]
    sizes = np.geomspace(alone[0]["vectors"], max(alone[-1]["vectors"], law["vectors_at_limit"]), 50)
    with rc_context({"svg.hashsalt": "enthesis", "svg.fonttype": "none"}):
        figure = Figure(figsize=(6.4, 3.6), layout="constrained")
        axes = figure.add_subplot(xscale="log", yscale="log", xlabel="passages", ylabel="p50, ms")
        axes.plot([one["passages"] for one in whole], [one["p50_ms"] for one in whole], "s", label="search")
        axes.plot([one["vectors"] for one in alone], [one["p50_ms"] for one in alone], "o", label="vectors alone")
        axes.plot(sizes, law["fixed_ms"] + law["us_per_vector"] / 1000 * sizes, "-", label="fitted law")
        axes.axhline(law["limit_ms"], linestyle=":", color="grey")
        axes.legend()
        figure.savefig(path, format="svg", metadata={"Date": None})


def fit(searches: Sequence[VectorSearch]) -> Law:
    """Return the straight line through these times that has the least relative error."""
    sizes, times = (np.array([one[key] for one in searches], np.float64) for key in ("vectors", "p50_ms"))
    slope, fixed = np.polyfit(sizes, times, 1, w=1 / times)
    return {
        "fixed_ms": float(fixed),
        "us_per_vector": float(slope) * 1000,
        "limit_ms": LIMIT_MS,
        "vectors_at_limit": float((LIMIT_MS - fixed) / slope),
    }


def _index(bench: Workbench, passages: int) -> Index:
    built = bench.real_index(passages)
    sources = built.sources(bench.embedder())
    took = in_turns({"search": lambda query: search(sources, query, 10)}, bench.queries(), bench.sizes.rounds)
    return {
        "documents": built.manifest.documents,
        "passages": built.manifest.passages,
        "build_seconds": built.seconds,
        "disk_mb": sum(path.stat().st_size for path in built.generation.rglob("*") if path.is_file()) / 1e6,
        "rss_mb": start_of(bench, built)["rss_mb"],
        **latency(took["search"]),
    }


def _vector_search(size: int, dimension: int) -> VectorSearch:
    draw_from = np.random.default_rng(_SEED)
    index = FaissVectors.of(_unit_vectors(draw_from, size, dimension))
    queries = {str(number): query for number, query in enumerate(_unit_vectors(draw_from, _SEARCHES, dimension))}
    took = in_turns({"search": lambda name: index.search(queries[name], ROWS)}, list(queries), 1)
    with TemporaryDirectory() as directory:
        index.save(Path(directory))
        written = sum(path.stat().st_size for path in Path(directory).iterdir())
    return {"vectors": size, "p50_ms": latency(took["search"])["p50_ms"], "mb": written / 1e6}


def _unit_vectors(draw_from: np.random.Generator, size: int, dimension: int) -> Vectors:
    vectors = draw_from.standard_normal((size, dimension), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
