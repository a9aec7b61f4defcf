"""The verifier that needs no model of its own: a sentence is borne when it is its quotes, shortened by whole phrases.

Its items must stand in the quotes in the same order, clause by clause, led by the same small words where those say who
acts on whom. Whole phrases and clauses may be missing, but none that turns or widens the statement: "not", "may",
"only", "in mice", a direction, the count behind a finding. Much that is true is refused so; nothing is let pass because
it is near. Likeness of meaning is asked last, and only to refuse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from index.interfaces import Embedder
from service.interfaces import Verifier
from service.language_model import wording
from service.language_model.clauses import Clause, Item, Kind, clauses

_NOT_BORNE = "the quote does not say it"
_TURNED = "the quote says it with a not, a may or a limit that is not the same here"
_FAR = "the quote is about something else"

# Of a shortened sentence with what it was cut from; real ones are above (README).
_LEAST_COSINE = 0.4

_TURNING = wording.NEGATIONS | wording.HEDGES | wording.LIMITS


@dataclass(frozen=True, slots=True)
class _Place:
    """A clause of a quote: ``part`` numbers the stretches between semicolons, over all quotes."""

    clause: Clause
    part: int
    is_first: bool


class AlignmentVerifier:
    """Lays a sentence over its quotes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def fault(self, sentence: str, quotes: Sequence[str], /) -> str | None:
        """Return why the quotes do not bear the sentence (see `Verifier`)."""
        if sentence in quotes and sentence.strip():
            return None
        faults = [_fault_of_words(sentence, quotes, *orders) for orders in product((False, True), repeat=2)]
        if None in faults:
            return _FAR if self._cosine(sentence, " ".join(quotes)) < _LEAST_COSINE else None
        return _TURNED if _TURNED in faults else _NOT_BORNE

    def _cosine(self, sentence: str, quote: str) -> float:
        first, second = self._embedder.embed_queries([sentence, quote])
        return float(first @ second)


def _fault_of_words(sentence: str, quotes: Sequence[str], is_fronted: bool, are_fronted: bool) -> str | None:  # noqa: FBT001
    claimed = clauses(sentence, as_fronted=is_fronted)
    places = list(_places(quotes, are_fronted=are_fronted))
    way = _lay(claimed, places) if claimed else None
    if way is None:
        return _NOT_BORNE
    return None if _keeps_its_turns(claimed, places, way) else _TURNED


def _places(quotes: Sequence[str], *, are_fronted: bool) -> Iterator[_Place]:
    part = -1
    for quote in quotes:
        for place, clause in enumerate(clauses(quote, as_fronted=are_fronted)):
            part += place == 0 or clause.link == ";"
            yield _Place(clause, part, is_first=place == 0 or clause.link == ";")


def _lay(claimed: Sequence[Clause], places: Sequence[_Place]) -> tuple[int, ...] | None:
    """Return a way to lay the clauses over those of the quotes, as indexes of places, or None."""

    @cache
    def rest_of(number: int, after: int | None) -> tuple[int, ...] | None:
        if number == len(claimed):
            return () if after is None or _may_end(after, places) else None
        for index in range(0 if after is None else after + 1, len(places)):
            if _may_follow(index, after, claimed[number], places) and _fits(claimed[number], places, index):
                others = rest_of(number + 1, index)
                if others is not None:
                    return (index, *others)
        return None

    return rest_of(0, None)


def _may_follow(index: int, after: int | None, claimed: Clause, places: Sequence[_Place]) -> bool:
    here = places[index]
    if here.is_first:
        return after is None or _may_end(after, places)
    if after is None:
        return _may_open(index, places)
    return index == after + 1 and _links_alike(claimed, here.clause)


def _links_alike(claimed: Clause, quoted: Clause) -> bool:
    links = {claimed.link, quoted.link}
    both_count = _counts(claimed) and _counts(quoted)
    return len(links) == 1 or links <= {"and", "but"} or (both_count and links <= {"and", "but", "versus"})


def _may_open(index: int, places: Sequence[_Place]) -> bool:
    """Say whether a clause can stand without those before it: after a mark, where those had a verb of their own."""
    here = places[index]
    before = [place.clause for place in places[:index] if place.part == here.part]
    is_open = here.clause.after_mark and here.clause.link in {"and", "but"}
    return is_open and any(one.has_verb for one in before) and not any(one.has_relative for one in before)


def _may_end(index: int, places: Sequence[_Place]) -> bool:
    """Say whether what comes after a clause can be left out: an "or" or a "than" cannot."""
    after = places[index + 1 : index + 2]
    return not after or after[0].is_first or after[0].clause.link not in {"or", "than"}


