"""Text as TeX reads it back: escapes, and the capitals that a style must not make small. Pure."""

from __future__ import annotations

import re

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
# In identifiers and addresses nothing is escaped, for styles print them as they are; these would end the field.
_BREAKING = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_PARTS = re.compile(r"[^\W_]+")
_LONG = 4


def escaped(text: str) -> str:
    """Return text with TeX's own characters escaped, its braces as commands: BibTeX counts escaped ones."""
    return text.translate(_SPECIAL)


def verbatim(text: str) -> str:
    """Return an identifier or an address as it is, but for the characters that would end the field."""
    return text.translate(_BREAKING)


def title_of(title: str) -> str:
    """Return a title with braces around the words whose capitals mean something, for styles make titles small.

    In a title written like a sentence these are all words with a capital but the first; where Most Words Have One, as
    in a headline, only those with one inside (``PsA``), beside a digit (``Th17``) or alone (``T-cell``).
    """
    words = title.split(" ")
    is_headline = _is_headline(words[1:])
    return " ".join(
        f"{{{escaped(word)}}}"
        if any(map(_keeps_its_capitals, _PARTS.findall(word)))
        or (place and not is_headline and any(map(str.isupper, word)))
        else escaped(word)
        for place, word in enumerate(words)
    )


def _is_headline(words: list[str]) -> bool:
    long = [word for word in words if len(word) >= _LONG]
    return 2 * sum(word[0].isupper() for word in long) > len(long)


def _keeps_its_capitals(part: str) -> bool:
    if any(map(str.isupper, part[1:])):
        return True
    return part[0].isupper() and part != "A" and (len(part) == 1 or any(map(str.isdigit, part)))
