"""The only place that names the technologies: options to objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.sentences import RULES
from index.bm25_lexical import K1, B, Bm25Lexical
from index.errors import IndexDamagedError, IndexMismatchError
from index.exported_encoder import directory_of
from index.faiss_vectors import FaissVectors
from index.fusion import LEXICAL_WEIGHT
from index.interfaces import Embedder, LexicalIndex, VectorIndex, Vectors
from index.manifest import EncoderFacts, Manifest
from index.model_directory import locate
from index.onnx_embedder import OnnxEmbedder
from index.onnx_export import export_apart
from index.passage_table import PassageTable
from index.passages import PassageOptions
from index.search import Searcher


def make_embedder(model: str, exports: Path, say: Callable[[str], None] | None = None) -> Embedder:
    """Return the encoder called ``model``: the bundled one, or a sentence-transformers model in a directory.

    It runs from its export under ``exports``, which is made first, and told to ``say``, where there is none.

    Raises:
        EncoderMissingError: the model is not on this machine, or its export cannot be made or is damaged.
    """
    directory = directory_of(locate(model), exports)
    if not directory.exists():
        if say:
            say(f"Preparing the encoder {model} for this machine: once, about half a minute.")
        export_apart(model, exports)
    return OnnxEmbedder(directory)


def make_vector_index(vectors: Vectors) -> VectorIndex:
    """Return an index over ``vectors`` of shape ``(n, dimension)``."""
    return FaissVectors.of(vectors)


def open_vectors(directory: Path) -> VectorIndex:
    """Open the vectors of the generation in ``directory``.

    Raises:
        IndexDamagedError: they cannot be read.
    """
    return FaissVectors.load(directory)


def make_lexical_index(texts: Sequence[str]) -> LexicalIndex:
    """Return an index over the words of ``texts``."""
    return Bm25Lexical.of(texts)


def passage_options(embedder: Embedder) -> PassageOptions:
    """Return how documents are cut for this encoder."""
    return PassageOptions(max_tokens=embedder.max_tokens)


def index_options(passages: PassageOptions) -> dict[str, int | float | str]:
    """Return every option that decides the content of an index, for its manifest and fingerprint."""
    return {
        "passages": "title and sentences, each with the title",
        "passage_max_tokens": passages.max_tokens,
        "sentences": RULES,
        "mesh": "names, identifiers, qualifiers, major topics",
        "vectors": "faiss IndexFlatIP",
        "lexical": "bm25s lucene, en_plus stop words, Snowball English",
        "bm25_k1": K1,
        "bm25_b": B,
        "fusion_lexical_weight": LEXICAL_WEIGHT,
    }


def encoder_facts(embedder: Embedder) -> EncoderFacts:
    """Return what a manifest keeps of the encoder."""
    return EncoderFacts(
        name=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        max_tokens=embedder.max_tokens,
    )


def open_searcher(directory: Path, manifest: Manifest, embedder: Embedder) -> Searcher:
    """Open the generation in ``directory`` after checking that every file is whole and fits the encoder.

    Raises:
        IndexMismatchError: another encoder or other options built it.
        IndexDamagedError: a file is missing or changed, or the parts do not belong together.
    """
    facts = encoder_facts(embedder)
    if manifest.encoder != facts:
        raise IndexMismatchError("encoder", manifest.encoder.model_dump(), facts.model_dump())
    options = index_options(passage_options(embedder))
    if manifest.options != options:
        raise IndexMismatchError("options", manifest.options, options)
    manifest.check_files(directory)
    vectors, lexical, table = open_vectors(directory), Bm25Lexical.load(directory), PassageTable.load(directory)
    sizes = (len(vectors), len(table), len(lexical), len(table.documents), vectors.dimension)
    if sizes != (manifest.passages, manifest.passages, manifest.documents, manifest.documents, facts.dimension):
        raise IndexDamagedError(directory, "its parts are of different sizes")
    return Searcher(embedder, vectors, lexical, table)
