"""Evidence levels by study design, from rules a reader can see.

The rules are tried in order; the first that holds gives the level, and its name travels with it. Publication types
(the indexers' word) come first, then MeSH check tags, then words of the title, then study designs among the MeSH
headings, then words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class EvidenceLevel(StrEnum):
    """The kind of study, strongest first for questions about treatment in people."""

    SYNTHESIS = "synthesis"
    RANDOMISED = "randomised"
    CONTROLLED = "controlled"
    SINGLE_ARM = "single_arm"
    OBSERVATIONAL = "observational"
    CASE_REPORT = "case_report"
    REVIEW = "review"
    REGISTRATION = "registration"
    ANIMAL = "animal"
    IN_VITRO = "in_vitro"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Clues:
    """What the rules look at: lower-case publication types and MeSH descriptors, title and text as they are."""

    types: frozenset[str]
    mesh: frozenset[str]
    title: str
    text: str
    is_registry_entry: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A named condition and the level it gives."""

    name: str
    level: EvidenceLevel
    holds: Callable[[Clues], bool]


def _types(level: EvidenceLevel, *names: str) -> Rule:
    wanted = frozenset(name.lower() for name in names)
    return Rule(f"publication type: {' / '.join(names)}", level, lambda clues: bool(clues.types & wanted))


def _words(level: EvidenceLevel, where: str, pattern: str) -> Rule:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Rule(f"{where} says: {pattern}", level, lambda clues: bool(compiled.search(getattr(clues, where))))


_TRIAL_TYPES = frozenset(
    name.lower()
    for name in (
        "Clinical Trial",
        "Clinical Trial, Phase I",
        "Clinical Trial, Phase II",
        "Clinical Trial, Phase III",
        "Clinical Trial, Phase IV",
        "Adaptive Clinical Trial",
        "Pragmatic Clinical Trial",
    )
)
_RANDOMISED_WORDS = re.compile(
    r"(?<!non-)(?<!non)(?<!not )\brandomi[sz]ed\b(?! (?:controlled )?trials)|\brandomly (?:assigned|allocated)",
    re.IGNORECASE,
)
_SINGLE_ARM_WORDS = re.compile(
    r"\b(?:single[- ]arm|uncontrolled|(?:no|without a) (?:control|placebo|comparison) (?:group|arm))\b", re.IGNORECASE
)
_OPEN_LABEL_WORDS = re.compile(r"\bopen[- ]label\b", re.IGNORECASE)
_CONTROL_WORDS = re.compile(
    r"\b(?:placebo(?![- ](?:effect|response)| or natural)|control group|control arm|active control|versus"
    r"|compared with)\b",
    re.IGNORECASE,
)


# NLM's indexers give these tags to studies of people alone; Male and Female stand for animals too.
_AGE_GROUPS = frozenset(
    (
        "infant, newborn",
        "infant",
        "child, preschool",
        "child",
        "adolescent",
        "young adult",
        "adult",
        "middle aged",
        "aged",
        "aged, 80 and over",
    )
)
_CULTURES = frozenset(("cells, cultured", "cell line", "in vitro techniques"))
_OBSERVATIONAL_DESIGNS = frozenset(
    (
        "retrospective studies",
        "cohort studies",
        "case-control studies",
        "cross-sectional studies",
        "longitudinal studies",
    )
)


def _has_no_age_group(clues: Clues) -> bool:
    return not clues.mesh & _AGE_GROUPS


def _is_trial(clues: Clues) -> bool:
    return bool(clues.types & _TRIAL_TYPES)


def _is_registry_entry(clues: Clues) -> bool:
    return clues.is_registry_entry


