"""ROUGE-2 and ROUGE-SU4, by which BioASQ scores ideal answers. Pure.

Lin, "ROUGE: a package for automatic evaluation of summaries" (2004). Words are runs of letters and digits in lower
case, neither stemmed nor stopped; of several references the one that gives the most counts. Both are choices of ours,
not held against the challenge's own script, so that its figures may differ a little. Own, since the libraries that are
kept alive have no skip-bigrams.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_SKIP = 4

Units = Counter[tuple[str, ...]]


def rouge(text: str, references: Sequence[str]) -> dict[str, float]:
    """Return recall and F1, each in [0, 1], of ROUGE-2 and ROUGE-SU4; all 0 without words on either side."""
    return {
        **_scores("rouge_2", _bigrams, text, references),
        **_scores("rouge_su4", _skip_bigrams_and_words, text, references),
    }


def _scores(
    name: str, units_of: Callable[[Sequence[str]], Iterator[tuple[str, ...]]], text: str, references: Sequence[str]
) -> dict[str, float]:
    said = Counter(units_of(_words(text)))
    pairs = [_recall_and_f1(said, Counter(units_of(_words(reference)))) for reference in references]
    return {
        f"{name}_recall": max((recall for recall, _ in pairs), default=0.0),
        f"{name}_f1": max((f1 for _, f1 in pairs), default=0.0),
    }


def _recall_and_f1(said: Units, wanted: Units) -> tuple[float, float]:
    common = (said & wanted).total()
    if not common:
        return 0.0, 0.0
    return common / wanted.total(), 2 * common / (said.total() + wanted.total())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _bigrams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return itertools.pairwise(words)


def _skip_bigrams_and_words(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every pair in order with at most four words between, and every word."""
    for position, word in enumerate(words):
        yield (word,)
        for other in words[position + 1 : position + _SKIP + 2]:
            yield word, other
