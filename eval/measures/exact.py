"""Exact answers, as BioASQ (task B, phase B) and PubMedQA count them. Pure.

Sources: Krithara and others, "BioASQ-QA: a manually curated corpus for biomedical question answering", Scientific Data
10:170 (2023), and the challenge's guidelines; Jin and others, "PubMedQA", EMNLP 2019 (accuracy and macro-F1).
Names are compared as BioASQ does, without regard to case, here also to runs of white space and a full stop at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

CANDIDATES = 5
LONGEST_LIST = 100

# The names of one thing: any of them will do.
Names = Sequence[str]


def same_label(gold: str, predicted: str) -> float:
    """Return 1 when the labels (yes, no, maybe) are the same, else 0: the mean over questions is accuracy."""
    return float(_plain(gold) == _plain(predicted))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return the mean over the labels of the F1 of each, of ``(gold, predicted)`` pairs; None without pairs.

    The labels are those that occur, in gold or predicted, as in scikit-learn; nothing predicted is no label. One that
    is never right has an F1 of 0.
    """
    told = [(_plain(gold), _plain(predicted)) for gold, predicted in pairs]
    labels = sorted({label for pair in told for label in pair if label})
    return fmean(_f1_of_label(label, told) for label in labels) if labels else None


def factoid(gold: Sequence[Names], candidates: Sequence[Names]) -> dict[str, float]:
    """Return how well ``candidates``, best first, name the one thing asked for. Only the first five count.

    ``factoid_strict`` is 1 when the first candidate names it, ``factoid_lenient`` when any does, ``factoid_mrr`` the
    reciprocal rank of the first that does, each 0 otherwise. ``gold`` lists the things that would do.
    """
    accepted = _plain_names(name for names in gold for name in names)
    ranks = [rank for rank, one in enumerate(candidates[:CANDIDATES], 1) if accepted & _plain_names(one)]
    first = min(ranks, default=0)
    return {
        "factoid_strict": float(first == 1),
        "factoid_lenient": float(first > 0),
        "factoid_mrr": 1 / first if first else 0.0,
    }


def listed(gold: Sequence[Names], given: Sequence[Names]) -> dict[str, float]:
    """Return how well ``given`` lists all things asked for: precision, recall and F1, each in [0, 1].

    Each item finds the first thing of a name of its own that no item before it has found, and nothing else: a thing
    given twice counts once, and the second time against precision. Only the first hundred count. Nothing given is zero
    throughout.
    """
    items = [_plain_names(one) for one in given[:LONGEST_LIST]]
    missing = [_plain_names(names) for names in gold]
    for item in items:
        if one := next((names for names in missing if names & item), None):
            missing.remove(one)
    found = len(gold) - len(missing)
    precision = found / len(items) if items else 0.0
    recall = found / len(gold) if gold else 0.0
    both = precision + recall
    return {
        "list_precision": precision,
        "list_recall": recall,
        "list_f1": 2 * precision * recall / both if both else 0.0,
    }


def _f1_of_label(label: str, pairs: Sequence[tuple[str, str]]) -> float:
    right = sum(gold == predicted == label for gold, predicted in pairs)
    in_all = sum((gold == label) + (predicted == label) for gold, predicted in pairs)
    return 2 * right / in_all if in_all else 0.0


def _plain_names(names: Iterable[str]) -> set[str]:
    return {_plain(name) for name in names}


def _plain(name: str) -> str:
    return " ".join(name.lower().split()).removesuffix(".")