L = EvidenceLevel
RULES: tuple[Rule, ...] = (
    _types(L.SYNTHESIS, "Systematic Review", "Meta-Analysis", "Network Meta-Analysis"),
    _types(
        L.SYNTHESIS,
        "Practice Guideline",
        "Guideline",
        "Consensus Development Conference",
        "Consensus Statement",
    ),
    _types(L.RANDOMISED, "Randomized Controlled Trial", "Equivalence Trial"),
    _types(L.CONTROLLED, "Controlled Clinical Trial"),
    _types(L.CASE_REPORT, "Case Reports"),
    Rule("a registry entry not typed as a finished randomised or controlled trial", L.REGISTRATION, _is_registry_entry),
    _types(L.OBSERVATIONAL, "Observational Study", "Twin Study"),
    Rule(
        "publication type: a clinical trial, and the text says it has a single arm",
        L.SINGLE_ARM,
        lambda c: _is_trial(c) and bool(_SINGLE_ARM_WORDS.search(c.text)),
    ),
    Rule(
        "publication type: a clinical trial, and the text says randomised",
        L.RANDOMISED,
        lambda c: _is_trial(c) and bool(_RANDOMISED_WORDS.search(c.text)),
    ),
    Rule(
        "publication type: a clinical trial, and the text names a comparator",
        L.CONTROLLED,
        lambda c: _is_trial(c) and bool(_CONTROL_WORDS.search(c.text)),
    ),
    Rule("publication type: a clinical trial, no comparator named", L.SINGLE_ARM, _is_trial),
    _types(L.REGISTRATION, "Trial Registration", "Clinical Trial Protocol"),
    _types(
        L.ANIMAL,
        "Animal Study",
        "Observational Study, Veterinary",
        "Clinical Trial, Veterinary",
        "Randomized Controlled Trial, Veterinary",
    ),
    Rule(
        "publication type: Clinical Study, and the text says single arm or open label",
        L.SINGLE_ARM,
        lambda c: (
            "clinical study" in c.types
            and bool(_SINGLE_ARM_WORDS.search(c.text) or _OPEN_LABEL_WORDS.search(c.text))
            and not _RANDOMISED_WORDS.search(c.text)
        ),
    ),
    _types(L.IN_VITRO, "In Vitro"),
    _types(L.OBSERVATIONAL, "Clinical Study"),
    _types(L.REVIEW, "Review", "Scoping Review", "Editorial", "Comment", "Letter", "News", "Lecture"),
    Rule(
        "MeSH check tags: Animals without Humans",
        L.ANIMAL,
        lambda c: "animals" in c.mesh and "humans" not in c.mesh,
    ),
    Rule(
        "MeSH: Animals and Disease Models, Animal, and no age group of people",
        L.ANIMAL,
        lambda c: {"animals", "disease models, animal"} <= c.mesh and _has_no_age_group(c),
    ),
    Rule(
        "MeSH: cells in culture, and neither Animals nor an age group of people",
        L.IN_VITRO,
        lambda c: bool(c.mesh & _CULTURES) and "animals" not in c.mesh and _has_no_age_group(c),
    ),
    _words(L.SYNTHESIS, "title", r"\bsystematic review\b|\bmeta-?analys[ie]s\b|\bguidelines? (?:for|on)\b"),
    _words(L.RANDOMISED, "title", r"(?<!non-)(?<!non)\brandomi[sz]ed\b(?!.*\bprotocol\b)"),
    _words(L.REGISTRATION, "title", r"\b(?:study|trial) protocol\b|\bprotocol (?:for|of) an?\b"),
    _words(L.CASE_REPORT, "title", r"\bcase (?:report|series)\b|\breport of (?:a|one|two|three) cases?\b"),
    _words(
        L.SINGLE_ARM, "title", r"\b(?:open-label|single-arm|phase (?:1|2|i|ii)(?:/2|/ii|a|b)?)\b.*\b(?:trial|study)\b"
    ),
    _words(L.ANIMAL, "title", r"\b(?:mice|mouse|murine|rats?|rabbits?|canine|equine|porcine|dogs?|horses?)\b"),
    _words(L.OBSERVATIONAL, "title", r"\b(?:cohort|registry|cross-sectional|case-control|retrospective|prevalence)\b"),
    _words(L.REVIEW, "title", r"\breview\b|\bstate of the art\b|\bperspectives?\b|\boverview\b"),
    _words(L.IN_VITRO, "title", r"\bin vitro\b"),
    Rule(
        "MeSH: an observational design, and Humans",
        L.OBSERVATIONAL,
        lambda c: "humans" in c.mesh and bool(c.mesh & _OBSERVATIONAL_DESIGNS),
    ),
    Rule(
        "text says randomly assigned, and people took part",
        L.RANDOMISED,
        lambda c: (
            bool(re.search(r"\brandomly (?:assigned|allocated)\b|\bwere randomi[sz]ed\b", c.text, re.IGNORECASE))
            and bool(re.search(r"\b(?:patients|participants|adults|volunteers)\b", c.text, re.IGNORECASE))
            and not re.search(r"\b(?:mice|rats|rabbits)\b", c.text, re.IGNORECASE)
        ),
    ),
    _words(L.ANIMAL, "text", r"\b(?:mice|mouse model|murine model|rat model|rats were)\b"),
)


@lru_cache(maxsize=1024)
def grade(
    *,
    publication_types: tuple[str, ...],
    mesh: tuple[str, ...],
    title: str,
    text: str,
    is_registry_entry: bool,
) -> tuple[EvidenceLevel, str]:
    """Return the level of the first rule in `RULES` that holds, and that rule's name.

    Falls to ``OTHER`` with the rule ``no rule holds``.
    """
    clues = Clues(
        types=frozenset(name.lower() for name in publication_types),
        mesh=frozenset(name.lower() for name in mesh),
        title=title,
        text=text,
        is_registry_entry=is_registry_entry,
    )
    return next(((rule.level, rule.name) for rule in RULES if rule.holds(clues)), (L.OTHER, "no rule holds"))
