"""Whether a text states a fact: deterministic, tolerant of wording, strict on numbers. Pure.

A fact is stated when `WORD_SHARE` of its content words stand in the text, every name with a number in it (IL-23, CD34)
and every number do, each number under its unit and beside its words (see `quantities`), and no clause says the opposite
(see `directions`). What each rule is worth was measured on pairs judged by hand (README, "What the figures count").
"""

from __future__ import annotations

import re

from eval.measures.directions import contradict, direction_of, directions
from eval.measures.quantities import Reading, are_stated, read

WORD_SHARE = 0.6
"""Where whole gold documents cover most of their facts and other documents almost none of them."""

_SHORTEST_ROOT = 5
_NUMBERED_NAME = re.compile(r"(?<!\w)(?![cm]?m[23]\b)([^\W\d_]+)-?(\d+)")  # cm2 and mm3 are units
_RATE = re.compile(r"\bper\b(?! cent\b)", re.IGNORECASE)


def states(text: str, fact: str) -> bool:
    """Say whether ``text`` states ``fact``. A fact without words or numbers is stated by nothing.

    A word counts as found by its stem, by a stem that begins with it or that it begins with (five letters or more), and
    a word for more, less, better or worse by any other of that direction. Numbers are not counted as words; a fact that
    names a rate (``per kg``) is not stated without one.
    """
    wanted, given = read(fact), read(text)
    if not wanted.quantities and not wanted.words:
        return False
    if not _numbered_names(fact) <= _numbered_names(text) or (_RATE.search(fact) and not _RATE.search(text)):
        return False
    same = _same_stems(wanted, given)
    return (
        _has_enough_words(wanted, same, directions(text))
        and are_stated(wanted, given, same)
        and not contradict(text, fact)
    )


def coverage(text: str, facts: list[str]) -> float:
    """Return the share of ``facts`` that ``text`` states, in [0, 1]; 0 when there are no facts."""
    return sum(states(text, fact) for fact in facts) / len(facts) if facts else 0.0


def _same_stems(wanted: Reading, given: Reading) -> dict[str, set[str]]:
    """Return for each stem of the fact those of the text that stand for it."""
    stems = {word.stem for word in given.words}
    return {word.stem: {stem for stem in stems if _are_same(word.stem, stem)} for word in wanted.words}


def _are_same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _SHORTEST_ROOT and longer.startswith(shorter))


def _has_enough_words(wanted: Reading, same: dict[str, set[str]], given_directions: set[str]) -> bool:
    stems = {word.stem for word in wanted.words}
    found = sum(bool(same[stem]) or direction_of(stem) in given_directions for stem in stems)
    return found >= WORD_SHARE * len(stems)


def _numbered_names(text: str) -> set[tuple[str, str]]:
    """Return the names with a number in them, as letters and number: IL-1beta and il1 give the same."""
    return set(_NUMBERED_NAME.findall(text.lower()))
