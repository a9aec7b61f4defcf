"""Stand-ins for what is slow or outside: typed, deterministic, each fit for its Protocol."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.interfaces import Embedder, Vectors


class HashingEmbedder:
    """An embedder without weights: texts that share words have similar vectors, others nearly none.

    A token is a word between white space; case and punctuation around it are ignored. Words after the first
    ``max_tokens`` are not seen, as with a real encoder. A text without words gets a unit vector all the same.
    """

    name = "hashing"

    def __init__(self, dimension: int = 256, max_tokens: int = 256) -> None:
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.fingerprint = hashlib.sha256(f"hashing {dimension} {max_tokens}".encode()).hexdigest()[:16]

    def count_tokens(self, texts: Sequence[str], /) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.split()[: self.max_tokens]:
                place, sign = _place_and_sign(word)
                vectors[row, place % self.dimension] += sign
        vectors[~vectors.any(axis=1), 0] = 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        return self.embed_passages(texts)


@lru_cache(maxsize=100_000)
def _place_and_sign(word: str) -> tuple[int, int]:
    letters = word.lower().strip(string.punctuation) or word
    number = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:8])
    return number >> 1, 1 if number & 1 else -1


if TYPE_CHECKING:
    _: type[Embedder] = HashingEmbedder
