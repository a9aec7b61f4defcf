"""Haystack as its documentation starts it: a document store in memory and a query pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from haystack import Document as HaystackDocument
from haystack import Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from corpus.documents import Document
from tests.benchmarks.peers.interfaces import Engine
from tests.benchmarks.peers.weights import MINILM


class Haystack:
    """Dense vectors, compared one by one."""

    _last = "retriever"

    def __init__(self) -> None:
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=MINILM, progress_bar=False))
        self._pipeline.add_component("retriever", InMemoryEmbeddingRetriever(self._store))
        self._pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def build(self, documents: Sequence[Document], /) -> None:
        embedder = SentenceTransformersDocumentEmbedder(model=MINILM, progress_bar=False)
        given = [HaystackDocument(id=document.id, content=document.text) for document in documents]
        self._store.write_documents(embedder.run(given)["documents"])

    def search(self, query: str, k: int, /) -> list[str]:
        found = self._pipeline.run(self._inputs(query, k))
        return [document.id for document in found[self._last]["documents"]][:k]

    def _inputs(self, query: str, k: int) -> dict[str, dict[str, Any]]:
        return {"embedder": {"text": query}, "retriever": {"top_k": k}}


class HaystackHybrid(Haystack):
    """Dense vectors and BM25, joined by reciprocal rank. Without the cross-encoder that its tutorial ends with."""

    _last = "joiner"

    def __init__(self) -> None:
        super().__init__()
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._pipeline.connect("retriever", "joiner")
        self._pipeline.connect("words", "joiner")

    def _inputs(self, query: str, k: int) -> dict[str, dict[str, Any]]:
        return {**super()._inputs(query, k), "words": {"query": query, "top_k": k}}


if TYPE_CHECKING:
    _: tuple[type[Engine], ...] = (Haystack, HaystackHybrid)
