"""What no verifier may overlook: a number, a name, a direction or a denial that the quotes lack.

Pure. These come before any verifier, whichever it is, and say plainly what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.language_model import wording
from service.language_model.clauses import Item, Kind, items
from service.words import stems

_DENIED = re.compile(r"\b(?:not|never|cannot|no|without)\s+(?:been\s+|be\s+)?(\w+)", re.IGNORECASE)
# A word that begins with a capital, not at the beginning of the sentence: mostly somebody or something.
_CAPITALISED = re.compile(r"(?<=[^\s.!?:][\s(])[A-Z][^\W\d_]+")


def conflict(sentence: str, quotes: Sequence[str]) -> str | None:  # noqa: PLR0911 - one return for each fault
    """Return how the sentence goes against its quotes, in plain words; None when nothing plain does."""
    said = items(sentence)
    quoted = [item for quote in quotes for item in items(quote)]
    if not _keys(said, Kind.NUMBER) <= _keys(quoted, Kind.NUMBER):
        return "number not in the cited source"
    if not _keys(said, Kind.NAME) <= _keys(quoted, Kind.NAME):
        return "name not in the cited source"
    heard = " ".join(quotes).lower()
    if any(word.lower() not in heard for word in _CAPITALISED.findall(_spelt_out(sentence))):
        return "name not in the cited source"
    if denies(said) and not denies(quoted):
        return "a denial that is not in the cited source"
    if _denied_words(heard) & set(stems(sentence)) and not denies(said):
        return "a denial of the cited source's is left out"
    if not _words(said) & wording.DIRECTIONS <= _words(quoted):
        return "a direction or comparison that is not in the cited source"
    return None


def _denied_words(text: str) -> set[str]:
    """Return the stems of words on who says what that stand after a "not": a verifier looks at these no further."""
    return set(stems(" ".join(_DENIED.findall(text)))) & wording.NEUTRAL


def _spelt_out(sentence: str) -> str:
    for short, _ in wording.SHORT_FOR:
        sentence = short.sub("", sentence)
    return sentence


def _keys(of: Sequence[Item], kind: Kind) -> set[str]:
    return {item.key for item in of if item.kind is kind}


def _words(of: Sequence[Item]) -> set[str]:
    return _keys(of, Kind.WORD)


def denies(of: Sequence[Item]) -> bool:
    """Say whether there is a "not" or its like among the items."""
    return bool(_words(of) & wording.NEGATIONS)
