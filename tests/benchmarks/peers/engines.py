"""The engines that are compared, in the order of the table."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pkgutil import resolve_name

from tests.benchmarks.peers.interfaces import Engine

OURS = "enthesis"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine that may not be installed: where its class is, and the distributions whose versions are reported."""

    place: str
    distributions: tuple[str, ...]

    def versions(self) -> dict[str, str | None]:
        """Return each distribution's version, None where it is not installed."""
        return {name: _version(name) for name in self.distributions}

    def missing(self) -> list[str]:
        """Return the distributions that are not installed."""
        return [name for name, found in self.versions().items() if found is None]

    def start(self) -> Engine:
        """Import the engine and load its model.

        Raises:
            ImportError: it is not installed.
        """
        engine: Engine = resolve_name(f"{__package__}.{self.place}")()
        return engine


_TXTAI = ("txtai", "faiss-cpu", "transformers", "torch")
_HAYSTACK = ("haystack-ai", "sentence-transformers-haystack", "sentence-transformers", "torch")

CANDIDATES = {
    OURS: Candidate("enthesis_engine:Enthesis", ("enthesis", "faiss-cpu", "bm25s")),
    "txtai": Candidate("txtai_engine:Txtai", _TXTAI),
    "txtai hybrid": Candidate("txtai_engine:TxtaiHybrid", _TXTAI),
    "haystack": Candidate("haystack_engine:Haystack", _HAYSTACK),
    "haystack hybrid": Candidate("haystack_engine:HaystackHybrid", _HAYSTACK),
    "langchain": Candidate(
        "langchain_engine:LangChain",
        ("langchain-community", "langchain-huggingface", "faiss-cpu", "sentence-transformers", "torch"),
    ),
    "llamaindex": Candidate(
        "llamaindex_engine:LlamaIndex",
        (
            "llama-index-core",
            "llama-index-embeddings-huggingface",
            "llama-index-vector-stores-faiss",
            "faiss-cpu",
            "sentence-transformers",
            "torch",
        ),
    ),
}


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
