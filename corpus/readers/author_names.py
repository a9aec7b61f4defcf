"""Authors' names as reference managers write them. Pure."""

from __future__ import annotations

import re

from corpus.documents import Author

_INITIALS = re.compile(r"[A-Z]{1,3}|(?:[A-Z](?:\.|\b)[ -]?)+")
_SEPARATED_PARTS = re.compile(r"[\s.-]+")
_SHORT_NAME = re.compile(
    r"\S.*\s(?:[A-Z]\.?-?){1,5}(?:\s(?:Jr|Sr|\d[a-z]{2}|I{2,3}|IV)\.?)?"
)  # Mease PJ; Smith J.A. Jr


def author(text: str) -> Author | None:
    """Return ``Mease, Philip J`` with its parts, shown as ``Mease PJ``; a name without a comma as it is.

    None for a text without a letter.
    """
    name = text.strip(" ,;")
    if not any(map(str.isalpha, name)):
        return None
    family, _, given = (part.strip() for part in name.partition(","))
    if not family or not given:
        return Author(name)
    return Author(f"{family} {_initials(given)}", family, given)


def authors_in(text: str) -> tuple[Author, ...]:
    """Return the authors of a list in one field.

    Semicolons part names; so do commas, where each part is a name with initials (``Mease PJ, Gladman DD``) or has
    several words (``Philip Mease, Dafna Gladman``). One comma else parts a family name from the given one. A list that
    can be read in two ways stays one name.
    """
    return tuple(filter(None, map(author, _names(text))))


def _names(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    are_short = all(map(_SHORT_NAME.fullmatch, parts))
    if not parts[1:] or not (are_short or all(" " in part for part in parts)):
        return [text]
    if "." not in "".join(parts[:-1]):
        parts[-1] = parts[-1].removesuffix(".")  # PubMed's list ends like a sentence
    return parts


def _initials(given: str) -> str:
    """Return ``PJ`` for ``Philip J.``; initials, and what has no capitals to begin with, as they are."""
    if _INITIALS.fullmatch(given):
        return _SEPARATED_PARTS.sub("", given)
    return "".join(part[0] for part in _SEPARATED_PARTS.split(given) if part[:1].isupper()) or given
