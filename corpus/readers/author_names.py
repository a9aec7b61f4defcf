"""Authors' names as reference managers write them. Pure."""

from __future__ import annotations

import re

from corpus.documents import Author

_INITIALS = re.compile(r"[A-Z]{1,3}|(?:[A-Z](?:\.|\b)[ -]?)+")
_SEPARATED_PARTS = re.compile(r"[\s.-]+")
_SUFFIX = r"(?:Jr|Sr|\d[a-z]{2}|I{2,3}|IV)\.?"
_SHORT_NAME = re.compile(rf"\S.*\s(?:[A-Z]\.?-?){{1,5}}(?:\s{_SUFFIX})?")  # Mease PJ; Smith J.A. Jr


def author(text: str) -> Author | None:
    """Return ``Mease, Philip J`` or ``Mease, Philip J, Jr`` with its parts, shown as ``Mease PJ Jr``.

    Any other name is shown as it is, without parts. None for a text without a letter.
    """
    name = text.strip(" ,;")
    if not any(map(str.isalpha, name)):
        return None
    family, given, suffix, *more = (*(part.strip() for part in name.split(",", 3)), "", "")
    if not given or any(more) or (suffix and not re.fullmatch(_SUFFIX, suffix)):
        return Author(name)
    return Author(" ".join(filter(None, (family, _initials(given), suffix))), family, given)


def authors_in(text: str) -> tuple[Author, ...]:
    """Return the authors of a list in one field.

    Semicolons part names; so does ``and`` between names with a comma each, as in BibTeX; so do commas, where each part
    is a name with initials (``Mease PJ, Gladman DD``) or has several words (``Philip Mease, Dafna Gladman``). One comma
    else parts a family name from the given one. A list that can be read in two ways stays one name.
    """
    return tuple(filter(None, map(author, _names(text))))


def _names(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    in_bibtex = text.split(" and ")
    if in_bibtex[1:] and all(name.count(",") == 1 for name in in_bibtex):
        return in_bibtex
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
