"""The default answerer: sentences of the sources, word for word, chosen for the question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.documents import Document
from index.passages import Passage
from service.comparison import side_matches, sides_of
from service.interfaces import AnchoredSentence, Answerer, Draft, Source
from service.leaning import leans
from service.words import numbers, stems

# How much each sign counts beside the document's rank, measured on the development questions by halves (README,
# "Choices and their measurements"): the sentence's likeness to the question, the share of the question's words in it
# (rare ones counting more), where it stands in the study, and how likely its document is to answer.
_COSINE_WEIGHT = 0.5
_WORDS_WEIGHT = 0.15
_RELEVANCE_WEIGHT = 0.3
_FINDING_WEIGHT, _BACKGROUND_WEIGHT = 0.1, -0.1

_FINDINGS = frozenset({"RESULTS", "FINDINGS", "CONCLUSIONS", "CONCLUSION"})
_CONTEXT = frozenset({"BACKGROUND", "INTRODUCTION", "OBJECTIVE", "OBJECTIVES", "AIM", "AIMS", "PURPOSE", "METHODS"})

# Each sentence already taken from a document makes its next one this much less welcome.
_REPEATED_SOURCE_PENALTY = 0.02

# A sentence with fewer words of its own says nothing when it stands alone: "Patient aged 56."
_MIN_STEMS = 4

# Two sentences that share this much of the shorter one's words say the same, unless their numbers differ.
_SAME_WORDS = 0.7


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be chosen, with the one before it where it leans on that: one slice of the text."""

    document: Document
    passage: Passage
    score: float
    stems: frozenset[str]
    numbers: frozenset[str]

    @property
    def text(self) -> str:
        return self.document.words_at(self.passage)

    @property
    def section(self) -> str:
        return (self.passage.section or "").upper()

    def holds(self, other: _Candidate) -> bool:
        inside = self.passage.start <= other.passage.start and other.passage.end <= self.passage.end
        return self.document.id == other.document.id and inside

    def repeats(self, other: _Candidate) -> bool:
        shorter = min(len(self.stems), len(other.stems))
        return self.numbers == other.numbers and len(self.stems & other.stems) >= _SAME_WORDS * shorter


class ExtractiveAnswerer:
    """Chooses sentences; never writes one."""

    name = "extractive"

    def compose(self, question: str, sources: Sequence[Source], max_sentences: int, /) -> Draft:
        """Return the best sentences, best document first, each document's findings before their context."""
        candidates = _candidates(question, sources)
        chosen = _for_every_side(question, _best(candidates, max_sentences), candidates, max_sentences)
        return Draft(tuple(_anchored(candidate) for candidate in _in_reading_order(chosen)))


def _best(candidates: Sequence[_Candidate], most: int) -> list[_Candidate]:
    left, chosen = list(candidates), list[_Candidate]()
    taken: Counter[str] = Counter()
    while left and len(chosen) < most:
        best = max(left, key=lambda one: one.score - _REPEATED_SOURCE_PENALTY * taken[one.document.id])
        # What it leans on may have been taken before, and is now in it.
        chosen = [*(one for one in chosen if not best.holds(one)), best]
        taken[best.document.id] += 1
        left = [other for other in left if other != best and (other.holds(best) or not _is_said(other, best))]
    return chosen


def _is_said(one: _Candidate, chosen: _Candidate) -> bool:
    return chosen.holds(one) or one.repeats(chosen)


def _for_every_side(
    question: str, chosen: list[_Candidate], candidates: Sequence[_Candidate], most: int
) -> list[_Candidate]:
    """Give a comparison a sentence for each side that any speaks of, in the last one's place where there is no room."""
    sides = sides_of(question)
    for side in sides:
        others = tuple(other for other in sides if other != side)
        speaking = [one for one in candidates if side_matches(one.text, side, others)]
        if not speaking or any(one in speaking for one in chosen):
            continue
        kept = chosen[: most - 1]
        fitting = [one for one in speaking if not any(_is_said(one, other) for other in kept)]
        chosen = [*kept, max(fitting, key=lambda one: one.score)] if fitting else chosen
    return chosen


def _candidates(question: str, sources: Sequence[Source]) -> list[_Candidate]:
    candidates = [candidate for source in sources for candidate in _of_source(source)]
    weights = _word_weights(question, candidates)
    return [
        replace(candidate, score=candidate.score + _WORDS_WEIGHT * _share(weights, candidate.stems))
        for candidate in candidates
        if len(candidate.stems) >= _MIN_STEMS
    ]


def _of_source(source: Source) -> list[_Candidate]:
    worth = source.score + _RELEVANCE_WEIGHT * source.relevance
    passages = _with_what_they_lean_on(source)
    return [
        _candidate(source.document, passage, worth + _COSINE_WEIGHT * ranked.cosine)
        for passage, ranked in zip(passages, source.sentences, strict=True)
    ]


def _with_what_they_lean_on(source: Source) -> list[Passage]:
    """Return the passage of every sentence, begun at the sentence before where it leans on that one."""
    passages = [ranked.passage for ranked in source.sentences]
    before: list[Passage | None] = [None, *passages]
    return [
        replace(passage, start=former.start)
        if former and former.section == passage.section and leans(source.document.words_at(passage))
        else passage
        for former, passage in zip(before, passages, strict=False)
    ]


def _candidate(document: Document, passage: Passage, score: float) -> _Candidate:
    candidate = _Candidate(document, passage, score, *_compared(document.words_at(passage)))
    weight = (candidate.section in _FINDINGS) * _FINDING_WEIGHT + (
        candidate.section == "BACKGROUND"
    ) * _BACKGROUND_WEIGHT
    return replace(candidate, score=score + weight)


@lru_cache(maxsize=4096)
def _compared(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems and the numbers of a sentence of a source."""
    return frozenset(stems(text)), frozenset(numbers(text))


def _word_weights(question: str, candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Return how telling each stem of the question is among the candidates: BM25's inverse document frequency."""
    holding = {stem: sum(stem in candidate.stems for candidate in candidates) for stem in set(stems(question))}
    return {stem: math.log1p((len(candidates) - n + 0.5) / (n + 0.5)) for stem, n in holding.items()}


def _share(weights: dict[str, float], words: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in words) / total if total else 0.0


def _in_reading_order(chosen: list[_Candidate]) -> list[_Candidate]:
    """Put the document of the best sentence first; in each, findings before what was known and done, in text order.

    Where a document's best sentence tells of what was known or done, that is what was asked for: text order then.
    """
    first_seen = {candidate.document.id: place for place, candidate in reversed(list(enumerate(chosen)))}

    def place(one: _Candidate) -> tuple[int, bool, int]:
        first = first_seen[one.document.id]
        is_context = one.section in _CONTEXT and chosen[first].section not in _CONTEXT
        return first, is_context, one.passage.start

    return sorted(chosen, key=place)


def _anchored(candidate: _Candidate) -> AnchoredSentence:
    return AnchoredSentence(candidate.text, ((candidate.document, candidate.passage),))


if TYPE_CHECKING:
    _: type[Answerer] = ExtractiveAnswerer
