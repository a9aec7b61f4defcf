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
from service.interfaces import AnchoredSentence, Answerer, Draft, Source
from service.words import numbers, stems

# How much each sign counts beside the document's rank, measured on the development questions by halves (README,
# "Choices and their measurements"): the sentence's likeness to the question, the share of the question's words in it
# (rare ones counting more), and where it stands in the study.
_COSINE_WEIGHT = 0.5
_WORDS_WEIGHT = 0.15
_SECTION_WEIGHTS = {"RESULTS": 0.1, "FINDINGS": 0.1, "CONCLUSIONS": 0.1, "CONCLUSION": 0.1, "BACKGROUND": -0.1}

# Each sentence already taken from a document makes its next one this much less welcome.
_REPEATED_SOURCE_PENALTY = 0.02

# A sentence with fewer words of its own says nothing when it stands alone: "Patient aged 56."
_MIN_STEMS = 4

# Two sentences that share this much of the shorter one's words say the same, unless their numbers differ.
_SAME_WORDS = 0.7


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: Document
    passage: Passage
    score: float
    stems: frozenset[str]
    numbers: frozenset[str]

    @property
    def text(self) -> str:
        return self.document.text[self.passage.start : self.passage.end]

    def repeats(self, other: _Candidate) -> bool:
        shorter = min(len(self.stems), len(other.stems))
        return self.numbers == other.numbers and len(self.stems & other.stems) >= _SAME_WORDS * shorter


class ExtractiveAnswerer:
    """Chooses sentences; never writes one."""

    name = "extractive"

    def compose(self, question: str, sources: Sequence[Source], max_sentences: int, /) -> Draft:
        """Return the best sentences, best document first, each document's in the order of its text."""
        left = _candidates(question, sources)
        chosen: list[_Candidate] = []
        taken: Counter[str] = Counter()
        while left and len(chosen) < max_sentences:
            best = max(left, key=lambda one: one.score - _REPEATED_SOURCE_PENALTY * taken[one.document.id])
            chosen.append(best)
            taken[best.document.id] += 1
            left = [other for other in left if not other.repeats(best)]
        return Draft(tuple(_anchored(candidate) for candidate in _in_reading_order(chosen)))


def _candidates(question: str, sources: Sequence[Source]) -> list[_Candidate]:
    candidates = [
        _candidate(source.document, ranked.passage, source.score + _COSINE_WEIGHT * ranked.cosine)
        for source in sources
        for ranked in source.sentences
    ]
    weights = _word_weights(question, candidates)
    return [
        replace(candidate, score=candidate.score + _WORDS_WEIGHT * _share(weights, candidate.stems))
        for candidate in candidates
        if len(candidate.stems) >= _MIN_STEMS
    ]


def _candidate(document: Document, passage: Passage, score: float) -> _Candidate:
    text = document.text[passage.start : passage.end]
    section_weight = _SECTION_WEIGHTS.get((passage.section or "").upper(), 0.0)
    return _Candidate(document, passage, score + section_weight, *_compared(text))


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
    """Put the document of the best sentence first, and each document's sentences in the order of its text."""
    first_seen = {candidate.document.id: place for place, candidate in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda one: (first_seen[one.document.id], one.passage.start))


def _anchored(candidate: _Candidate) -> AnchoredSentence:
    return AnchoredSentence(candidate.text, ((candidate.document, candidate.passage),))


if TYPE_CHECKING:
    _: type[Answerer] = ExtractiveAnswerer
