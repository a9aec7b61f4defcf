"""The sides of a comparison as the question names them, and which sentences speak of which. Pure."""

from __future__ import annotations

import re

from service.words import stems

_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might)"
_COMPARATIVE = (
    r"(?:better|worse|safer|(?:more|less|fewer) ?\w*|stronger|weaker|higher|lower|greater|longer|shorter|faster"
    r"|slower|superior|inferior|different\w*)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:[^,:;?]*\b(?:with|of|between|for) )?(?P<left>[^,:;?]+?) (?:versus|vs)\.? (?P<right>[^?]+)",
        r"\bdiffer\w*\b(?: \w+){0,4}? between (?P<left>.+?) and (?P<right>[^?]+)",
        rf"\b{_AUXILIARY} (?P<left>.+?) and (?P<right>.+?) (?:differ|compare)\b",
        rf"\bhow different {_AUXILIARY} (?P<left>.+?) from (?P<right>[^?]+)",
        rf"\b{_AUXILIARY} (?P<left>\w+) and (?P<right>\w+) \w+ (?:equally|alike|the same|differently)\b",
        r"\b(?:which|what)\b[^:?]*[:,] (?P<left>[^?]+?),? or (?P<right>[^?]+)",
        rf"\b{_AUXILIARY} it (?:better|safer|preferable|best|worse) to (?P<left>.+?) or (?P<right>[^?]+)",
        rf"\b{_AUXILIARY} (?P<left>.+?) or (?P<right>.+?) (?:be )?{_COMPARATIVE}\b",
        rf"(?P<left>.+?) (?:do |work |be )?(?:\w+ly )?{_COMPARATIVE}\b(?: [^,:;?]*?)? than (?P<right>[^?]+)",
        r"(?P<left>.+?) (?:superior|inferior|non-inferior|preferable) to (?P<right>[^?]+)",
        r"(?P<left>.+?),? (?:as )?compared (?:with|to|against) (?P<right>[^?]+)",
        r"(?P<left>.+?) (?:rather than|instead of) (?P<right>[^?]+)",
    )
)
# What stands before a side or after it, and is not of it.
_BEFORE = re.compile(
    rf"^.*(?:[:;,?]|\b(?:{_AUXILIARY}|whether|how|which|what|where|between|that|there|it)\b)\s+", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:the|a|an|going|straight to|or)\s+", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[,:;.?!(]|\s(?:in|for|on|at|as|when|after|during|among|over|if|before|by|to|with|and how|"
    r"improve|reduce|increase|decrease|work|do|give|lead|cause|raise|lower|show|have|respond|perform|boost|make|any"
    r"|no|turned out)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_UNNAMED = re.compile(r"\b(?:others?|usual|which|what)\b", re.IGNORECASE)
_NAME = re.compile(r"[\w-]*\d[\w-]*")
_MOST_WORDS = 8

# What every kind of cell and treatment shares: in "cord or fat MSCs", a sentence on MSCs is not yet one on fat.
_SHARED = frozenset(
    stems("mesenchymal stem stromal cell MSC MSCs therapy treatment injection infusion transplantation")
)


def sides_of(question: str) -> tuple[str, ...]:
    """Return the sides that the question sets against each other, in its own words, in order: two or more, or none."""
    for pattern in _PATTERNS:
        if found := pattern.search(question):
            sides = [*_listed(found["left"]), _without_article(_AFTER.sub("", found["right"]))]
            if len(sides) > 1 and all(0 < len(side.split()) <= _MOST_WORDS for side in sides) and _tellable(sides):
                return tuple(sides)
    return ()


def side_matches(sentence: str, side: str, others: tuple[str, ...] = ()) -> bool:
    """Say whether the sentence speaks of the side: it has half of the words, at least, that tell it from the others."""
    own = _telling(side, others)
    return bool(own) and 2 * len(own & _words(sentence)) >= len(own)


def _listed(left: str) -> list[str]:
    """Return the parts of what stands before the last side: "marrow, fat" are two."""
    *others, last = left.split(", ")
    if others and all(len(other.split()) <= _MOST_WORDS for other in others):
        return [*(_trimmed(other) for other in others), _trimmed(last)]
    return [_trimmed(left)]


def _trimmed(words: str) -> str:
    return _without_article(_AFTER.sub("", _BEFORE.sub("", words)))


def _without_article(words: str) -> str:
    while (shorter := _ARTICLE.sub("", words)) != words:
        words = shorter
    return words.strip(" '\"")


def _tellable(sides: list[str]) -> bool:
    """Say whether each side has words of its own; "other treatments" are no side."""
    return not any(_UNNAMED.search(side) for side in sides) and all(
        _telling(side, tuple(other for other in sides if other != side)) for side in sides
    )


def _telling(side: str, others: tuple[str, ...]) -> set[str]:
    own = _words(side) - {"one"} - {word for other in others for word in _words(other)}
    return own - _SHARED or own


def _words(text: str) -> set[str]:
    """Return stems, and names with a digit whole: PD-1 and PD-L1 have no stem of their own."""
    return {*stems(text), *(name.lower() for name in _NAME.findall(text))}
