"""LangChain with FAISS as its documentation starts it: `FAISS.from_texts` with `HuggingFaceEmbeddings`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from corpus.documents import Document
from tests.benchmarks.peers.interfaces import Engine
from tests.benchmarks.peers.weights import MINILM


class LangChain:
    """Dense vectors in a flat Faiss index."""

    def __init__(self) -> None:
        self._embeddings = HuggingFaceEmbeddings(model_name=MINILM)

    def build(self, documents: Sequence[Document], /) -> None:
        texts, ids = [document.text for document in documents], [document.id for document in documents]
        self._store = FAISS.from_texts(texts, self._embeddings, ids=ids)

    def search(self, query: str, k: int, /) -> list[str]:
        return [str(document.id) for document in self._store.similarity_search(query, k=k)]


if TYPE_CHECKING:
    _: type[Engine] = LangChain
