"""How documents are best cut for the encoder, measured: python -m tests.benchmarks.passage_choice BEIR_FOLDER

Each way of cutting is encoded with the title in front, a document scoring as its best passage; words are compared over
the whole document. A sample is taken (every judged document of the drawn queries, and others up to a number), so the
figures compare the ways with each other and not with anything else.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import ir_measures
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from corpus.documents import Document
from corpus.sentences import Span, sentences_of
from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from index.assembly import make_lexical_index
from index.build import encode
from index.fusion import fuse
from index.interfaces import Embedder
from index.model_directory import locate
from index.sentence_transformer_embedder import SentenceTransformerEmbedder

QUERIES, DOCUMENTS, DEPTH = 150, 1000, 100
Cut = Callable[[Document, Embedder], list[Span]]


def whole(document: Document, _: Embedder) -> list[Span]:
    """Return the text below the title as one passage; what is beyond the encoder's window is lost."""
    return [Span(len(document.title) + 1, len(document.text))]


def windows_of(tokens: int) -> Cut:
    """Return a cut into runs of sentences of up to ``tokens``, each sharing a sentence with the next."""

    def windows(document: Document, embedder: Embedder) -> list[Span]:
        pieces = sentences(document, embedder)
        sizes = embedder.count_tokens([document.words_at(piece) for piece in pieces])
        found, first = [], 0
        while first < len(pieces):
            last, used = first + 1, sizes[first]
            while last < len(pieces) and used + sizes[last] <= tokens:
                used += sizes[last]
                last += 1
            found.append(Span(pieces[first].start, pieces[last - 1].end))
            first = len(pieces) if last == len(pieces) else max(last - 1, first + 1)
        return found

    return windows


def sentences(document: Document, _: Embedder) -> list[Span]:
    """Return every sentence."""
    return sentences_of(document)


WAYS: dict[str, Cut] = {
    "whole abstract": whole,
    "windows of 220 tokens": windows_of(220),
    "windows of 128 tokens": windows_of(128),
    "sentences": sentences,
}


def main() -> None:
    """Measure every way on a sample of the data set named on the command line."""
    dataset = read_dataset(Path(sys.argv[1]))
    queries, documents = sample(dataset)
    embedder = SentenceTransformerEmbedder(locate())
    asked = embedder.embed_queries([dataset.queries[query] for query in queries])
    lexical = make_lexical_index([document.text for document in documents])
    words = np.stack([lexical.scores(dataset.queries[query]) for query in queries])
    ids = [dataset.source_ids[document.id] for document in documents]
    heading = f"{dataset.name}: {len(queries)} queries, {len(documents)} documents, nDCG@10"
    table = Table("passages", "number", "dense", "hybrid", title=heading, title_justify="left")
    table.add_row("(words alone)", "", "", f"{ndcg(dataset, queries, ids, words):.4f}")
    for name, cut in WAYS.items():
        texts, owners = [], []
        for position, document in enumerate(documents):
            for span in cut(document, embedder) or [Span(0, len(document.title))]:
                texts.append(f"{document.title}\n{document.words_at(span)}")
                owners.append(position)
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        dense = np.maximum.reduceat(asked @ encode(texts, embedder).T, starts, axis=1)
        fused = np.stack(list(fuse_all(dense, words)))
        scores = [f"{ndcg(dataset, queries, ids, found):.4f}" for found in (dense, fused)]
        table.add_row(name, str(len(texts)), *scores)
    Console().print(table)


def sample(dataset: Dataset) -> tuple[list[str], list[Document]]:
    """Return drawn queries, and their judged documents with others, the same at every call."""
    draw = random.Random(0)  # noqa: S311 - a sample, no secret
    queries = draw.sample(sorted(dataset.judgements), min(QUERIES, len(dataset.judgements)))
    judged = {document for query in queries for document in dataset.judgements[query]}
    near = [document for document in dataset.documents if dataset.source_ids[document.id] in judged]
    others = [document for document in dataset.documents if dataset.source_ids[document.id] not in judged]
    return queries, near + draw.sample(others, min(len(others), max(0, DOCUMENTS - len(near))))


def fuse_all(dense: NDArray[np.float32], words: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Yield each query's fused scores, the floor of the cosines being that of the last of the nearest documents."""
    for near, shared in zip(dense, words, strict=True):
        yield fuse(near, shared, float(np.sort(near)[-min(DEPTH, len(near))]))


def ndcg(dataset: Dataset, queries: list[str], ids: list[str], scores: NDArray[np.float32]) -> float:
    """Return mean nDCG@10 of the documents in the order of their scores."""
    judged = {query: dataset.judgements[query] for query in queries}
    run = {query: dict(zip(ids, map(float, row), strict=True)) for query, row in zip(queries, scores, strict=True)}
    measure = ir_measures.nDCG @ 10
    return float(ir_measures.calc_aggregate([measure], judged, run)[measure])


if __name__ == "__main__":
    main()
