"""When a document appeared, as far as it is known."""

from __future__ import annotations

import re

from corpus.documents import Document

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_LAST = (9999, 12, 31)


def date_parts(document: Document) -> tuple[int, ...]:
    """Return year, month and day, from the year on as many as are known; none for a date that is no ISO date."""
    found = _ISO.match(document.date or "")
    stated = [int(part) for part in found.groups() if part] if found else [document.year or 0]
    known: list[int] = []
    for part, last in zip(stated, _LAST, strict=False):
        if not 1 <= part <= last:
            break
        known.append(part)
    return tuple(known)
