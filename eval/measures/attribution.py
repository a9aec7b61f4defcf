"""Whether the sources of a sentence bear it, and whether each of them is needed. Pure.

After ALCE: Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023),
section 3, and as the authors' own script counts where the paper is silent, but in four things:

- ALCE asks a model of entailment (NLI) what supports what; here `supports` is asked, so that whoever doubts a figure
  can see where it comes from.
- A citation of ALCE's is a passage with its title, one of these answers' the words quoted.
- Of a sentence's citations the script takes the first three; here all count.
- Where one of a sentence's citations does not exist, the script leaves all of them out of precision; here they count,
  as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.measures.facts import states


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and what it cites.

    ``sources`` has of each citation the words that stand in the source, not as told; "" where nothing stands there.
    """

    text: str
    sources: tuple[str, ...]


def supports(sources: Sequence[str], statement: str) -> bool:
    """Say whether ``statement`` stands in one of ``sources`` word for word, or they state it as a fact is stated.

    The latter is `facts.states`, over all of them together: every number and numbered name of the statement is there,
    and three in five of its content stems. Like that, it does not read negation.
    """
    if not any(sources):
        return False
    return any(_contains(source, statement) for source in sources) or states("\n".join(sources), statement)


def alce_citation_recall(statements: Sequence[Statement]) -> float | None:
    """Return the share of an answer's statements that are supported; None for an answer without statements.

    ALCE's citation recall: a statement counts 1 when it has citations, all of them stand in their sources, and the
    words they cite, together, support it, else 0. The mean is over the statements of the answer; that over questions
    gives each answer the same weight.
    """
    return fmean(map(_is_supported, statements)) if statements else None


def alce_citation_precision(statements: Sequence[Statement]) -> float | None:
    """Return the share of an answer's citations that are precise, 0 without any; None for one without statements.

    ALCE's citation precision: a citation counts 1 when its statement is supported (recall 1) and it is not irrelevant,
    else 0; it is irrelevant when it does not support the statement by itself, and the others do without it. The mean
    is over all citations of the answer; that over questions gives each answer the same weight.
    """
    precise = [
        _is_supported(statement) and not _is_irrelevant(statement, place)
        for statement in statements
        for place in range(len(statement.sources))
    ]
    return fmean(precise or [0.0]) if statements else None


def _is_supported(statement: Statement) -> bool:
    return all(statement.sources) and supports(statement.sources, statement.text)


def _is_irrelevant(statement: Statement, place: int) -> bool:
    others = (*statement.sources[:place], *statement.sources[place + 1 :])
    alone = supports((statement.sources[place],), statement.text)
    return not alone and supports(others, statement.text)


def _contains(source: str, statement: str) -> bool:
    """Say whether the words of ``statement`` stand in ``source`` one after the other; white space is all alike."""
    words = " ".join(statement.split())
    return bool(words) and f" {words} " in f" {' '.join(source.split())} "
