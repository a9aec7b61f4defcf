"""BM25 by bm25s over English stems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import bm25s
import numpy as np
import Stemmer

from index.errors import IndexDamagedError
from index.interfaces import LexicalIndex, Scores

# Anserini's settings for abstracts; the usual 1.2/0.75 is for longer, more uneven texts.
K1 = 0.9
B = 0.4

DIRECTORY_NAME = "bm25"

_STEMMER = Stemmer.Stemmer("english")


def tokenise(texts: Sequence[str]) -> list[list[str]]:
    """Return the stems of each text's lower-case words of two letters or more, English stop words left out."""
    tokens = bm25s.tokenize(
        list(texts), stopwords="en_plus", stemmer=_STEMMER, return_ids=False, show_progress=False, allow_empty=True
    )
    # bm25s gives [""] for a text without words.
    return [[word for word in words if word] for words in cast("list[list[str]]", tokens)]


class Bm25Lexical:
    """A BM25 index. Words that the passages do not have are ignored in a query."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25 = bm25
        self._size = size
        self._vocabulary = bm25.vocab_dict

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Return an index over ``texts``."""
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        words = tokenise(texts)
        # bm25s needs one word at least; no query has this one.
        bm25.index(words if any(words) else [[""] for _ in texts], show_progress=False)
        return cls(bm25, len(texts))

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: a file is missing or not what bm25s writes.
        """
        path = directory / DIRECTORY_NAME
        try:
            bm25 = bm25s.BM25.load(path, mmap=False, show_progress=False)
            return cls(bm25, int(bm25.scores["num_docs"]))
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(path, str(error)) from error

    def save(self, directory: Path, /) -> None:
        """Write the index into an existing directory (see `LexicalIndex`)."""
        self._bm25.save(directory / DIRECTORY_NAME, show_progress=False)

    def __len__(self) -> int:
        return self._size

    def scores(self, query: str, /) -> Scores:
        """Return the BM25 score of every row (see `LexicalIndex`)."""
        known = [word for word in tokenise([query])[0] if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)


if TYPE_CHECKING:
    _: type[LexicalIndex] = Bm25Lexical
