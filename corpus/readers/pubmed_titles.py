"""PubMed's titles and page ranges as people write them. Pure."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"\[?(?:not available|in[- ]process(?: citation)?)\.?\]?\.?", re.IGNORECASE)
_STOP_TO_KEEP = re.compile(r"(?:\.\.|\.[A-Za-z]|\b(?:et al|etc|spp?|vs|cf|Jr|Sr|Inc|Ltd))\.$")
_RANGE = re.compile(r"\b([A-Za-z]*)(\d+)-(\d+)\b", re.ASCII)


def clean_title(text: str) -> str:
    """Return ``text`` without its full stop, and without the brackets that mark a translation.

    The stop of an ellipsis or abbreviation stays. Empty for the likes of ``[Not Available]``, which are no titles.
    """
    if _PLACEHOLDER.fullmatch(text):
        return ""
    bare = text.removesuffix(".")
    return _without_stop(bare[1:-1].strip() if _is_bracketed(bare) else text)


def full_pages(text: str) -> str:
    """Return page ranges with the last page written out: ``132-142`` for ``132-42``.

    A publisher's item id, such as ``S0140-6736(20)30183-5``, is no range.
    """
    if "(" in text:
        return text
    return _RANGE.sub(_full_range, text)


def _without_stop(text: str) -> str:
    return text if _STOP_TO_KEEP.search(text) else text.removesuffix(".").rstrip()


def _is_bracketed(text: str) -> bool:
    """Say whether one pair of brackets holds the whole text, as in ``[A [b] c]`` and not in ``[A] b [c]``."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth <= 0:
            return place == len(text) - 1 and character == "]"
    return False


def _full_range(match: re.Match[str]) -> str:
    prefix, first, last = match.groups()
    full = first[: -len(last)] + last
    if len(last) >= len(first) or full < first:
        return match[0]
    return f"{prefix}{first}-{prefix}{full}"
