"""Whether a sentence of a source says yes or no to a question, by rules a reader can see. Pure.

A sentence speaks to a question when it has the question's words, or its document's title has them, and a word for what
is asked: that something works, is safe, is bound up with something, goes up or down. Then it says no where that is
denied ("did not improve", "no difference", "P = 0.4"), else yes; a question in the negative turns it round. An aim or a
method says neither, and so does what tells the contrary in other words: better none than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from service import finding_words as signs
from service.finding_words import Relation
from service.words import stems

_GENERIC = frozenset(stems(signs.GENERIC))
_NAME = re.compile(r"[\w/-]*(?:\d|[A-Z]{2}|[a-z][A-Z])[\w/-]*")

# What speaks less to a question is not heard; one without a relation ("Is X a Y?") needs more of its words said. A
# title helps only a sentence that has a share of its own.
_LEAST = 0.5
_LEAST_WITHOUT_RELATION = 0.75
_LEAST_OF_ITS_OWN = 0.3


class Stance(StrEnum):
    """What a sentence says to a yes-no question."""

    YES = "yes"
    NO = "no"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A stance, and how much it is worth, in [0, 1]: how wholly the sentence speaks to the question, and how surely."""

    stance: Stance
    strength: float


NEITHER = Opinion(Stance.NEITHER, 0.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks: the stems of what it is about, the names in it, the relation asked for."""

    subject: frozenset[str]
    names: frozenset[str]
    relation: Relation | None
    for_absence: bool
    can_be_read: bool

    @property
    def least(self) -> float:
        return _LEAST if self.relation else _LEAST_WITHOUT_RELATION


def opinion(question: str, sentence: str, *, title: str = "", section: str | None = None) -> Opinion:
    """Return what a sentence says to a yes-no question.

    ``title`` is that of its document, ``section`` the label that it stands under.
    """
    asked = _asked(question)
    if not asked.can_be_read:
        return NEITHER
    weight = _reach(asked, sentence, title) * (1.5 if signs.CONCLUSION.search((section or "").upper()) else 1.0)
    if weight < asked.least or not states_finding(sentence, section):
        return NEITHER
    strength = min(1.0, weight * (0.5 if signs.HEDGE.search(sentence) else 1.0))
    affirms = _affirms(asked, sentence) if strength >= asked.least else None
    if affirms is None:
        return NEITHER
    return Opinion(Stance.YES if affirms != asked.for_absence else Stance.NO, strength)


def states_finding(sentence: str, section: str | None = None) -> bool:
    """Say whether the sentence can tell a finding: it is no aim, method or question, and stands where findings do."""
    label = (section or "").upper()
    if signs.BEFORE_RESULTS.search(label) and not signs.RESULTS.search(label):
        return False
    told = not signs.AIM_OR_METHOD.search(sentence) and not signs.ABOUT_THE_STUDY.search(sentence)
    return told and not sentence.rstrip().endswith("?")


def subject_of(question: str) -> frozenset[str]:
    """Return the stems of what the question is about, without the words that say how it asks."""
    return _asked(question).subject


@lru_cache(maxsize=4096)
def stems_in(text: str) -> frozenset[str]:
    """Return the stems of a sentence or a title, which are asked for again and again."""
    return frozenset(stems(text))


def denied_clauses(sentence: str) -> Iterator[str]:
    """Yield the words that a "no" or a "without" denies."""
    return (found["clause"] or found["next"] or "" for found in signs.NONE_OF.finditer(sentence))


@lru_cache(maxsize=256)
def _asked(question: str) -> _Asked:
    plain = signs.CALLS_FOR_YES_OR_NO.sub("", question)
    said = frozenset(stems(plain))
    return _Asked(
        subject=said - _GENERIC or said,
        names=frozenset(name.lower() for name in _NAME.findall(plain)),
        relation=next((relation for relation in signs.RELATIONS if relation.asked.search(plain)), None),
        for_absence=bool(signs.ASKS_FOR_ABSENCE.search(plain)),
        can_be_read=bool(said) and not signs.BEYOND_QUOTES.search(plain),
    )


def _reach(asked: _Asked, sentence: str, title: str) -> float:
    """Return the share of the question's words that the sentence has; those in the title alone count half.

    Names such as IL-17 must all be there, or the sentence is about something else.
    """
    both = f"{title} {sentence}".lower()
    if any(name not in both for name in asked.names):
        return 0.0
    said, headed = stems_in(sentence), stems_in(title)
    if len(asked.subject & said) < _LEAST_OF_ITS_OWN * len(asked.subject):
        return 0.0
    return (len(asked.subject & said) + 0.5 * len((asked.subject - said) & headed)) / len(asked.subject)


def _affirms(asked: _Asked, sentence: str) -> bool | None:
    """Say whether the sentence holds what is asked to be so, or not so; None when it tells neither."""
    if signs.UNDECIDED.search(sentence):
        return None
    if asked.relation is signs.SAFETY and signs.HARM.search(sentence):
        return True if _denies_harm(sentence) else None
    if _denies(asked, sentence):
        return False
    if asked.relation is None:
        return True
    return True if asked.relation.told.search(sentence) and not asked.relation.against.search(sentence) else None


def _denies_harm(sentence: str) -> bool:
    return any(signs.HARM.search(rest) for rest in denied_clauses(sentence)) or bool(signs.DENIED.search(sentence))


def _denies(asked: _Asked, sentence: str) -> bool:
    """Say whether the sentence denies a finding, something of what the question is about, or what it asks."""
    return bool(signs.DENIED.search(sentence)) or any(
        signs.FINDING.search(rest)
        or asked.subject & set(stems(rest))
        or (asked.relation and asked.relation.told.search(rest))
        for rest in denied_clauses(sentence)
    )
