"""The extension points of this package.

An answerer turns found documents into anchored sentences; a verifier judges whether quotes bear a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.documents import Document
from index.passages import Passage
from service.answers import Dropped


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a source with its cosine with the question."""

    passage: Passage
    cosine: float


@dataclass(frozen=True, slots=True)
class Source:
    """A document that may answer: its rank score for the question (larger is better) and its sentences in order.

    ``relevance`` is the probability that it answers, in [0, 1]; 0 where nobody has weighed it.
    """

    document: Document
    score: float
    sentences: Sequence[RankedSentence]
    relevance: float = 0.0


@dataclass(frozen=True, slots=True)
class AnchoredSentence:
    """A sentence of an answer and the slices of sources that bear it, one at least."""

    text: str
    anchors: tuple[tuple[Document, Passage], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer made: the sentences in reading order, and those it had to drop, with the reason.

    ``warnings`` say what went otherwise than asked; ``answerer`` names another one, where that made the sentences.
    """

    sentences: tuple[AnchoredSentence, ...]
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    answerer: str | None = None


class Answerer(Protocol):
    """Composes an answer from sources alone."""

    @property
    def name(self) -> str:
        """The name that answers carry, e.g. ``extractive``."""
        ...

    def compose(self, question: str, sources: Sequence[Source], max_sentences: int, /) -> Draft:
        """Return up to ``max_sentences`` sentences, each anchored in ``sources``.

        Every number in a sentence stands in the slices that bear it. No sources, no sentences.
        """
        ...


class Verifier(Protocol):
    """Judges whether quotes bear a sentence that is not one of them."""

    def fault(self, sentence: str, quotes: Sequence[str], /) -> str | None:
        """Return why the quotes, taken together, do not bear the sentence, in plain words; None when they do.

        ``quotes`` are sentences of one document, in the order of its text. A quote bears itself; no quotes bear
        nothing, and a sentence without words is borne by none.
        """
        ...
