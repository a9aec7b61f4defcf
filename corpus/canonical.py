"""The canonical text of a document: what is quoted, and how offsets into it come about. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import InvalidDocumentError

# C0 and C1 controls are not text; str.split() takes the white ones, this table the rest.
_CONTROLS_TO_SPACE = dict.fromkeys((*range(32), *range(127, 160)), " ")


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an abstract, e.g. ``RESULTS``. ``label`` is None where the source gives none."""

    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """Where a section's words lie in the canonical text: code points, half open, the label left out."""

    label: str | None
    start: int
    end: int


def normalise(text: str) -> str:
    """Return ``text`` in Unicode NFC with every run of white space or control characters made one space.

    Raises:
        InvalidDocumentError: a lone surrogate, which UTF-8 cannot hold.
    """
    clean = " ".join(text.split())
    if clean.isprintable() and clean.isascii():  # most text is, and all of it is read through here
        return clean
    if not clean.isprintable():
        clean = " ".join(clean.translate(_CONTROLS_TO_SPACE).split())
    clean = unicodedata.normalize("NFC", clean)
    if fault := fault_of(clean):
        raise InvalidDocumentError(fault)
    return clean


def fault_of(text: str) -> str | None:
    """Return why ``text`` is no Unicode text, which is a lone surrogate; None when it is text."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"lone surrogate at character {error.start}: not Unicode text"
    return None


def compose(title: str, sections: Iterable[Section]) -> tuple[str, tuple[SectionSpan, ...]]:
    """Return the canonical text and the span of each section's words in it.

    The title, a newline, then each section as ``LABEL: words`` (or just the words), joined by newlines.
    ``title`` and ``sections`` must be normalised already, so that no newline stands inside a part.
    """
    parts = [title]
    spans = []
    position = len(title)
    for section in sections:
        prefix = f"{section.label}: " if section.label else ""
        start = position + 1 + len(prefix)
        position = start + len(section.text)
        parts.append(prefix + section.text)
        spans.append(SectionSpan(section.label, start, position))
    return "\n".join(parts), tuple(spans)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of the UTF-8 bytes of ``text``, 64 hex digits: the name of one version of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
