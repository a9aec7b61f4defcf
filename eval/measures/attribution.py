"""Whether the sources of a sentence bear it, and whether each of them is needed. Pure.

After ALCE: Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023),
section 3. ALCE asks a model of entailment (NLI) what supports what; here `supports` is asked unless another judge is
given, so that whoever doubts a figure can see where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from eval.measures.facts import states


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and what it cites: of each citation the words that stand in the source, not as told."""

    text: str
    sources: tuple[str, ...]


class Judge(Protocol):
    """Decides what supports what. A model of natural language inference can take the place of `supports`."""

    def __call__(self, sources: Sequence[str], statement: str, /) -> bool:
        """Say whether ``sources``, taken together, support ``statement``. Without sources, nothing is supported."""
        ...


def supports(sources: Sequence[str], statement: str) -> bool:
    """Say whether ``statement`` stands in one of ``sources`` word for word, or they state it as a fact is stated.

    The latter is `facts.states`, over all of them together: every number and numbered name of the statement is there,
    and three in five of its content stems. Like that, it does not read negation, nor which number belongs to what.
    """
    if not any(sources):
        return False
    return any(_contains(source, statement) for source in sources) or states("\n".join(sources), statement)


def alce_citation_recall(statements: Sequence[Statement], judge: Judge = supports) -> float | None:
    """Return the share of an answer's statements that are supported; None for an answer without statements.

    ALCE's citation recall: a statement counts 1 when it has citations, all of them of words that exist, and these
    together support it, else 0. The mean is over the statements of the answer; that over questions gives each answer
    the same weight.
    """
    return fmean(_recall(statement, judge) for statement in statements) if statements else None


def alce_citation_precision(statements: Sequence[Statement], judge: Judge = supports) -> float | None:
    """Return the share of an answer's citations that are precise; 0 without citations, None without statements.

    ALCE's citation precision: a citation counts 1 when its statement is supported (recall 1) and it is not irrelevant,
    else 0; it is irrelevant when it does not support the statement by itself, and the others do without it. The mean
    is over all citations of the answer; that over questions gives each answer the same weight.
    """
    precise = [
        _recall(statement, judge) and not _is_irrelevant(statement, place, judge)
        for statement in statements
        for place in range(len(statement.sources))
    ]
    if not precise:
        return 0.0 if statements else None
    return fmean(precise)


def _recall(statement: Statement, judge: Judge) -> bool:
    exist = bool(statement.sources) and all(statement.sources)
    return exist and judge(statement.sources, statement.text)


def _is_irrelevant(statement: Statement, place: int, judge: Judge) -> bool:
    others = (*statement.sources[:place], *statement.sources[place + 1 :])
    alone = judge((statement.sources[place],), statement.text)
    return not alone and bool(others) and judge(others, statement.text)


def _contains(source: str, statement: str) -> bool:
    """Say whether the words of ``statement`` stand in ``source`` one after the other; white space is all alike."""
    words = " ".join(statement.split())
    return bool(words) and f" {words} " in f" {' '.join(source.split())} "
