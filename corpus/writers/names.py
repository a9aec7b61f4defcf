"""Authors in parts, as reference managers want them."""

from __future__ import annotations

from corpus.documents import Author


def family_and_given(author: Author) -> tuple[str, str | None]:
    """Return family and given names; of a group, or where the source gives no parts, the whole name and None."""
    return (author.family, author.given) if author.family else (author.name, None)
