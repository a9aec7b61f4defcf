"""The registry's markup and codes as plain words."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BULLET = re.compile(r"^(?:[*•-]|\d{1,2}[.)])\s+")
_ENDED = re.compile(r"[.!?:;][\"')\]]*$")
_NOT_SAID = frozenset(("NA",))


def plain(text: str | None) -> str:
    """Return markdown as running text: a list becomes its items, each ended; escapes are taken back. Empty for None."""
    lines = (_BULLET.sub("", line.strip()) for line in (text or "").splitlines())
    return _ESCAPED.sub(r"\1", " ".join(sentence(line) for line in lines if line))


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
