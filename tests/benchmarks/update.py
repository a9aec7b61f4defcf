"""What bringing an index up to date costs after a small change, beside building all of it.

The corpus is first built whole, then built again after each of three changes: one per cent of new documents, one title
changed, one per cent removed. A corpus forgets no document, so the last is a corpus without them in the same place.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from corpus.documents import Document
from corpus.store import CorpusStore
from eval.dataset_search import TimedEmbedder
from index.build import build
from index.generations import Generations
from index.interfaces import Embedder
from tests.benchmarks.results import Row
from tests.benchmarks.workbench import Workbench, generations_of, store_of
from tests.examples import add


class Built(TypedDict):
    """A build after a change: what it indexed, how much of that it encoded, and its time beside the full build's."""

    documents: int
    passages: int
    encoded: int
    seconds: float
    share_of_full: float


class Update(TypedDict):
    """The full build, and the builds after each change."""

    full: Built
    changes: dict[str, Built]


def measure(bench: Workbench) -> Update:
    """Build, change and build again."""
    size = bench.sizes.update_documents
    change = max(1, size // 100)
    documents = list(islice(bench.documents(), size + change))
    old, new = documents[:size], documents[size:]
    builder = _Builder(bench.scratch / "update", bench.embedder())
    add(builder.store, *old)
    full = builder.build()
    changes = {}
    add(builder.store, *new)
    changes[f"{len(new)} documents added"] = builder.build(full)
    add(builder.store, replace(old[0], title=f"{old[0].title} (revised)"))
    changes["one title changed"] = builder.build(full)
    builder.store = _without(builder.store, {one.id for one in old[-change:]}, bench.scratch / "update-removed")
    changes[f"{change} documents removed"] = builder.build(full)
    return {"full": full, "changes": changes}


def rows(found: Update) -> list[Row]:
    """Return the figures for the table."""
    full = found["full"]
    whole = f"{full['seconds']:.1f} s, all of {full['documents']} documents"
    table = [Row("build an index, s", f"{full['seconds']:.1f}", f"{full['encoded']} of {full['passages']} encoded")]
    for change, one in found["changes"].items():
        figure = f"build after {change}, s ({one['encoded']} of {one['passages']} passages encoded)"
        table.append(Row(figure, f"{one['seconds']:.1f}", whole, f"{one['share_of_full']:.2%} of it"))
    return table


class _Builder:
    """Builds the index of ``store``, which may be another at each build, in one place."""

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        self.store = store_of(directory)
        self._generations: Generations = generations_of(directory)
        self._embedder = embedder

    def build(self, full: Built | None = None) -> Built:
        """Build; ``full`` is what the time is set beside."""
        counting = TimedEmbedder(self._embedder)
        began = perf_counter()
        manifest, _ = build(self.store, self._generations, counting)
        seconds = perf_counter() - began
        return {
            "documents": manifest.documents,
            "passages": manifest.passages,
            "encoded": counting.passages,
            "seconds": seconds,
            "share_of_full": seconds / full["seconds"] if full else 1.0,
        }


def _without(store: CorpusStore, removed: set[str], directory: Path) -> CorpusStore:
    kept: list[Document] = [document for document in store.documents() if document.id not in removed]
    fewer = store_of(directory)
    add(fewer, *kept)
    return fewer
