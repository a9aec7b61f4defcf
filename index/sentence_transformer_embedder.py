"""The reference encoder: sentence-transformers itself. Slower than what serves, and what that is held to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import EncoderMissingError
from index.interfaces import Embedder, Vectors
from index.model_directory import SourceModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH_SIZE = 16  # larger ones are slower here: `make bench`, section `encoding`


class SentenceTransformerEmbedder:
    """Encodes with sentence-transformers on the CPU. Never asks a model hub for anything."""

    def __init__(self, source: SourceModel, attention: str | None = None) -> None:
        """Load the model; ``attention`` names another implementation than the one transformers prefers.

        Raises:
            EncoderMissingError: what is in the directory is no model that sentence-transformers can open.
        """
        self.name = source.name
        self.fingerprint = source.sha256[:16]
        self.model = _load(source.directory, attention)
        self.dimension = self.model.get_embedding_dimension() or 0
        self.max_tokens = self.model.max_seq_length or 512

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        """Return each text's number of tokens (see `Embedder`)."""
        if not texts:
            return []
        encoded = self.model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a text, with the model's own prompt for documents if it has one (see `Embedder`)."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self.model.encode_document(
            list(texts), batch_size=_BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a question, with the model's own prompt for queries if it has one (see `Embedder`)."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self.model.encode_query(
            list(texts), batch_size=_BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def _load(directory: Path, attention: str | None) -> SentenceTransformer:
    # Both take seconds to import: only who encodes with them pays.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging  # noqa: PLC0415

    # Its bar for reading the weights would stand in everybody's terminal.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        options = {"attn_implementation": attention} if attention else {}
        return SentenceTransformer(str(directory), device="cpu", local_files_only=True, model_kwargs=options)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderMissingError(
            f"{directory} is not a model that sentence-transformers can open: {str(error).splitlines()[0]} "
            "Give the directory in which modules.json, config.json and tokenizer.json lie."
        ) from error


if TYPE_CHECKING:
    _: type[Embedder] = SentenceTransformerEmbedder
