"""PubMed's dates as ISO 8601, as far as they are known. Pure."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"\b[12]\d{3}\b", re.ASCII)
_MONTH_NAME = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*", re.IGNORECASE)


def iso_date(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """Return ``2021``, ``2021-09`` or ``2021-09-14``: up to the first part that is missing or impossible.

    Months may be names or digits. None when there is no year.
    """
    if not year or not _YEAR.fullmatch(year):
        return None
    month_number = _month_number(month or "")
    if not month_number:
        return year
    try:
        return datetime.date(int(year), month_number, int(day or "")).isoformat()
    except (ValueError, OverflowError):
        return f"{year}-{month_number:02}"


def date_in_words(text: str) -> str | None:
    """Return the first year of a free date such as ``1998 Dec-1999 Jan``, with the month if only one is named."""
    year = _YEAR.search(text)
    months = _MONTH_NAME.findall(text)
    return iso_date(year[0], months[0] if len(months) == 1 else None) if year else None


def _month_number(text: str) -> int | None:
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    name = _MONTH_NAME.fullmatch(text)
    return _MONTHS.index(name[1].lower()) + 1 if name else None
