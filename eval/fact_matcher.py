"""The matcher of facts measured itself: on pairs that people have labelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from eval.datasets.fact_pairs import FactPair
from eval.measures.agreement import Agreement, agreement
from eval.measures.facts import states

ALL = "all"

# Says whether the first, a text, states the second, a fact.
Matcher = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Matching:
    """How well a matcher agrees with people: on all pairs (`ALL`) and on each kind; and the pairs it got ``wrong``."""

    agreements: dict[str, Agreement]
    wrong: tuple[FactPair, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as `json.dumps` takes it."""
        return {
            "agreements": {
                kind: {one.name: getattr(found, one.name).to_json() for one in fields(found)}
                for kind, found in self.agreements.items()
            },
            "wrong": [pair.model_dump() for pair in self.wrong],
        }


def judge_matcher(pairs: Sequence[FactPair], matcher: Matcher = states) -> Matching:
    """Return how well ``matcher`` agrees with the labels of ``pairs``, kinds in the order of their names."""
    judged = [(pair, matcher(pair.text, pair.fact)) for pair in pairs]
    kinds = sorted({pair.kind for pair in pairs})
    return Matching(
        agreements={
            ALL: agreement([(pair.states, said) for pair, said in judged]),
            **{kind: agreement([(pair.states, said) for pair, said in judged if pair.kind == kind]) for kind in kinds},
        },
        wrong=tuple(pair for pair, said in judged if pair.states != said),
    )
