"""Words and numbers of a text as they are compared: stems without stop words, numerals in any spelling. Pure."""

from __future__ import annotations

import re

import Stemmer

_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\w*\d\w*", re.UNICODE)
# A numeral, with or without a unit on it (3.5mg), unless it is part of a name such as IL-17A, CD34 or COVID-19.
_NUMBER = re.compile(r"(?<![\w.,])(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?(?!\d)|(?<![\w])\.\d+")
_SPELT_FROM_TWO = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
"""  # "one" is more often a pronoun
_SPELT = {word: str(value) for value, word in enumerate(_SPELT_FROM_TWO.split(), start=2)}

_STOP_WORDS = """
    a an the and or but nor if then than so as at by for from in into of off on onto out over per to under up upon via
    with within without about above after again against all also am any are be been before being below between both
    can could did do does doing done down during each either else ever every few get gets given give giving go goes
    had has have having he her here hers him his how i is it its itself just least less like make makes many may me
    might mine more most much must my no nor not now one only other others our own rather really same shall she should
    since some someone still such take takes tell that their them themselves there these they thing things this those
    through too toward until us use used using very was we were what when where whether which while who whom whose why
    will would yes yet you your yours
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that carry no subject of a question or a fact: articles, prepositions, auxiliaries, question words."""


def stems(text: str) -> list[str]:
    """Return the stems of the words of ``text`` in order, lower case, stop words left out, hyphens split."""
    words = [part for word in _WORD.findall(text.lower()) for part in re.split(r"[-']", word)]
    return [str(stem) for stem in _STEMMER.stemWords([word for word in words if word and word not in STOP_WORDS])]


def numbers(text: str) -> set[str]:
    """Return the numbers in ``text``: without thousands commas or trailing zeros; the words two to twenty too."""
    found = {_plain(number) for number in _NUMBER.findall(text)}
    return found | {_SPELT[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPELT}


def _plain(number: str) -> str:
    digits = number.replace(",", "").lstrip("0")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits if digits[:1].isdigit() else "0" + digits
