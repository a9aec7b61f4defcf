"""What a question is made of, by words alone: what it is about, in whom or in what, and where that stands. Pure.

A run is a row of words that say something, between those that only join or ask: "Has | umbilical cord blood | been
tried in | people | with | PsA?". The lists are short and closed; a word on none of them says something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from service.words import STOP_WORDS, stems

Kind = Literal["general", "people", "animals", "condition", "treatment", "other"]

_WORD = re.compile(r"[^\W_]+(?:[-'’/+.][^\W_]+)*")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


AUXILIARIES = _listed("is are was were do does did has have had can could may might will would shall should must")
QUESTION_WORDS = _listed("what which who whom whose when where why how")
ARTICLES = _listed("a an the any some")
PREPOSITIONS = _listed("""
    in on with for of from by to about at after before during against among between under without within into than via
    as like
""")
_OTHERS = _listed("""
    please tell explain describe anything anyone everything else ago well long often soon far like used getting what's
    it's that's who's how's there's
""")
_JOINING = STOP_WORDS | AUXILIARIES | QUESTION_WORDS | ARTICLES | PREPOSITIONS | _OTHERS
_ASKING = frozenset(
    stems("""
    help work treat cure heal reduce relieve improve cause affect change clear calm stop prevent slow repair regenerate
    restore modulate suppress last act come came gone went become became need try test study report show shown find
    found seen know known compare combine fail differ interact migrate survive persist happen exist contain produce
    release increase decrease lower raise trigger worsen relapse return respond benefit tolerate approve regulate
    license grow grew grown expand obtain isolate collect deliver inject infuse begin began start live die replace
    invent discover allow offer receive undergo achieve develop reach remain stay keep kept feel felt mean recommend
    consider involve include measure assess evaluate investigate pay paid publish register apply manage call add
    administer store prepare select sell sold buy bought hurt spread reset occur
    """)
)
_NAMING_ENDS = ("ion", "ions", "ment", "ments", "ing")  # an injection is no way of asking, though its stem is "inject"

_QUALITIES = _listed("""
    safe unsafe dangerous effective ineffective expensive cheap legal serious severe common rare new other main best
    better good bad worse worst possible likely different first last latest recent permanent temporary available real
    true false observed high low large small overall sure strong weak certain long-term short-term long short necessary
    approved useful useless painful
""")
_GENERAL = _QUALITIES | _listed("""
    harm harms risk risks side effect effects adverse event events reaction reactions complication complications safety
    danger dangers efficacy effectiveness cost costs price dose doses dosage result results outcome outcomes evidence
    proof trial trials study studies research data paper papers review reviews source sources mechanism mechanisms limit
    limits limitation limitations benefit benefits advantage advantages disadvantage disadvantages regulation
    regulations approval rule rules law laws use uses role difference differences kind kinds type types number numbers
    share rate rates percentage proportion term time times year years month months week weeks day days example examples
    reason reasons cause causes way ways thing things case cases death deaths pain relief success failure response
    responses follow-up detail details group groups part country countries clinic clinics hospital hospitals place
    places injection injections infusion infusions joint joints skin nail nails plaque plaques symptom symptoms
    inflammation swelling function quality life treatment treatments therapy therapies cell cells product products
    approach approaches intervention interventions method methods procedure procedures drug drugs option options
    alternative alternatives
""")
_PEOPLE = _listed("""
    people person persons human humans patient patients participant participants adult adults man men woman women child
    children kid kids adolescent adolescents teenager teenagers baby babies infant infants newborns elderly senior
    seniors older volunteer volunteers males females smokers
""")
_ANIMALS = _listed("""
    mouse mice rat rats rodent rodents animal animals dog dogs rabbit rabbits pig pigs monkey monkeys primates horse
    horses sheep goat goats cat cats zebrafish vitro
