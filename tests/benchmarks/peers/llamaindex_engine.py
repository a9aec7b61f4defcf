"""LlamaIndex with FAISS as its documentation starts it: `VectorStoreIndex.from_documents`, cut as it cuts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import faiss
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore

from corpus.documents import Document
from tests.benchmarks.peers.interfaces import Engine
from tests.benchmarks.peers.weights import MINILM

_DIMENSION = 384


class LlamaIndex:
    """Dense vectors of chunks in a flat Faiss index. Several chunks of one document found count once."""

    def __init__(self) -> None:
        self._embedding = HuggingFaceEmbedding(model_name=MINILM)

    def build(self, documents: Sequence[Document], /) -> None:
        self._index = VectorStoreIndex.from_documents(
            [LlamaDocument(text=document.text, id_=document.id) for document in documents],
            storage_context=StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatL2(_DIMENSION))),
            embed_model=self._embedding,
        )

    def search(self, query: str, k: int, /) -> list[str]:
        found = self._index.as_retriever(similarity_top_k=k).retrieve(query)
        return list(dict.fromkeys(str(scored.node.ref_doc_id) for scored in found))


if TYPE_CHECKING:
    _: type[Engine] = LlamaIndex
