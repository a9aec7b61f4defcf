"""How likely a document that was found is to answer the question, and not only to be on its subject. Pure.

The signs are few, and visible to whoever reads the question beside the document. `python -m tests.benchmarks.weights`
fits what each counts on the development questions, and tells by cross-validation what they are worth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from service.interfaces import Source
from service.words import stems

# Fitted to the development questions as asked and paraphrased, and to BioASQ's of editions 7b to 10b, one to four.
_INTERCEPT = -6.860
_SCORE_WEIGHT = 4.852
_BEHIND_WEIGHT = -2.698
_COVERED_WEIGHT = 4.570
_MISSING_NAME_WEIGHT = -1.084

# A fused score is high where a document is best by words and by meaning among those found. Among fewer than this it
# tells nothing, as under a filter that leaves three: then the best counts as best by both, and none is left aside.
_LEAST_COMPARED = 10

# Documents that are less likely than this to answer are left aside, unless they are the likeliest.
LEAST_RELEVANCE = 0.4

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LEAST_CAPITALS = 2

# The share of letters that two stems of one word have in common, in order, when one is mistyped.
_SAME_SPELLING = 0.85


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a document that answers from one near the question.

    ``score`` is its rank score, and ``behind`` how much less that is than the best one's, 0 or more. ``covered`` is the
    share of the question's words, by letters, that it has, in [0, 1]; ``missing_names`` counts the names and numbers of
    the question that it lacks.
    """

    score: float
    behind: float
    covered: float
    missing_names: int


def relevant(question: str, sources: Sequence[Source], found: int) -> list[Source]:
    """Return the sources that may answer, in their order, each with its relevance.

    ``found`` is how many documents the sources are the first of.
    """
    weighed = [
        replace(source, relevance=probability(signs))
        for source, signs in zip(sources, signs_of(question, sources, found), strict=True)
    ]
    least = min(LEAST_RELEVANCE, likelihood(weighed)) if found >= _LEAST_COMPARED else 0.0
    return [source for source in weighed if source.relevance >= least]


def likelihood(sources: Sequence[Source]) -> float:
    """Return how likely it is that any of them answers: as likely as it is of the likeliest. 0 for none."""
    return max((source.relevance for source in sources), default=0.0)


def signs_of(question: str, sources: Sequence[Source], found: int) -> list[Signs]:
    """Return the signs of each source (see `relevant`)."""
    best = max((source.score for source in sources), default=0.0)
    lift = 1 - best if found < _LEAST_COMPARED else 0.0
    asked, names = set(stems(question)), _names(question)
    return [
        Signs(
            score=source.score + lift,
            behind=best - source.score,
            covered=_covered(asked, _stems(source.document.text)),
            missing_names=_missing(names, _letters(source.document.text)),
        )
        for source in sources
    ]


def probability(signs: Signs) -> float:
    """Return the probability that the document answers, in [0, 1]."""
    weighed = (
        _INTERCEPT
        + _SCORE_WEIGHT * signs.score
        + _BEHIND_WEIGHT * signs.behind
        + _COVERED_WEIGHT * signs.covered
        + _MISSING_NAME_WEIGHT * signs.missing_names
    )
    return 1 / (1 + math.exp(-weighed))


def _covered(asked: set[str], there: frozenset[str]) -> float:
    """Weigh words by their length: long ones are the specific ones."""
    letters = sum(map(len, asked))
    return sum(len(stem) for stem in asked if _is_among(stem, there)) / letters if letters else 0.0


def _is_among(stem: str, others: frozenset[str]) -> bool:
    """Say whether a stem is one of the others, or spelt nearly so: people mistype."""
    return stem in others or bool(get_close_matches(stem, others, n=1, cutoff=_SAME_SPELLING))


def _names(question: str) -> set[str]:
    """Return the names and numbers of a question as letters: words with a digit or two capitals (ACR70, 2025, iPSC)."""
    return {_letters(word).removesuffix("s") for word in _WORD.findall(question) if _is_name(word)}


def _is_name(word: str) -> bool:
    return any(letter.isdigit() for letter in word) or sum(map(str.isupper, word)) >= _LEAST_CAPITALS


def _missing(names: set[str], letters: str) -> int:
    return sum(name not in letters for name in names)


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=512)
def _letters(text: str) -> str:
    """Return only letters and digits, so that IL-17A and IL17A are one."""
    return "".join(filter(str.isalnum, text.casefold()))