""")
_CONDITION = re.compile(
    r"(?:itis|osis|asis|a?emia|pathy|oma|algia)$|^(?:psa|ra|oa|sle|ibd|gvhd|ms|lupus|diabetes|crohn(?:['’]s)?|diseases?|"
    r"syndrome|cancers?|psoriatic|asthma|infections?|tumou?rs?)$"
)
_TREATMENT = re.compile(
    r"(?:mab|cept|nib|kinra|trexate|milast)s?$|^(?:stem|stromal|cells?|mscs?|exosomes?|vesicles?|secretome|transplants?|"
    r"transplantations?|cord|blood|marrow|fat|adipose|therap(?:y|ies)|treatments?|drugs?|biologics?|steroids?|"
    r"inhibitors?|injections?|infusions?|vaccines?|placebo|cell-free|car-t)$"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A row of words that say something, and the preposition before it, if any: ``in``, ``with``."""

    start: int
    end: int
    kind: Kind
    preposition: str | None
    preposition_start: int


@dataclass(frozen=True, slots=True)
class Where:
    """In whom or in what: "in people with PsA". ``kind`` is of its first run."""

    start: int
    end: int
    kind: Kind


def words(text: str) -> list[re.Match[str]]:
    """Return the words of ``text`` with their places."""
    return list(_WORD.finditer(text))


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of ``text`` in order."""
    return tuple(_runs(text))


def topic(text: str) -> Run | None:
    """Return what the text is about: a treatment, else what is on no list, else a condition; never people."""
    found = runs(text)
    for kind in ("treatment", "other", "condition"):
        for place, run in enumerate(found):
            if run.kind == kind:
                return _with_origin(text, run, found[place + 1 :])
    return None


def where(text: str) -> Where | None:
    """Return the first people, animals or condition that a preposition leads to, with their condition."""
    about = topic(text)
    found = runs(text)
    for place, run in enumerate(found):
        if run.preposition in PREPOSITIONS and run.kind in {"people", "animals", "condition"} and run != about:
            following = found[place + 1] if place + 1 < len(found) else None
            theirs = following is not None and following.preposition == "with" and following.kind == "condition"
            end = following.end if following is not None and theirs else run.end
            return Where(run.preposition_start, end, run.kind)
    return None


def is_plural(name: str) -> bool:
    """Say whether a name is a plural: by the last letter of "cells" in "cells from fat"."""
    head, _, _ = name.lower().partition(" from ")
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _with_origin(text: str, run: Run, following: tuple[Run, ...]) -> Run:
    """Join "cells" and "from fat"."""
    if following and following[0].preposition == "from" and text[run.end : following[0].start].split() == ["from"]:
        return Run(run.start, following[0].end, run.kind, run.preposition, run.preposition_start)
    return run


def _runs(text: str) -> Iterator[Run]:
    row: list[re.Match[str]] = []
    preposition: re.Match[str] | None = None
    for word in words(text):
        if row and (joins(word[0]) or text[row[-1].end() : word.start()].strip()):
            yield _run(row, preposition)
            row, preposition = [], None
        if joins(word[0]):
            if word[0].lower() in PREPOSITIONS:
                preposition = word
            elif word[0].lower() not in ARTICLES:
                preposition = None
        else:
            row.append(word)
    if row:
        yield _run(row, preposition)


def _run(row: list[re.Match[str]], preposition: re.Match[str] | None) -> Run:
    while len(row) > 1 and is_quality(row[-1][0]) and not is_quality(row[0][0]):
        row = row[:-1]  # "Is methotrexate | safe?"
    lower = [word[0].lower() for word in row]
    start = row[0].start()
    return Run(
        start,
        row[-1].end(),
        _kind(lower),
        preposition[0].lower() if preposition else None,
        preposition.start() if preposition else start,
    )


def _kind(lower: list[str]) -> Kind:
    if all(word in _GENERAL or word.isdigit() for word in lower):
        return "general"
    if any(_CONDITION.search(word) for word in lower) and not any(_TREATMENT.search(word) for word in lower):
        return "condition"
    if any(_TREATMENT.search(word) for word in lower):
        return "treatment"
    if any(word in _PEOPLE for word in lower):
        return "people"
    return "animals" if any(word in _ANIMALS for word in lower) else "other"


def is_quality(word: str) -> bool:
    """Say whether a word is one of how something is: "safe", "common"."""
    return word.lower() in _QUALITIES


def joins(word: str) -> bool:
    """Say whether a word only joins or asks."""
    lower = word.lower()
    if lower in _JOINING:
        return word != "US"
    return not lower.endswith(_NAMING_ENDS) and bool(_ASKING & set(stems(lower)))
