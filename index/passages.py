"""Documents cut into passages that the encoder can read to their end. Pure.

A passage is a run of whole sentences of the canonical text, about 128 tokens of it, encoded with the document's title
in front; the next begins with the sentence the last one ended with. Half the encoder's window finds more than the
whole of it does, and a long abstract keeps its conclusions: see README, "Choices and their measurements".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.documents import Document
from corpus.sentences import Span, split_sentences

CountTokens = Callable[[Sequence[str]], list[int]]

_SPECIAL_TOKENS = 2  # [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document's text: code points, half open. ``section`` is None when it spans several."""

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
    """How documents are cut: ``window_tokens`` of text in a passage, ``overlap_sentences`` shared with the next.

    ``max_tokens`` is what the encoder reads, title and special tokens included.
    """

    max_tokens: int
    window_tokens: int = 128
    overlap_sentences: int = 1


def cut(document: Document, options: PassageOptions, count_tokens: CountTokens) -> list[Passage]:
    """Return the passages of a document in order; together they cover its title and every sentence.

    The first begins with the title.
    """
    pieces = _pieces(document)
    if not pieces:
        return [_passage(document, 0, len(document.title))]
    room = _room(document.title, options, count_tokens)
    pieces, sizes = _split_long(document.text, pieces, room, count_tokens)
    return [
        _passage(document, pieces[first].start if first else 0, pieces[last - 1].end)
        for first, last in _windows(sizes, room, options.overlap_sentences)
    ]


def text_to_embed(document: Document, passage: Passage) -> str:
    """Return what the encoder reads: the passage, with the document's title in front unless it begins with it."""
    words = document.text[passage.start : passage.end]
    return words if passage.start == 0 else f"{document.title}\n{words}"


def _room(title: str, options: PassageOptions, count_tokens: CountTokens) -> int:
    """Return how many tokens of text fit behind the title; an endless title gets half the window at most."""
    left = options.max_tokens - _SPECIAL_TOKENS - count_tokens([title])[0]
    return min(options.window_tokens, max(left, options.max_tokens // 2))


def _pieces(document: Document) -> list[Span]:
    """Return every sentence below the title; the first of a section begins at the section's label."""
    pieces = []
    line_start = len(document.title) + 1
    for section in document.spans:
        sentences = split_sentences(document.text, section.start, section.end)
        pieces.append(Span(line_start, sentences[0].end))
        pieces.extend(sentences[1:])
        line_start = section.end + 1
    return pieces


def _split_long(text: str, pieces: list[Span], room: int, count_tokens: CountTokens) -> tuple[list[Span], list[int]]:
    """Halve every piece that is longer than ``room``, at white space, until none is or no space is left."""
    sizes = count_tokens([text[piece.start : piece.end] for piece in pieces])
    while any(size > room for size in sizes):
        halved = [
            half
            for piece, size in zip(pieces, sizes, strict=True)
            for half in (_halves(text, piece) if size > room else (piece,))
        ]
        if len(halved) == len(pieces):
            break
        pieces, sizes = halved, count_tokens([text[piece.start : piece.end] for piece in halved])
    return pieces, sizes


def _halves(text: str, piece: Span) -> tuple[Span, ...]:
    middle = (piece.start + piece.end) // 2
    space = text.rfind(" ", piece.start + 1, middle)
    if space < 0:
        space = text.find(" ", middle, piece.end - 1)
    return (piece,) if space < 0 else (Span(piece.start, space), Span(space + 1, piece.end))


def _windows(sizes: list[int], room: int, overlap: int) -> list[tuple[int, int]]:
    """Return half-open ranges of pieces, each within ``room`` (or one piece), overlapping, that cover all pieces."""
    windows = []
    first = 0
    while True:
        last, used = first + 1, sizes[first]
        while last < len(sizes) and used + sizes[last] <= room:
            used += sizes[last]
            last += 1
        windows.append((first, last))
        if last == len(sizes):
            return windows
        first = max(last - overlap, first + 1)


def _passage(document: Document, start: int, end: int) -> Passage:
    first = document.section_at(start if start else len(document.title) + 1)
    return Passage(document.id, start, end, first if first == document.section_at(end - 1) else None)
