"""Whether a sentence is a plain English statement at all, whatever it states. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from service.words import STOP_WORDS

_MOST_CHARACTERS = 600

# What only looks like text: markup of any kind, links, code, citations that were not understood.
_MARKUP = re.compile(
    r"<\s*[/!a-z?]|&(?:#|[a-z]+;)|[`{}\\|^]|\*\*|__|^#+\s|\]\s*\(|\[[^\]]*\]|javascript:|data:\w+/", re.IGNORECASE
)
_LINK = re.compile(r"\bhttps?:|\bwww\.|\b[\w-]+\.(?:com|org|net|io|info|example|ru|cn)\b|\S@\S", re.IGNORECASE)

# Spoken to a reader, or of the speaker: neither is what a source says. "I" is a number too, and ME an illness.
_ADDRESSED = re.compile(
    r"\b(?i:you|your|yours|yourself|we (?:recommend|advise)|as an ai|language model|ai assistant|chatbot)\b"
    r"|\b[Mm][ey]\b"
    r"|\bI(?:'(?:m|ve|ll|d)\b| (?:am|was|have|had|can|can't|could|cannot|will|would|think|believe|do|did|don't|must|"
    r"should|know|found|recommend|suggest|advise)\b)"
    r"|^(?i:please|stop|start|take|try|ask|consult|talk|avoid|consider|call|visit|click|ignore|disregard|forget|follow|"
    r"remember|note that|do not|don't|never|always|buy|contact|see|say|write|reply|answer|respond|repeat)\b(?!-)"
    r"|\b(?i:ignore|disregard|forget)\b.{0,30}\b(?i:instruction|prompt|rule|above|previous|earlier)"
    r"|\b(?i:system prompt)\b|\b(?i:these|the|my|your) (?i:instructions|rules)\b"
)
_LETTERS = ("LATIN ", "GREEK ", "MICRO SIGN", "FEMININE ORDINAL", "MASCULINE ORDINAL")
_WORD = re.compile(r"[^\W\d_]+")
_ELSEWHERE = """
    der das und ist nicht mit von für ein eine wird wurde sich auch bei den dem les des une est dans pour avec pas sur
    qui que ont été aux los las una con para por del el fue como más il di che della delle sono nel gli não uma os ao
    são het een en zijn niet voor och att som på med
"""
_SMALL_WORDS_ELSEWHERE = frozenset(_ELSEWHERE.split())


def fault(sentence: str) -> str | None:
    """Return why the sentence is no plain statement; None when it is one."""
    return next((why for why, is_so in _FAULTS.items() if is_so(sentence)), None)


def _is_english(sentence: str) -> bool:
    """Say whether its letters are those of English and of names, and its small words more of English than not."""
    if not all(unicodedata.name(one, "").startswith(_LETTERS) for one in sentence if one.isalpha()):
        return False
    words = [word.lower() for word in _WORD.findall(sentence) if not word.isupper()]  # IL-17 is no Italian
    return sum(word in _SMALL_WORDS_ELSEWHERE for word in words) <= sum(word in STOP_WORDS for word in words)


def _asks(sentence: str) -> bool:
    return sentence.rstrip("\"'”’) ").endswith("?")


_FAULTS: dict[str, Callable[[str], object]] = {
    "no words": lambda sentence: not any(character.isalpha() for character in sentence),
    "too long for a sentence": lambda sentence: len(sentence) > _MOST_CHARACTERS,
    "characters that cannot be seen": lambda sentence: not sentence.isprintable(),
    "markup or a link": lambda sentence: _MARKUP.search(sentence) or _LINK.search(sentence),
    "not English": lambda sentence: not _is_english(sentence),
    "a question": _asks,
    "advice, or words about itself": lambda sentence: _ADDRESSED.search(sentence.replace("’", "'")),
}
