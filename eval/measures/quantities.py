"""The numbers of a text, each with its unit and its place among the words. Pure.

A number is told from another by its value and its unit; which of a text's numbers a word speaks of is told by nearness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse

from service.words import STOP_WORDS, stems

_TOKEN = re.compile(
    r"""(?P<number>(?<![\w.,])(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?(?!\d)|(?<!\w)\.\d+)  # not that of IL-17 or CD34
      | (?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*|\w*\d\w*)
      | (?P<mark>[%;:,()/±–-])
      | (?P<end>[.!?](?=\s|$))""",
    re.VERBOSE,
)

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_FROM_TEN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SPELT = (
    {word: value for value, word in enumerate(_ONES + _FROM_TEN.split(), start=1) if word != "one"}  # often a pronoun
    | _TENS
    | {f"{ten}-{one}": tens + ones for ten, tens in _TENS.items() for ones, one in enumerate(_ONES, start=1)}
)
_SHARES = {"half": (50.0, "%")}

_UNIT_FORMS = {
    "%": "% percent",
    "minute": "minute minutes min",
    "hour": "hour hours h",
    "day": "day days daily",
    "week": "week weeks weekly",
    "month": "month months monthly",
    "year": "year years yearly",
    "µg": "µg μg ug mcg microgram micrograms",  # the micro sign and the Greek letter
    "mg": "mg milligram milligrams",
    "g": "g gram grams",
    "kg": "kg kilogram kilograms",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "fold": "fold",
}
_UNITS = {form: unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()}
_COUNT = "count"
_CALENDAR_YEAR = "calendar year"

_BREAK_STEPS = 3  # from 2 to 6 it decides the same
_BREAKS = [";", ":", ",", ")", "and", "but", "while", "versus", "vs", "against", "than", "compared"]
_STEPS = dict.fromkeys(_BREAKS, _BREAK_STEPS) | {"(": 1}  # what is in brackets speaks of what is before them
_JOINS = {",", "-", "–", "±", "/", "of", "to", "and", "or"} | set(_UNITS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    ``unit`` is a unit of measure; "count" when other words follow at once (``40 patients``, ``8 of 17``); None when
    nothing says what is numbered (``2 and 3 weeks`` of the 2), which agrees with any unit. ``place`` is counted in
    content words, a break between clauses as three more; numbers of one expression (``8 of 17``, ``2.1 to 4.9``) share
    theirs.
    """

    value: float
    unit: str | None
    place: int
    sentence: int

    @property
    def kind(self) -> str | None:
        """What it could be mistaken for: another of the same unit, a count for a bare number."""
        return None if self.unit == _COUNT else self.unit

    def agrees_with(self, other: Quantity) -> bool:
        """Whether value and unit are the same, as far as both say a unit."""
        return self.value == other.value and _may_be_one(self.unit, other.unit)


@dataclass(frozen=True, slots=True)
class Word:
    """The stem of a word that is no number and no stop word; ``place`` as a quantity's."""

    stem: str
    place: int
    sentence: int
    is_unit: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The numbers and the words of a text, in its order."""

    quantities: tuple[Quantity, ...]
    words: tuple[Word, ...]

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(word.stem for word in self.words)


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Return the numbers, in any spelling up to ninety-nine, and the content words of ``text`` with their places."""
    tokens = [(match.lastgroup or "", match.group().lower()) for match in _TOKEN.finditer(text)]
    quantities: list[Quantity] = []
    words: list[Word] = []
    place = sentence = 0
    joined = False
    for at, (kind, token) in enumerate(tokens):
        measured = _measured(tokens, at)
        if measured is not None:
            value, unit = measured
            if not (joined and _may_be_one(quantities[-1].unit, unit)):
                place += 1
            quantities.append(Quantity(value, unit, place, sentence))
            joined = True
            continue
        joined = joined and token in _JOINS
        sentence += kind == "end"
        place += _STEPS.get(token, 0)
        if kind == "word":
            for stem in filterfalse(str.isdigit, _stems(token)):
                place += 1
                words.append(Word(stem, place, sentence, is_unit=token in _UNITS))
    return Reading(tuple(quantities), tuple(words))


def are_stated(fact: Reading, text: Reading) -> bool:
    """Say whether every number of ``fact`` stands in ``text`` under its unit and beside its words.

    The words of a number are those of the fact that stand nearer to no other number of its kind. It has lost them when
    each that comes in the sentences of its value stands there nearer to a rival, another number of the kind; one word
    kept is enough, since an outcome is named once for several arms. To lose them to a number that the fact does not
    name, or that has lost its own too (arms swapped), is to be another's number.
    """
    lost: dict[float, set[float]] = {}
    for quantity in fact.quantities:
        mates = [other for other in text.quantities if quantity.agrees_with(other)]
        if not mates:
            return False
        own = set(_own_words(fact, quantity))
        takers = {_taker(word, mates, text) for word in text.words if word.stem in own}
        if takers - {None} and quantity.value not in takers:
            lost[quantity.value] = {taker for taker in takers if taker is not None}
    named = {quantity.value for quantity in fact.quantities}
    return not any(taker not in named or taker in lost for takers in lost.values() for taker in takers)


def _may_be_one(unit: str | None, other: str | None) -> bool:
    return unit == other or None in (unit, other)


def _measured(tokens: list[tuple[str, str]], at: int) -> tuple[float, str | None] | None:
    """Return value and unit of the number at ``at``, None where none stands."""
    kind, token = tokens[at]
    if kind == "number":
        return float(token.replace(",", "")), _unit(tokens, at)
    if token in _SPELT:
        return float(_SPELT[token]), _unit(tokens, at)
    head, _, tail = token.partition("-")
    if head in _SPELT and tail in _UNITS:
        return float(_SPELT[head]), _UNITS[tail]
    return _SHARES.get(token)


def _unit(tokens: list[tuple[str, str]], at: int) -> str | None:
    following = at + 1
    if tokens[following : following + 1] == [("mark", "-")]:
        following += 1
    kind, after = tokens[following] if following < len(tokens) else ("", "")
    before = tokens[at - 1][1] if at else ""
    if after in _UNITS:
        return _UNITS[after]
    if before in _UNITS and before != "%":  # week 24
        return _UNITS[before]
    if re.fullmatch(r"(?:19|20)\d\d", tokens[at][1]):
        return _CALENDAR_YEAR
    return _COUNT if after == "of" or (kind == "word" and after not in STOP_WORDS) else None


def _own_words(fact: Reading, quantity: Quantity) -> Iterator[str]:
    rivals = [other for other in fact.quantities if other.kind == quantity.kind]
    for word in fact.words:
        if word.is_unit:
            continue
        distance = abs(word.place - quantity.place)
        if all(abs(word.place - rival.place) >= distance for rival in rivals):
            yield word.stem


def _taker(word: Word, mates: list[Quantity], text: Reading) -> float | None:
    """Return the value nearest to ``word`` in its sentence, ties to the mates; None where there is no choice."""
    here = [mate for mate in mates if mate.sentence == word.sentence]
    if not here:
        return None
    places = {mate.place for mate in mates}
    kind = here[0].kind
    rivals = [
        other
        for other in text.quantities
        if other.sentence == word.sentence and other.kind == kind and other.place not in places
    ]
    nearest = min([*here, *rivals], key=lambda quantity: abs(quantity.place - word.place))
    return nearest.value if rivals else None


@lru_cache(maxsize=65536)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(stems(word))
