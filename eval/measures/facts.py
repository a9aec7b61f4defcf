"""Whether a text states a fact: deterministic, tolerant of wording, strict on numbers. Pure.

A fact is covered when every number in it stands in the text, every name with a number in it (IL-23, CD34) does, and at
least `WORD_SHARE` of its content stems do. The share was set where whole gold documents cover most of their facts and
other documents almost none of them (README, "What the figures count").
"""

from __future__ import annotations

import re

from service.words import numbers, stems

WORD_SHARE = 0.6

_NUMBERED_NAME = re.compile(r"(?<!\w)(?![cm]?m[23]\b)([^\W\d_]+)-?(\d+)")  # cm2 and mm3 are units


def states(text: str, fact: str) -> bool:
    """Say whether ``text`` states ``fact``. A fact without words or numbers is stated by nothing."""
    wanted_numbers, wanted_stems = numbers(fact), set(stems(fact))
    if not wanted_numbers and not wanted_stems:
        return False
    if not wanted_numbers <= numbers(text) or not _numbered_names(fact) <= _numbered_names(text):
        return False
    words = {stem for stem in wanted_stems if not stem.isdigit()}
    return not words or len(words & set(stems(text))) >= WORD_SHARE * len(words)


def coverage(text: str, facts: list[str]) -> float:
    """Return the share of ``facts`` that ``text`` states, in [0, 1]; 0 when there are no facts."""
    return sum(states(text, fact) for fact in facts) / len(facts) if facts else 0.0


def _numbered_names(text: str) -> set[tuple[str, str]]:
    """Return the names with a number in them, as letters and number: IL-1beta and il1 give the same."""
    return set(_NUMBERED_NAME.findall(text.lower()))
