"""Fusion of dense and lexical scores. Pure.

A convex combination of the two after each is scaled by its range: Bruch, Gai and Ingber (2023), "An Analysis of Fusion
Functions for Hybrid Retrieval", ACM TOIS, doi:10.1145/3596512. A BM25 score has a natural zero: no word is shared. A
cosine has none, since any two texts of one field are somewhat alike; its zero is the score of the last candidate that
meaning alone brought up. Measured beside reciprocal ranks and other scalings: see README, "Choices and their
measurements".
"""

from __future__ import annotations

import numpy as np

from index.interfaces import Scores

LEXICAL_WEIGHT = 0.5

# Scores nearer to each other than this are not told apart: dividing by less would blow up what lies below the floor.
_LEAST_SPAN = 1e-6


def fuse(dense: Scores, lexical: Scores, dense_floor: float, lexical_weight: float = LEXICAL_WEIGHT) -> Scores:
    """Return the fused score of each candidate: 1 at most, reached by what is best in both.

    ``dense`` and ``lexical`` have shape ``(n,)`` and the same order. A cosine below ``dense_floor`` counts against.
    """
    fused = (1 - lexical_weight) * _scaled(dense, dense_floor) + lexical_weight * _scaled(lexical, 0.0)
    return fused.astype(np.float32)


def _scaled(scores: Scores, floor: float) -> Scores:
    """Map ``floor`` to 0 and the highest score to 1; all to 0 when none is visibly above the floor."""
    span = scores.max(initial=floor) - floor
    return (scores - floor) / span if span > _LEAST_SPAN else np.zeros_like(scores)
