"""Documents cut into passages, the units that are encoded: the title, then every sentence. Pure.

A sentence is encoded with its document's title in front, which says what "the treatment" is. One vector a sentence
finds documents as well as any longer window, never loses the end of a long abstract to the encoder's limit, and lets
an answer choose its sentences without encoding anything but the question. See README, "Choices and their
measurements".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.documents import Document
from corpus.sentences import Span, sentences_of

CountTokens = Callable[[Sequence[str]], list[int]]

_SPECIAL_TOKENS = 2  # [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document's text: code points, half open. ``section`` is None where the source names none."""

    document_id: str
    start: int
    end: int
    section: str | None

    @property
    def id(self) -> str:
        """``<document id>#<start>-<end>``."""
        return f"{self.document_id}#{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """How documents are cut: what the encoder reads at most, in tokens, title and special tokens included."""

    max_tokens: int


def cut(document: Document, options: PassageOptions, count_tokens: CountTokens) -> list[Passage]:
    """Return the passages of a document in order: its title and every sentence, nothing twice, nothing left out.

    A sentence too long for the encoder is cut at white space.
    """
    title = Span(0, len(document.title))
    sentences = sentences_of(document)
    sizes = count_tokens([document.words_at(span) for span in (title, *sentences)])
    room = max(options.max_tokens - _SPECIAL_TOKENS - sizes[0], options.max_tokens // 2)
    if max(sizes[1:], default=0) > room:
        sentences = _split_long(document.text, sentences, room, count_tokens)
    return [Passage(document.id, span.start, span.end, document.section_at(span.start)) for span in (title, *sentences)]


def text_to_embed(document: Document, passage: Passage) -> str:
    """Return what the encoder reads: the passage, with the document's title in front unless it is the title."""
    words = document.words_at(passage)
    return words if passage.start == 0 else f"{document.title}\n{words}"


def _split_long(text: str, spans: list[Span], room: int, count_tokens: CountTokens) -> list[Span]:
    """Halve every span that is longer than ``room``, at white space, until none is or no space is left."""
    while True:
        sizes = count_tokens([text[span.start : span.end] for span in spans])
        halved = [
            half
            for span, size in zip(spans, sizes, strict=True)
            for half in (_halves(text, span) if size > room else (span,))
        ]
        if len(halved) == len(spans):
            return spans
        spans = halved


def _halves(text: str, span: Span) -> tuple[Span, ...]:
    middle = (span.start + span.end) // 2
    space = text.rfind(" ", span.start + 1, middle)
    if space < 0:
        space = text.find(" ", middle, span.end - 1)
    return (span,) if space < 0 else (Span(span.start, space), Span(space + 1, span.end))
