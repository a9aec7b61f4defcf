"""Sentences of a text, as offsets. The boundaries are found by sentencex."""

from __future__ import annotations

from dataclasses import dataclass

import sentencex


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]`` in order, as spans into ``text``.

    White space around a sentence is outside its span; every other character is in exactly one span.
    """
    piece = text[start : len(text) if end is None else end]
    spans = []
    position = 0
    for sentence in sentencex.segment("en", piece):
        position = piece.index(sentence, position)
        words = sentence.strip()
        if words:
            first = start + position + sentence.index(words)
            spans.append(Span(first, first + len(words)))
        position += len(sentence)
    return spans
