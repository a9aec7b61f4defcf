"""Quoted sentences of different sources of which one denies what another states. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from service import finding_words as signs
from service.interfaces import AnchoredSentence
from service.stance import denied_clauses, states_finding, stems_in, subject_of
from service.words import stems

# Both sentences have this share of the question's words, or they are not on the same thing.
_SAME_SUBJECT = 0.5

_EFFECTS = signs.RELATIONS[-1].told


def disagreement(question: str, sentences: Sequence[AnchoredSentence]) -> tuple[list[int], list[int]]:
    """Return the places of sentences that find an effect and of those of other sources that deny the same effect.

    Both are empty where no two sources are seen to disagree.
    """
    told = [(place, _sources(one), one.text) for place, one in enumerate(sentences) if _speaks(question, one.text)]
    if len({source for _, sources, _ in told for source in sources}) <= 1:
        return [], []
    subject = subject_of(question)
    finding = [(place, sources, _affirmed(text) - subject) for place, sources, text in told]
    denying = [(place, sources, _denied(text) - subject) for place, sources, text in told]
    pairs = [
        (one, other)
        for (one, here, effects), (other, there, denied) in product(finding, denying)
        if effects & denied and not here & there
    ]
    return sorted({one for one, _ in pairs}), sorted({other for _, other in pairs})


def _speaks(question: str, sentence: str) -> bool:
    subject = subject_of(question)
    return len(subject & stems_in(sentence)) >= _SAME_SUBJECT * len(subject) and states_finding(sentence)


def _sources(sentence: AnchoredSentence) -> set[str]:
    return {document.id for document, _ in sentence.anchors}


def _affirmed(sentence: str) -> set[str]:
    """Return the stems of the effects that the sentence states; none when it denies or hedges anything."""
    if signs.DENIED.search(sentence) or signs.HEDGE.search(sentence) or any(denied_clauses(sentence)):
        return set()
    return set(_effects(sentence))


def _denied(sentence: str) -> set[str]:
    """Return the stems of the effects in what the sentence denies."""
    after = (sentence[found.end() :] for found in signs.DENIED.finditer(sentence))
    clauses = [*(signs.CLAUSE_END.split(rest, maxsplit=1)[0] for rest in after), *denied_clauses(sentence)]
    return {stem for clause in clauses for stem in _effects(clause)}


def _effects(words: str) -> Iterator[str]:
    return (stem for found in _EFFECTS.finditer(words) for stem in stems(found[0]))
