"""Which way a clause points: more or less, better or worse, is or is not, and who is compared with whom. Pure.

A contradiction is read only where a clause is unambiguous, and only from words of general English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from service.words import STOP_WORDS, stems

_MORE = """
    more higher highest greater greatest larger largest longer stronger increase rise rose risen raise enhance
"""
_LESS = """
    less fewer fewest lower lowest smaller smallest shorter weaker decrease reduce reduction fall fell fallen drop
    dropped decline diminish suppress
"""
_BETTER = "better best improve ameliorate"
_WORSE = "worse worst worsen aggravate deteriorate"
_NOT = "no not never neither nor none without cannot nobody nothing fail fails failed"
_NEGATORS = frozenset(_NOT.split())

_PART = re.compile(r"[^\W\d_]+(?:['’]t)?|\w*\d[\w.]*|[;:,()]|[.!?](?=\s|$)")
_ENDS = frozenset(";:,().!?") | {"but", "while", "whereas", "although", "though", "yet"}


def _stem(word: str) -> str:
    return next(iter(stems(word)), word)


_DIRECTIONS = {
    _stem(word): direction
    for words, direction in ((_MORE, "more"), (_LESS, "less"), (_BETTER, "better"), (_WORSE, "worse"))
    for word in words.split()
}
_OPPOSITES = {"more": "less", "less": "more", "better": "worse", "worse": "better"}


@dataclass(slots=True)
class _Clause:
    """``directions`` it points in; its content stems in order, ``than`` how many stand before a comparing "than".

    ``affirmed`` and ``negated`` are stems: a negator reaches the next content word.
    """

    directions: set[str] = field(default_factory=set)
    subjects: list[str] = field(default_factory=list)
    affirmed: set[str] = field(default_factory=set)
    negated: set[str] = field(default_factory=set)
    than: int | None = None
    has_negator: bool = False

    def sides(self) -> tuple[set[str], set[str]]:
        """Return the stems on one side only of "than": before it, after it."""
        before, after = set(self.subjects[: self.than]), set(self.subjects[self.than :])
        return before - after, after - before


def direction_of(stem: str) -> str | None:
    """Return "more", "less", "better" or "worse" for the stem of a word that says so."""
    return _DIRECTIONS.get(stem)


def directions(text: str) -> set[str]:
    """Return the directions that ``text`` names."""
    return set().union(*(clause.directions for clause in _clauses(text)))


def contradict(text: str, fact: str) -> bool:
    """Say whether the clauses of ``text`` nearest to one of ``fact`` (most stems in common) say its opposite.

    They do when they point only the other way or their "than" has changed sides, but not both; and when they negate a
    word that a fact without any negation affirms. A negated direction points nowhere.
    """
    candidates = _clauses(text)
    is_negated = any(clause.has_negator for clause in _clauses(fact))
    return any(
        _point_the_other_way(clause, nearest) != any(_is_turned(clause, other) for other in nearest)
        or (not is_negated and _negate(clause, nearest))
        for clause in _clauses(fact)
        if (nearest := _nearest(clause, candidates))
    )


def _nearest(clause: _Clause, candidates: tuple[_Clause, ...]) -> list[_Clause]:
    wanted = set(clause.subjects)
    shared = [len(wanted & set(other.subjects)) for other in candidates]
    most = max(shared, default=0)
    return [other for other, count in zip(candidates, shared, strict=True) if most and count == most]


def _point_the_other_way(clause: _Clause, others: list[_Clause]) -> bool:
    seen = set().union(*(other.directions for other in others))
    return any(
        _OPPOSITES[direction] in seen and direction not in seen and _OPPOSITES[direction] not in clause.directions
        for direction in clause.directions
    )


def _negate(clause: _Clause, others: list[_Clause]) -> bool:
    affirmed = set().union(*(other.affirmed for other in others))
    negated = set().union(*(other.negated for other in others))
    return not clause.affirmed.isdisjoint(negated - affirmed)


def _is_turned(clause: _Clause, other: _Clause) -> bool:
    """Whether what ``clause`` names only after "than" stands in ``other`` only before it."""
    if clause.than is None or other.than is None:
        return False
    after = clause.sides()[1]
    before, behind = other.sides()
    return not after.isdisjoint(before) and after.isdisjoint(behind)


@lru_cache(maxsize=1024)
def _clauses(text: str) -> tuple[_Clause, ...]:
    clauses: list[list[str]] = [[]]
    for part in _PART.findall(text.lower()):
        if part in _ENDS:
            clauses.append([])
        else:
            clauses[-1].append(part)
    return tuple(_clause(words) for words in clauses if words)


def _clause(words: list[str]) -> _Clause:
    clause = _Clause()
    is_negated = False
    for at, word in enumerate(words):
        if word in _NEGATORS or word.endswith(("'t", "’t")) or words[at : at + 2] == ["rather", "than"]:
            is_negated = clause.has_negator = True
        elif word == "than":
            clause.than = None if words[at - 1] == "rather" else len(clause.subjects)
        elif word in _DIRECTIONS or word not in STOP_WORDS:
            _add(clause, _stem_of_part(word), is_negated)
            is_negated = False
    return clause


def _add(clause: _Clause, stem: str, is_negated: bool) -> None:  # noqa: FBT001
    (clause.negated if is_negated else clause.affirmed).add(stem)
    direction = direction_of(stem)
    if direction is None:
        clause.subjects.append(stem)
    elif not is_negated:
        clause.directions.add(direction)


@lru_cache(maxsize=65536)
def _stem_of_part(word: str) -> str:
    return _stem(word)
