"""The registry's markup and codes as plain words."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BULLET = re.compile(r"^(?:[*•]\s+|-\s+(?=[^\W\d_]))")
_NUMBER = re.compile(r"^(\d{1,2})[.)]\s+(?=[^\W\d_])")
_ENDED = re.compile(r"[.!?:;][\"')\]]*$")
_NOT_SAID = frozenset(("NA",))


def plain(text: str | None) -> str:
    """Return markdown as running text: a list becomes its items, each ended; escapes are taken back. Empty for None.

    A line that opens no item goes on with the one before, as far as the next empty line.
    """
    pieces: list[str] = []
    goes_on, number = False, 0
    for line in map(str.strip, (text or "").splitlines()):
        numbered = _NUMBER.match(line)
        opens = int(numbered[1]) == number + 1 if numbered else _BULLET.match(line)
        if goes_on and line and not opens:
            pieces[-1] += f" {line}"
        elif line:
            pieces.append((_NUMBER if numbered else _BULLET).sub("", line))
            number = int(numbered[1]) if numbered else 0
        goes_on = bool(line)
    return _ESCAPED.sub(r"\1", " ".join(map(sentence, pieces)))


def sentence(text: str | None) -> str:
    """Return ``text`` with a full stop where it ends in nothing of the kind; empty for None and for empty text."""
    words = (text or "").strip()
    return words if not words or _ENDED.search(words) else f"{words}."


def in_words(code: str | None) -> str | None:
    """Return ``Single group`` for ``SINGLE_GROUP``; None for None, and for ``NA``, which says nothing."""
    if code is None or code in _NOT_SAID:
        return None
    words = code.replace("_", " ").replace("PHASE", "PHASE ").lower() if code.isupper() else code
    return words[:1].upper() + words[1:]
