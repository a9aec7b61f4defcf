"""What a study was: its design, and how many people it had as far as its own text says. Pure.

A wrong number is far worse than none. So a number is read only where the text states it in words that a rule knows
(`head_counts`), all such statements agree, and no larger number of people is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.documents import Document
from corpus.evidence import EvidenceLevel
from corpus.sentences import Span, sentences_of
from service.answers import Study, StudyWords
from service.head_counts import HeadCount, Role, head_counts

DESIGNS: dict[EvidenceLevel, tuple[str, str]] = {
    EvidenceLevel.SYNTHESIS: ("systematic review or guideline", "systematic reviews or guidelines"),
    EvidenceLevel.RANDOMISED: ("randomised trial", "randomised trials"),
    EvidenceLevel.CONTROLLED: ("controlled trial", "controlled trials"),
    EvidenceLevel.SINGLE_ARM: ("single-arm trial", "single-arm trials"),
    EvidenceLevel.OBSERVATIONAL: ("observational study", "observational studies"),
    EvidenceLevel.CASE_REPORT: ("case report", "case reports"),
    EvidenceLevel.REVIEW: ("narrative review", "narrative reviews"),
    EvidenceLevel.REGISTRATION: ("trial registration", "trial registrations"),
    EvidenceLevel.ANIMAL: ("animal study", "animal studies"),
    EvidenceLevel.IN_VITRO: ("laboratory study", "laboratory studies"),
    EvidenceLevel.OTHER: ("other publication", "other publications"),
}
"""What a study of each level is called: one, and several."""

SMALL_BELOW = 50
"""A study of fewer people is called small: of 50 people, a response in half is 37 to 63 in a hundred (95 %, Wilson)."""


@dataclass(frozen=True, slots=True)
class People:
    """How many people a study had, one at least, and the sentence that says so: ``text[start:end]``."""

    number: int
    start: int
    end: int


# Of the others, reviews count studies, registrations state plans, and laboratory work counts donors of cells.
_COUNTING_PEOPLE = frozenset(
    {
        EvidenceLevel.RANDOMISED,
        EvidenceLevel.CONTROLLED,
        EvidenceLevel.SINGLE_ARM,
        EvidenceLevel.OBSERVATIONAL,
        EvidenceLevel.CASE_REPORT,
    }
)
# Where animals are spoken of, "forty adult males" may be rats.
_ANIMALS = re.compile(
    r"\b(?:mice|rats?|rabbits?|dogs?|pigs?|piglets|sheep|cats|horses?|monkeys|macaques|animals|veterinary)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\bprotocol\b|\brationale and design\b|\bdesign and rationale\b", re.IGNORECASE)
_BACKGROUND = re.compile(r"background|introduction|objective|aim|purpose|rationale|context|importance", re.IGNORECASE)
_METHODS = re.compile(
    r"method|design|participant|patient|subject|intervention|setting|procedure|population", re.IGNORECASE
)

_AGE = re.compile(
    r"\b(\d{1,3})[-\s]years?[-\s]old\b(?:\s[\w-]+){0,4}?\s(?:man|woman|male|female|boy|girl|patient)\b", re.I
)
_ONE_PERSON = re.compile(
    r"\b(?:a|an|one|single)\s(?:[\w-]+\s){0,3}(?:patient|man|woman|boy|girl|person)\b(?!-)", re.IGNORECASE
)
_MORE_PERSONS = re.compile(
    r"\b(?:both|second|another|other)\s+(?:[\w-]+\s+)?(?:patients?|cases?|man|woman)\b|\b(?:patient|case)s?\s+(?:no\.?\s*)?2\b"
    r"|\b(?:two|three|four|five|several|all|both)\s+(?:[\w-]+\s+)?(?:cases|patients|brothers|sisters|siblings|twins|parents"
    r"|relatives|members)\b|\bcase series\b",
    re.IGNORECASE,
)


def describe(document: Document) -> Study:
    """Return what the study was, with the words that its number of people was read from."""
    read = people(document)
    return Study(
        design=DESIGNS[document.evidence[0]][0],
        people=read.number if read else None,
        quote=StudyWords(text=document.words_at(read), start=read.start, end=read.end) if read else None,
    )


def in_words(people: int) -> str:
    """Return ``1 person``, ``12 people``."""
    return f"{people:,} {'person' if people == 1 else 'people'}"


@lru_cache(maxsize=1024)
def people(document: Document) -> People | None:
    """Return how many people the study had, or None where its text does not say, or not surely."""
    level = document.evidence[0]
    if level not in _COUNTING_PEOPLE or _ANIMALS.search(document.text) or _PLANNED.search(document.title):
        return None
    counted = [(count, span) for span in _sentences(document) for count in head_counts(document.words_at(span))]
    if level is EvidenceLevel.CASE_REPORT:
        return _cases(document, counted)
    for role in (Role.ENROLLED, Role.TREATED, Role.OPENING):
        telling = [(count, span) for count, span in counted if count.role is role and _tells(document, role, span)]
        if telling:
            return _agreed(telling, counted, role)
    return None


_Counted = list[tuple[HeadCount, Span]]


def _sentences(document: Document) -> Iterator[Span]:
    yield Span(0, len(document.title))
    yield from sentences_of(document)


def _tells(document: Document, role: Role, span: Span) -> bool:
    """Say whether a count of this role tells the size of the study where it stands."""
    label = document.section_at(span.start)
    if label is None:
        return role is not Role.OPENING
    if role is Role.ENROLLED:
        return not _BACKGROUND.search(label)
    return bool(_METHODS.search(label))


def _agreed(telling: _Counted, counted: _Counted, role: Role) -> People | None:
    numbers = {count.number for count, _ in telling}
    largest = max(count.number for count, _ in counted)
    # Two sentences on equal numbers of treated people may well be two arms.
    is_sure = len(numbers) == 1 and (role is Role.ENROLLED or len(telling) == 1)
    if not is_sure or largest > max(numbers):
        return None
    return _people(*telling[0])


def _cases(document: Document, counted: _Counted) -> People | None:
    """Return the number of cases: the only number above one that is spoken of, or one person described."""
    several = [(count, span) for count, span in counted if count.number > 1]
    if several:
        return _people(*several[0]) if len({count.number for count, _ in several}) == 1 else None
    if _MORE_PERSONS.search(document.text) or len(set(_AGE.findall(document.text))) > 1:
        return None
    for pattern in (_AGE, _ONE_PERSON):
        for span in _sentences(document):
            if pattern.search(document.words_at(span)):
                return People(1, span.start, span.end)
    return None


def _people(count: HeadCount, span: Span) -> People:
    return People(count.number, span.start, span.end)
