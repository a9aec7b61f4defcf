"""Typing errors as they happen: a neighbouring key, two letters swapped, one left out, one doubled. Pure.

Which words are hit, and how, follows from a hash of the text's id alone: the same question always has the same errors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

WORDS_PER_ERROR = 6

_LEAST_LETTERS = 4  # a shorter word is easily another one
_LETTERS = re.compile(rf"[A-Za-z]{{{_LEAST_LETTERS},}}")
_TOKEN = re.compile(r"\S+")

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def with_typing_errors(text: str, key: str) -> str:
    """Return ``text`` with about one word in six misspelt, and one at least; ``key`` decides which and how.

    Only words of four letters and more are hit, each at most once, never one with a digit in it, and the first letter
    stays. A text without such words comes back as it is.
    """
    words = [match.span() for token in _TOKEN.finditer(text) for match in _words(text, *token.span())]
    errors = max(1, round(len(_TOKEN.findall(text)) / WORDS_PER_ERROR))
    for start, end in sorted(sorted(words, key=lambda word: _draw(key, "word", word[0]))[:errors], reverse=True):
        text = text[:start] + _misspelt(text[start:end], f"{key} {start}") + text[end:]
    return text


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the words in ``text[start:end]``, which has no white space; none where there is a digit."""
    if any(letter.isdigit() for letter in text[start:end]):
        return []
    return list(_LETTERS.finditer(text, start, end))


def _misspelt(word: str, key: str) -> str:
    """Return ``word`` with an error after its first letter."""
    make = _ERRORS[_draw(key, "error") % len(_ERRORS)]
    places = [place for place in range(1, len(word)) if make(word, place, 0) != word]
    if not places:  # to swap letters that are all alike
        return _doubled(word, 1, 0)
    return make(word, places[_draw(key, "place") % len(places)], _draw(key, "neighbour"))


def _mistyped(word: str, place: int, choice: int) -> str:
    neighbours = _NEIGHBOURS[word[place].lower()]
    typed = neighbours[choice % len(neighbours)]
    return word[:place] + (typed.upper() if word[place].isupper() else typed) + word[place + 1 :]


def _swapped(word: str, place: int, _: int) -> str:
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _dropped(word: str, place: int, _: int) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, _: int) -> str:
    return word[:place] + word[place] + word[place:]


_ERRORS: tuple[Callable[[str, int, int], str], ...] = (_mistyped, _swapped, _dropped, _doubled)


def _neighbours() -> dict[str, str]:
    """Return the keys around each letter on a QWERTY keyboard: beside it, and those it touches above and below."""
    around: dict[str, str] = {}
    for row, letters in enumerate(_ROWS):
        above = _ROWS[row - 1] if row else ""
        below = _ROWS[row + 1] if row + 1 < len(_ROWS) else ""
        for column, letter in enumerate(letters):
            beside = letters[max(0, column - 1) : column] + letters[column + 1 : column + 2]
            around[letter] = beside + above[column : column + 2] + below[max(0, column - 1) : column + 1]
    return around


_NEIGHBOURS = _neighbours()


def _draw(*parts: object) -> int:
    """Return a large number that ``parts`` alone decide."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, parts)).encode()).digest()[:8], "big")
