"""MeSH headings as tagged text gives them: ``Arthritis, Psoriatic/*therapy/genetics``. Pure."""

from __future__ import annotations

from corpus.documents import MeshHeading, MeshQualifier


def heading(text: str) -> MeshHeading | None:
    """Return a heading and its qualifiers, those with a star major topics; None for a text without a descriptor.

    An identifier is not in this form, so ``ui`` is None.
    """
    descriptor, *qualifiers = (part.strip() for part in text.split("/"))
    name = descriptor.removeprefix("*").strip()
    if not name:
        return None
    named = tuple(_qualifier(part) for part in qualifiers if part.strip("* "))
    return MeshHeading(name, None, descriptor.startswith("*") or any(one.major for one in named), named)


def _qualifier(text: str) -> MeshQualifier:
    return MeshQualifier(text.removeprefix("*").strip(), None, text.startswith("*"))
