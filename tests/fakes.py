"""Stand-ins for what is slow or outside: typed, deterministic, each fit for its Protocol."""

from __future__ import annotations

import hashlib
import io
import resource
import string
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.interfaces import Embedder, Vectors
from service.interfaces import Answerer, Draft, Source


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


class FailingEmbedder(HashingEmbedder):
    """Encodes ``batches`` times, then fails: for what must survive a failure, or must encode nothing."""

    def __init__(self, batches: int = 0) -> None:
        super().__init__()
        self._left = batches

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        if self._left == 0:
            raise EncodingFailedError
        self._left -= 1
        return super().embed_passages(texts)


class EncodingFailedError(Exception):
    """What `FailingEmbedder` fails with."""


class CountingEmbedder(HashingEmbedder):
    """Counts the passages it encodes; with ``fails_after``, fails instead of going beyond so many."""

    def __init__(self, dimension: int = 256, fails_after: int | None = None) -> None:
        super().__init__(dimension)
        self.encoded = 0
        self._fails_after = fails_after

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        if self._fails_after is not None and self.encoded + len(texts) > self._fails_after:
            raise EncodingFailedError
        self.encoded += len(texts)
        return super().embed_passages(texts)


class SlowEmbedder(HashingEmbedder):
    """Takes its time over every batch, so that it can be interrupted."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        time.sleep(self._seconds)
        return super().embed_passages(texts)


class ScriptedAnswerer:
    """Says what the test lets it make of the sources, true or not, and counts how often it was asked."""

    name = "scripted"

    def __init__(self, make: Callable[[Sequence[Source]], Draft]) -> None:
        self._make = make
        self.asked = 0

    def compose(self, _question: str, sources: Sequence[Source], _max_sentences: int, /) -> Draft:
        self.asked += 1
        return self._make(sources)


class WaitingAnswerer:
    """Composes only when ``let_go`` is set; ``composing`` is set when it has been asked to."""

    name = "waiting"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.composing, self.let_go = threading.Event(), threading.Event()

    def compose(self, question: str, sources: Sequence[Source], max_sentences: int, /) -> Draft:
        self.composing.set()
        assert self.let_go.wait(10)
        return self._answerer.compose(question, sources, max_sentences)


class DamagedFile(io.RawIOBase):
    """A file that can be read as far as ``content`` goes, and then raises ``error`` instead of ending."""

    def __init__(self, content: bytes, error: Exception) -> None:
        self._content = io.BytesIO(content)
        self._error = error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # io's own Buffer is newer than 3.11
        count = self._content.readinto(buffer)
        if count == 0:
            raise self._error
        return count


class EndlessFile(io.RawIOBase):
    """A file that goes on with ``record`` for ever and counts the ``bytes_read``."""

    def __init__(self, head: bytes, record: bytes) -> None:
        self._waiting = head
        self._record = record
        self.bytes_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # io's own Buffer is newer than 3.11
        while len(self._waiting) < len(buffer):
            self._waiting += self._record
        count = len(buffer)
        buffer[:], self._waiting = self._waiting[:count], self._waiting[count:]
        self.bytes_read += count
        return count


@contextmanager
def full_disk(after_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``after_bytes`` for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@lru_cache(maxsize=100_000)
def _place_and_sign(word: str) -> tuple[int, int]:
    letters = word.lower().strip(string.punctuation) or word
    number = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:8])
    return number >> 1, 1 if number & 1 else -1


if TYPE_CHECKING:
    _: type[Embedder] = HashingEmbedder
    __: type[Embedder] = FailingEmbedder
    ___: type[Embedder] = SlowEmbedder
    ____: type[Answerer] = ScriptedAnswerer
    _____: type[Answerer] = WaitingAnswerer
