"""Fusion of dense and lexical scores. Pure.

The sum of scores divided by their maximum over the candidates: the convex combination with theoretical-minimum
normalisation of Bruch, Gai and Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS,
doi:10.1145/3596512, with 0 as the minimum of both (BM25 is never negative; a negative cosine is no evidence).
Unlike min-max over a list it needs no list depth, and a candidate missing from one list has its true score there.
Measured beside reciprocal ranks and min-max: see README, "Choices and their measurements".
"""

from __future__ import annotations

import numpy as np

from index.interfaces import Scores

LEXICAL_WEIGHT = 0.5


def fuse(dense: Scores, lexical: Scores, lexical_weight: float = LEXICAL_WEIGHT) -> Scores:
    """Return the fused score of each candidate, in [0, 1]; both inputs have shape ``(n,)`` and the same order."""
    fused = (1 - lexical_weight) * _by_maximum(dense) + lexical_weight * _by_maximum(lexical)
    return fused.astype(np.float32)


def _by_maximum(scores: Scores) -> Scores:
    positive = np.maximum(scores, 0.0)
    highest = positive.max(initial=0.0)
    return positive / highest if highest > 0 else positive