def _fits(claimed: Clause, places: Sequence[_Place], index: int) -> bool:
    quoted = places[index].clause
    is_last = index + 1 == len(places) or places[index + 1].is_first
    if not claimed.times <= quoted.times:
        return False
    if _tells_share(quoted) and not _counts(claimed):
        return False
    return bool(claimed.items) and _matches(claimed.items, quoted.items, is_last=is_last)


def _tells_share(clause: Clause) -> bool:
    """Say whether a clause tells of how many something is true: leaving that out would say it of all."""
    pairs = zip(clause.items, clause.items[1:], strict=False)
    of = any(one.kind is Kind.NUMBER and two.kind is Kind.NUMBER and two.lead == "of" for one, two in pairs)
    return of or any(item.is_share for item in clause.items)


def _counts(clause: Clause) -> bool:
    return any(item.counts for item in clause.items)


def _matches(claimed: Sequence[Item], quoted: Sequence[Item], *, is_last: bool) -> bool:
    """Say whether the items stand in the quote's in order, with nothing between them but what may be left out.

    The end of a clause may be left out only where nothing follows: else "in men" could, before "but not in women".
    """
    reached = {-1}
    for item in claimed:
        reached = {
            place
            for place, one in enumerate(quoted)
            if _same(item, one)
            and any(
                _may_be_passed(quoted[last + 1 : place], one, quoted[: last + 1]) for last in reached if last < place
            )
        }
    rests = [quoted[last + 1 :] for last in reached]
    return any(_may_be_cut(rest) if is_last else not _telling(rest) for rest in rests)


def _same(claimed: Item, quoted: Item) -> bool:
    if claimed.key != quoted.key or claimed.kind is not quoted.kind:
        return False
    leads = {claimed.lead, quoted.lead}
    if len(leads) > 1 and leads & wording.LEADS_KEPT:
        return False
    passive = [one.is_participle and one.lead == "be" for one in (claimed, quoted)]
    return passive[0] == passive[1]


def _may_be_passed(dropped: Sequence[Item], following: Item, before: Sequence[Item]) -> bool:
    """Say whether what lies between two items may be left out: whole phrases, after which something begins anew.

    Not before a verb: "cells from psoriatic skin" are not "cells".
    """
    if not _telling(dropped):
        return True
    begins_anew = following.lead not in {"", "of"} or following.is_participle or following.is_kept
    return any(item.is_verb for item in before) and begins_anew and _may_be_cut(dropped)


def _may_be_cut(dropped: Sequence[Item]) -> bool:
    """Say whether the items are whole phrases, or a dose, that neither turn nor widen the rest."""
    telling = _telling(dropped)
    if not telling:
        return True
    is_dose = len(telling) > 1 and telling[0].kind is Kind.NUMBER and telling[1].key in wording.DOSE_UNITS
    is_phrase = telling[0].lead in wording.PREPOSITIONS - {"of", "from"} and not any(item.counts for item in telling)
    return (is_phrase or is_dose) and not any(item.is_kept for item in telling)


def _telling(dropped: Sequence[Item]) -> list[Item]:
    return [item for item in dropped if item.is_kept or not (item.is_adverb or item.kind is Kind.ASIDE)]


def _keeps_its_turns(claimed: Sequence[Clause], places: Sequence[_Place], way: Sequence[int]) -> bool:
    """Say whether what turns or limits a statement is the same in the sentence and in what it stands on."""
    parts = {places[index].part for index in way}
    said, whole = _keys(claimed), _keys([place.clause for place in places if place.part in parts])
    bearing = [
        place.clause for index, place in enumerate(places) if place.part in parts and _bears(index, places, way, said)
    ]
    given = _keys(bearing)
    turns = {key: said[key] for key in said if key in _TURNING} == {key: given[key] for key in given if key in _TURNING}
    return turns and wording.ANIMALS & whole.keys() <= said.keys()


def _bears(index: int, places: Sequence[_Place], way: Sequence[int], said: Counter[str]) -> bool:
    """Say whether a clause has a part in what is said: all have, but those after it that stand for themselves."""
    last = max(place for place in way if places[place].part == places[index].part)
    clause = places[index].clause
    comes_back = clause.refers or clause.has_relative or bool(_keys([clause]).keys() & (said.keys() | wording.JUDGING))
    return index <= last or not clause.has_verb or comes_back or clause.link not in {"and", "but"}


def _keys(of: Sequence[Clause]) -> Counter[str]:
    return Counter(one.key for clause in of for item in clause.items for one in (item.within or (item,)))


if TYPE_CHECKING:
    _: type[Verifier] = AlignmentVerifier
