"""A sentence as clauses of items: what it names, counts, says, in order, and the small words that lead them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from service.language_model import wording
from service.words import numbers, stems

_TOKEN = re.compile(
    r"(?P<name>(?<![\w-])[^\W\d_]+-?\d\w*(?:/\d+)?)"
    r"|(?P<number>[<>≤≥~]?\s*(?<![\w.,])(?<![A-Za-z]-)(?P<sign>[-+]?)(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    r"(?P<percent>\s?(?:%|per\s?cent\b))?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<mark>[,;:()\[\]—])"
)
_LINKS = {
    **dict.fromkeys((",", "—", "and", ":"), "and"),
    ";": ";",
    "or": "or",
    **dict.fromkeys(("but", "while", "whereas", "although", "though", "however", "yet"), "but"),
    **dict.fromkeys(("versus", "vs", "against", "compared"), "versus"),
    "than": "than",
}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


class Kind(Enum):
    """What an item is."""

    WORD = "word"
    NUMBER = "number"
    NAME = "name"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Item:
    """A word, number or name that a statement cannot do without.

    ``key`` is what it is compared by: a stem (one for all that say the same), a number with its sign and ``%``, a name.
    ``lead`` is the preposition or form of "be" before it, articles left out; empty where there is none. What stands in
    brackets is one item, which holds those ``within``.
    """

    key: str
    kind: Kind
    lead: str
    is_participle: bool = False
    is_adverb: bool = False
    within: tuple[Item, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether leaving it out would turn the statement, or widen it."""
        return self.key in _KEPT or any(item.is_kept for item in self.within)

    @property
    def is_verb(self) -> bool:
        """Whether it surely tells what was done or became of something, as far as its form shows."""
        return self.is_participle or self.lead == "be" or self.key in wording.DIRECTIONS

    @property
    def counts(self) -> bool:
        """Whether it is a number or has one."""
        return self.kind is Kind.NUMBER or any(item.counts for item in self.within)

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage or has one."""
        return self.key.endswith("%") or any(item.is_share for item in self.within)


_KEPT = frozenset().union(
    *(
        wording.NEGATIONS,
        wording.HEDGES,
        wording.LIMITS,
        wording.AMOUNTS,
        wording.COMPARED,
        wording.ANIMALS,
        wording.DIRECTIONS,
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Items between two marks or joining words. ``link`` says how it is joined to the one before it.

    ``times`` are time spans, which may stand anywhere in a clause that has one alone: "12 week".
    """

    items: tuple[Item, ...]
    times: frozenset[str]
    link: str
    after_mark: bool
    has_verb: bool
    has_relative: bool
    refers: bool


@dataclass(slots=True)
class _Draft:
    link: str
    after_mark: bool
    items: list[Item] = field(default_factory=list)
    lead: str = ""
    opened_by: str = ""
    has_verb: bool = False
    has_relative: bool = False
    refers: bool = False

    def add(self, key: str, kind: Kind, *, word: str = "") -> None:
        is_adverb = word.endswith("ly")
        self.items.append(Item(key, kind, self.lead, word.endswith(("ed", "en")), is_adverb))
        if not is_adverb:  # "was clearly reduced"
            self.lead = ""
        self.has_verb = self.has_verb or (key in wording.DIRECTIONS and word.endswith(("ed", "s")))


@lru_cache(maxsize=4096)
def clauses(sentence: str, *, as_fronted: bool = False) -> tuple[Clause, ...]:
    """Return the clauses of a sentence that hold anything, in order; unless ``as_fronted``, "In mice, …" goes last."""
    drafts = [_Draft("", after_mark=True)]
    aside: _Draft | None = None
    for token in _TOKEN.finditer(_plain(sentence)):
        words = token[0].lower()
        if words in "([" and aside is None:
            aside = _Draft("", after_mark=True)
        elif words in ")]":
            _close(drafts[-1], aside)
            aside = None
        elif words in _LINKS and aside is None:
            drafts.append(_next(drafts[-1], words, is_mark=token.lastgroup == "mark"))
        else:
            _add(aside or drafts[-1], token)
    _close(drafts[-1], aside)
    told = [draft for draft in drafts if draft.items]
    return tuple(_finished(told if as_fronted else _in_plain_order(told)))


