"""Whether a text states a fact: deterministic, tolerant of wording, strict on numbers. Pure.

A fact is stated when `WORD_SHARE` of its content stems stand in the text, and every name with a number in it (IL-23,
CD34) and every number do, each number under its unit and beside its words (see `quantities`). Neither synonyms nor
negation are read. How often that is right was measured on pairs labelled by hand (docs/quality.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.measures.quantities import are_stated, read

WORD_SHARE = 0.6
"""Where whole gold documents cover most of their facts and other documents almost none of them."""

_NUMBERED_NAME = re.compile(r"(?<!\w)(?![cm]?m[23]\b)([^\W\d_]+)-?(\d+)")  # cm2 and mm3 are units
_RATE = re.compile(r"\bper\b(?! cent\b)", re.IGNORECASE)


def states(text: str, fact: str) -> bool:
    """Say whether ``text`` states ``fact``. A fact without words or numbers is stated by nothing.

    Numbers are not counted as words; a fact that names a rate (``per kg``) is not stated without one.
    """
    wanted, given = read(fact), read(text)
    if not wanted.quantities and not wanted.words:
        return False
    if not _numbered_names(fact) <= _numbered_names(text) or (_RATE.search(fact) and not _RATE.search(text)):
        return False
    return _has_enough_words(wanted.stems, given.stems) and are_stated(wanted, given)


def stated(quotes: Sequence[str], facts: Sequence[str]) -> list[bool]:
    """Say of each of ``facts`` whether one of ``quotes`` states it, or all of them together (see `states`).

    One alone is asked first: what else is quoted takes nothing back.
    """
    together = " ".join(quotes)
    return [any(states(quote, fact) for quote in quotes) or states(together, fact) for fact in facts]


def coverage(quotes: Sequence[str], facts: Sequence[str]) -> float:
    """Return the share of ``facts`` that ``quotes`` state (see `stated`), in [0, 1]; 0 when there are no facts.

    The recall of nuggets of TREC's question answering tracks (Voorhees, "Overview of the TREC 2003 Question Answering
    Track"), each fact counting as vital, with `states` in the assessor's place.
    """
    return sum(stated(quotes, facts)) / len(facts) if facts else 0.0


def _has_enough_words(wanted: frozenset[str], given: frozenset[str]) -> bool:
    return len(wanted & given) >= WORD_SHARE * len(wanted)


def _numbered_names(text: str) -> set[tuple[str, str]]:
    """Return the names with a number in them, as letters and number: IL-1beta and il1 give the same."""
    return set(_NUMBERED_NAME.findall(text.lower()))
