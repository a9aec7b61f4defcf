"""Sentences of a text, as offsets. The boundaries are found by sentencex, and put right where abstracts mislead it.

sentencex takes the ``<`` of "p < 0.05" for a bracket and ends no sentence until one closes, "(2)" or "20)" for the next
item of a list, and the point in "H2A.Z" for a full stop. So brackets are hidden from it, and what it cut in two without
a full stop, within a name or within brackets is joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from corpus.documents import Document

RULES = "sentencex, brackets hidden"
"""How sentences are found, for the manifest of an index: renamed when the rules change, so that none mixes two."""

# Hidden behind a character that means nothing, so that offsets stay. A bracket that closes after a full stop is left.
_OPENING = str.maketrans(dict.fromkeys("([{<>", "="))
_CLOSING = re.compile(r"(?<![.?!])[)\]}]")

_FULL_STOP = re.compile(r"""[.?!…](?:[”"'’»)\]}*]| ["”»])*$""")
_UNSPACED_START = re.compile(r"(?<=[a-z)\]%]\.)(?=[A-Z(•])|(?<=[.?!)\]”\"])(?=[A-Z][a-z]+ |\([A-Z]{2})")
_BRACKET = re.compile(r"[()\[\]]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:approx|av|ca|cf|eqs?|figs?|nos?|refs?|spp?|ssp|subsp|var|viz|vols?)\.$", re.IGNORECASE
)
_LONGEST_END = 20  # how far back a full stop with what closes after it, or an abbreviation, is looked for


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


def sentences_of(document: Document) -> list[Span]:
    """Return every sentence of the document's sections in order, the title left out."""
    return [one for span in document.spans for one in split_sentences(document.text, span.start, span.end)]


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]`` in order, as spans into ``text``.

    White space around a sentence is outside its span; every other character is in exactly one span.
    """
    piece = text[start : len(text) if end is None else end]
    spans: list[Span] = []
    for span in _found(piece):
        if spans and _is_one(piece, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return [Span(start + span.start, start + span.end) for span in spans]


def _found(piece: str) -> Iterator[Span]:
    """Yield the sentences of ``piece`` as sentencex sees them."""
    hidden = _CLOSING.sub("=", piece.translate(_OPENING))
    position = 0
    for sentence in sentencex.segment("en", hidden):
        position = hidden.index(sentence, position)
        words = sentence.strip()
        if words:
            first = position + sentence.index(words)
            yield Span(first, first + len(words))
        position += len(sentence)


def _is_one(piece: str, before: Span, after: Span) -> bool:
    """Say whether two sentences as found are one."""
    words, gap, rest = piece[before.start : before.end], piece[before.end : after.start], piece[after.start : after.end]
    if "\n" in gap:
        return False
    end = words[-_LONGEST_END:]
    return (
        not _FULL_STOP.search(end)
        or (not gap and not _UNSPACED_START.match(piece, after.start))
        or (bool(_ABBREVIATION.search(end)) and not rest[0].isupper())
        or _are_in_brackets(words, rest)
    )


def _are_in_brackets(words: str, rest: str) -> bool:
    """Say whether a bracket that opens in ``words`` closes in ``rest``."""
    opened = max(words.rfind("("), words.rfind("[")) > max(words.rfind(")"), words.rfind("]"))
    first = _BRACKET.search(rest)
    return opened and first is not None and first[0] in ")]"