def items(sentence: str) -> tuple[Item, ...]:
    """Return all items of a sentence, those in brackets among them."""
    draft = _Draft("", after_mark=True)
    for token in _TOKEN.finditer(_plain(sentence)):
        _add(draft, token)
    return tuple(draft.items)


def _close(draft: _Draft, aside: _Draft | None) -> None:
    if aside is not None and aside.items:
        key = " ".join(item.key for item in aside.items)
        draft.items.append(Item(f"({key})", Kind.ASIDE, "", within=tuple(aside.items)))


def _add(draft: _Draft, token: re.Match[str]) -> None:
    if token["name"]:
        draft.add(token[0].lower().replace("-", ""), Kind.NAME)
    elif token["number"]:
        draft.add(_number(token), Kind.NUMBER)
    elif token["word"]:
        _add_word(draft, token[0].lower())


def _plain(sentence: str) -> str:
    text = sentence.replace("’", "'").replace("−", "-").replace("–", "-")
    text = wording.BY_CHANCE.sub(lambda found: f"{found[0]} nonsignificantp", text)
    for short, long in wording.SHORT_FOR:
        text = short.sub(long, text)
    return text


def _number(token: re.Match[str]) -> str:
    (value,) = numbers(token["digits"])
    sign = "-" if token["sign"] == "-" else ""
    compared = token["number"].strip()[0]
    return f"{compared if compared in '<>≤≥~' else ''}{sign}{value}{'%' if token['percent'] else ''}"


def _add_word(draft: _Draft, word: str) -> None:
    plain = "not" if word.endswith("n't") else word.removesuffix("'s")
    draft.has_verb = draft.has_verb or plain in wording.BE | wording.OTHER_VERBS
    draft.has_relative = draft.has_relative or plain in wording.RELATIVE
    draft.refers = draft.refers or plain in wording.REFERRING
    if plain in wording.PREPOSITIONS | wording.BE:
        draft.lead = "be" if plain in wording.BE else plain
        draft.opened_by = draft.opened_by or ("" if draft.items else draft.lead)
    if plain in wording.SMALL:
        return
    if plain in _TENS:
        draft.add(str(_TENS[plain]), Kind.NUMBER)
    elif spelt := numbers(plain):
        draft.add(spelt.pop(), Kind.NUMBER)
    else:
        stem = next(iter(stems(plain)), plain)
        if stem in wording.NEUTRAL:
            draft.lead = ""
        else:
            draft.add(wording.SAME_AS.get(stem, stem), Kind.WORD, word=plain)


def _next(before: _Draft, link: str, *, is_mark: bool) -> _Draft:
    joined = _LINKS[link]
    if before.items:
        return _Draft(joined, after_mark=is_mark)
    # ", and": one join of two parts
    return _Draft(joined if before.link in {"", "and"} else before.link, before.after_mark or is_mark)


def _in_plain_order(drafts: list[_Draft]) -> list[_Draft]:
    """Put "In mice, …" behind the clause that it opens."""
    if len(drafts) > 1 and drafts[0].opened_by in wording.PREPOSITIONS and drafts[1].after_mark:
        first, second, *rest = drafts
        second.items = [*second.items, *first.items]
        second.link, second.after_mark = "", True
        return [second, *rest]
    return drafts


def _finished(drafts: list[_Draft]) -> Iterator[Clause]:
    for draft in drafts:
        timeless, times = _without_times(draft.items)
        kept, spans = (timeless, times) if len(times) == 1 else (draft.items, [])
        yield Clause(
            tuple(kept),
            frozenset(spans),
            draft.link,
            draft.after_mark,
            draft.has_verb,
            draft.has_relative,
            draft.refers,
        )


def _without_times(given: list[Item]) -> tuple[list[Item], list[str]]:
    left: list[Item] = []
    times: list[str] = []
    place = 0
    while place < len(given):
        pair = given[place : place + 2]
        number = next((one.key for one in pair if one.kind is Kind.NUMBER and "%" not in one.key), None)
        unit = next((one.key for one in pair if one.key in wording.TIME_UNITS), None)
        if len(pair) == 2 and number and unit:  # noqa: PLR2004 - a pair
            if left and left[-1].key == "after":
                left.pop()
            times.append(f"{number} {unit}")
            place += 2
        else:
            left.append(given[place])
            place += 1
    return left, times
