"""The encoder that serves: ONNX Runtime and `tokenizers`, no torch.

Every inference runs on one thread, and several run side by side: a request neither waits for another's threads nor
fights them. Scales of an int8 model were fixed when it was exported, so a text's vector does not depend on what else is
in its batch. See README, "How fast it is", for what else was tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import EncoderMissingError
from index.exported_encoder import MODEL_FILE, TOKENIZER_FILE, ExportFacts
from index.interfaces import Embedder, Vectors

# What a batch holds at most, padding included: more falls out of a core's cache and is slower.
_TOKENS_A_BATCH = 512

# ONNX Runtime's fused operators for these are slower than their parts: README, "How fast it is".
_SLOWER_FUSED = ["SkipLayerNormFusion", "BiasGeluFusion"]


class OnnxEmbedder:
    """Encodes with an exported encoder (see `index.exported_encoder`)."""

    def __init__(self, directory: Path) -> None:
        """Load the export in ``directory``.

        Raises:
            EncoderMissingError: it is missing or damaged.
        """
        self.facts = ExportFacts.load(directory)
        self.name, self.fingerprint = self.facts.name, self.facts.fingerprint
        self.dimension, self.max_tokens = self.facts.dimension, self.facts.max_tokens
        self._whole = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        self._cut = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        self._cut.enable_truncation(self.max_tokens)
        self._session = _session(directory / MODEL_FILE)
        self._side_by_side = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="encode")

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        """Return each text's number of tokens (see `Embedder`)."""
        return [len(one) for one in self._whole.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a text (see `Embedder`)."""
        return self._embed([self.facts.passage_prompt + text for text in texts])

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one unit vector a question (see `Embedder`)."""
        return self._embed([self.facts.query_prompt + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        tokens = self.tokens(texts)
        batches = list(_batches(tokens))
        # One batch is what a question is: handing it to another thread would cost more than it gives.
        run = map if len(batches) == 1 else self._side_by_side.map
        for batch, found in zip(batches, run(lambda rows: self._run([tokens[i] for i in rows]), batches), strict=True):
            vectors[batch] = found
        return vectors

    def _run(self, tokens: list[list[int]]) -> Vectors:
        (vectors,) = self._session.run(None, self.inputs(tokens))
        return np.asarray(vectors, np.float32)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return what the model reads of each text, special tokens included."""
        return [one.ids for one in self._cut.encode_batch_fast(list(texts))]

    def inputs(self, tokens: list[list[int]]) -> dict[str, NDArray[np.int64]]:
        """Return the model's inputs for texts that are encoded together, shape ``(len(tokens), longest)`` each."""
        shape = len(tokens), max(map(len, tokens))
        ids, mask = np.full(shape, self.facts.pad_id, np.int64), np.zeros(shape, np.int64)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        return {"input_ids": ids, "attention_mask": mask}


def _batches(tokens: list[list[int]], budget: int = _TOKENS_A_BATCH) -> Iterator[list[int]]:
    """Yield the positions of texts to encode together: of like length, longest first, within a budget of tokens."""
    batch: list[int] = []
    for position in sorted(range(len(tokens)), key=lambda i: -len(tokens[i])):
        if batch and (len(batch) + 1) * len(tokens[batch[0]]) > budget:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors: its warnings are about its own optimisations
    try:
        return onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSED
        )
    except Exception as error:  # the runtime's exceptions have no common base of their own
        raise EncoderMissingError(f"ONNX Runtime cannot open {path}: {str(error).splitlines()[0]}") from error


if TYPE_CHECKING:
    _: type[Embedder] = OnnxEmbedder
