"""Documents, corpora and indexes as small as a test needs them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.canonical import Section
from corpus.documents import Document
from corpus.interfaces import Parsed, Reject
from corpus.store import CorpusStore, ImportReport
from index.build import build
from index.generations import Generations
from index.passages import PassageOptions, cut
from service.interfaces import RankedSentence, Source
from service.sources import Sources
from tests.fakes import HashingEmbedder


def a_document(number: int = 1, *words: str, **fields: Any) -> Document:
    """The document ``PMID:<number>`` with ``words`` as its sections."""
    given = {"title": f"Title {number}", "sections": tuple(Section(None, text) for text in words), **fields}
    return Document(id=f"PMID:{number}", **given)


CORD = a_document(
    1,
    title="Cord blood cells in psoriatic arthritis",
    sections=(
        Section("METHODS", "Seventeen patients with psoriatic arthritis were given umbilical cord blood cells."),
        Section("RESULTS", "Umbilical cord blood cells relieved psoriatic arthritis in eight of 17 patients."),
    ),
    publication_types=("Clinical Trial, Phase II",),
    year=2021,
    pmid="1",
)
FAT = a_document(
    2,
    title="Cells from fat in psoriasis",
    sections=(
        Section("RESULTS", "Mesenchymal stem cells from fat cleared the plaques of both people with psoriasis."),
    ),
    publication_types=("Case Reports",),
    year=2018,
)
ETANERCEPT = a_document(
    3,
    title="Etanercept in psoriatic arthritis",
    sections=(
        Section(None, "Etanercept slowed damage of the joints in psoriatic arthritis. 🧬 It was well tolerated."),
    ),
    publication_types=("Randomized Controlled Trial",),
    year=2004,
)
CORD_QUESTION = "Have umbilical cord blood cells relieved psoriatic arthritis in patients?"
"""Its words are those of a sentence of `CORD`, which any embedder finds near."""


def add(store: CorpusStore, *records: Document | Reject, file: str = "test.jsonl") -> ImportReport:
    """Take documents and rejects into a store."""
    return store.add(_positioned(records), file=file, format_name="jsonl")


def a_store(directory: Path, *records: Document | Reject) -> CorpusStore:
    """A new corpus in ``directory``."""
    store = CorpusStore(directory / "corpus.sqlite", create=True)
    if records:
        add(store, *records)
    return store


def some_sources(directory: Path, *documents: Document) -> Sources:
    """A corpus in ``directory`` with its index, open."""
    store = a_store(directory, *(documents or (CORD, FAT, ETANERCEPT)))
    generations, embedder = Generations(directory / "index"), HashingEmbedder()
    build(store, generations, embedder)
    return Sources(store, generations, embedder)


def break_corpus(store: CorpusStore) -> None:
    """Take from a corpus what every reading of it needs."""
    connection = sqlite3.connect(store.path)
    connection.execute("DROP TABLE documents")
    connection.close()


def a_source(document: Document, score: float = 0.5, cosine: float = 0.5) -> Source:
    """A document found, all its sentences alike near to the question."""
    passages = cut(document, PassageOptions(max_tokens=256), HashingEmbedder().count_tokens)
    return Source(document, score, tuple(RankedSentence(passage, cosine) for passage in passages[1:]))


def a_beir_folder(
    path: Path, documents: Mapping[str, str], queries: Mapping[str, str], judged: Mapping[str, str]
) -> Path:
    """A data set in BEIR's layout: texts by their ids, and for each judged query the one document that is relevant."""
    (path / "qrels").mkdir(parents=True)
    for name, texts in (("corpus", documents), ("queries", queries)):
        lines = (json.dumps({"_id": key, "text": text}) + "\n" for key, text in texts.items())
        (path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (path / "qrels" / "test.tsv").write_text("".join(f"{query}\t{found}\t1\n" for query, found in judged.items()))
    return path


def _positioned(records: Iterable[Document | Reject]) -> Iterable[Parsed | Reject]:
    for number, record in enumerate(records, start=1):
        yield record if isinstance(record, Reject) else Parsed(record, f"line {number}")
