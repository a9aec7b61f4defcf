"""Speed on the starter corpus, as ratios in one run: `make bench`.

These machines are shared and noisy, so nothing here is a test and only ratios are worth quoting.
"""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore
from index.assembly import make_embedder, make_lexical_index, make_vector_index, passage_options
from index.build import build, cut_corpus, encode
from index.fusion import fuse
from index.generations import Generations
from index.model_directory import DEFAULT_MODEL
from index.serving import open_current
from service.answering import answer
from service.search import search
from service.sources import Sources
from service.wiring import add_file, make_answerer

QUERIES = (
    "Has umbilical cord blood been tried in psoriatic arthritis?",
    "What harms and immune reactions have been reported?",
    "How many patients improved their PASI by 40% after umbilical cord cells?",
    "Does methotrexate harm the cartilage-forming ability of mesenchymal stem cells?",
)
REPETITIONS = 25


def median_ms(work: Callable[[str], object]) -> float:
    """Return the median milliseconds of ``work`` over the queries, each several times, after a warm-up."""
    for query in QUERIES:
        work(query)
    took = []
    for _ in range(REPETITIONS):
        for query in QUERIES:
            began = perf_counter()
            work(query)
            took.append((perf_counter() - began) * 1000)
    return median(took)


def main() -> None:
    """Build once, then time a search, an answer, and the bare parts of a search."""
    with tempfile.TemporaryDirectory() as directory:
        embedder = make_embedder(DEFAULT_MODEL, Path(directory))
        store = CorpusStore(Path(directory) / "corpus.sqlite", create=True)
        add_file(store, STARTER_CORPUS)
        generations = Generations(Path(directory) / "index")
        began = perf_counter()
        manifest, _ = build(store, generations, embedder)
        build_seconds = perf_counter() - began
        began = perf_counter()
        open_current(generations, embedder)
        open_seconds = perf_counter() - began
        sources = Sources(store, generations, embedder)
        rows = timings(sources)
    show(
        rows,
        f"{manifest.documents} documents, {manifest.passages} passages: built in {build_seconds:.0f} s "
        f"({manifest.passages / build_seconds:.0f} passages/s), opened in {open_seconds * 1000:.0f} ms",
    )


def timings(sources: Sources) -> dict[str, float]:
    """Return milliseconds by what was timed; ``parts`` is the sum of the bare calls that a search is made of."""
    parts = cut_corpus(sources.store.documents(), passage_options(sources.embedder), sources.embedder)
    vectors = make_vector_index(encode(parts.passage_texts, sources.embedder))
    lexical = make_lexical_index(parts.document_texts)

    def bare(query: str) -> object:
        vector = sources.embedder.embed_queries([query])[0]
        rows = vectors.search(vector, 1000)
        words = lexical.scores(query)
        return fuse(vectors.scores(vector, rows), words[parts.table.owners[rows]], 0.0)

    return {
        "encode": median_ms(lambda query: sources.embedder.embed_queries([query])),
        "parts": median_ms(bare),
        "search": median_ms(lambda query: search(sources, query, 10)),
        "answer": median_ms(lambda query: answer(sources, make_answerer(), query)),
    }


def show(milliseconds: dict[str, float], built: str) -> None:
    """Print the table that the README keeps."""
    table = Table("work", "p50", "of the bare parts", title=f"{platform.machine()}, {built}", title_justify="left")
    for name, value in milliseconds.items():
        table.add_row(name, f"{value:.1f} ms", f"{value / milliseconds['parts']:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
