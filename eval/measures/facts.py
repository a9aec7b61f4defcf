"""Whether a text states a fact: deterministic, tolerant of wording, strict on numbers. Pure.

A fact is covered when every number in it stands in the text, every name with a number in it (IL-23, CD34) does, and at
least `WORD_SHARE` of its content stems do. The share was set where whole gold documents cover most of their facts and
other documents almost none of them (README, "What the figures count").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.words import numbers, stems

WORD_SHARE = 0.6

_NUMBERED_NAME = re.compile(r"(?<!\w)(?![cm]?m[23]\b)([^\W\d_]+)-?(\d+)")  # cm2 and mm3 are units


@dataclass(frozen=True, slots=True)
class _Content:
    """What is compared of a text."""

    numbers: frozenset[str]
    names: frozenset[tuple[str, str]]
    stems: frozenset[str]


def states(text: str, fact: str) -> bool:
    """Say whether ``text`` states ``fact``. A fact without words or numbers is stated by nothing."""
    return _states(_content(text), _content(fact))


def stated(text: str, facts: Sequence[str]) -> list[bool]:
    """Say of each of ``facts`` whether ``text`` states it (see `states`)."""
    said = _content(text)
    return [_states(said, _content(fact)) for fact in facts]


def coverage(text: str, facts: Sequence[str]) -> float:
    """Return the share of ``facts`` that ``text`` states, in [0, 1]; 0 when there are no facts.

    The recall of nuggets of TREC's question answering tracks (Voorhees, "Overview of the TREC 2003 Question Answering
    Track"), each fact counting as vital, with `states` in the assessor's place.
    """
    return sum(stated(text, facts)) / len(facts) if facts else 0.0


def _states(said: _Content, fact: _Content) -> bool:
    if not fact.numbers and not fact.stems:
        return False
    if not fact.numbers <= said.numbers or not fact.names <= said.names:
        return False
    words = {stem for stem in fact.stems if not stem.isdigit()}
    return not words or len(words & said.stems) >= WORD_SHARE * len(words)


def _content(text: str) -> _Content:
    return _Content(frozenset(numbers(text)), _numbered_names(text), frozenset(stems(text)))


def _numbered_names(text: str) -> frozenset[tuple[str, str]]:
    """Return the names with a number in them, as letters and number: IL-1beta and il1 give the same."""
    return frozenset(_NUMBERED_NAME.findall(text.lower()))
