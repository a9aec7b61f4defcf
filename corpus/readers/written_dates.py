"""Dates as people and programs write them, as ISO 8601 as far as they can be read in one way. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.readers.pubmed_dates import date_in_words, iso_date

_NUMBERS = re.compile(r"\s*(\d{4})[/-](\d{1,2})?(?:[/-](\d{1,2})?)?(?!\d)", re.ASCII)  # 2011/03/04/spring, 2011//
_YEARS = re.compile(r"\s*(\d{4})[/-](\d{2})\s*", re.ASCII)
_YEAR_FIRST = re.compile(r"\s*(\d{4}) +([A-Za-z]{3,9})\.? +(\d{1,2})\s*", re.ASCII)  # 2011 Mar 4
_DAY_FIRST = re.compile(r"\s*(\d{1,2}) +([A-Za-z]{3,9})\.?,? +(\d{4})\s*", re.ASCII)  # 4 March 2011


def written_date(text: str) -> str | None:
    """Return the date that begins ``text``; only its year for ``03/04/2011``, whose order nobody knows.

    None when there is no year.
    """
    if (years := _YEARS.fullmatch(text)) and int(years[2]) == (int(years[1]) + 1) % 100:
        return iso_date(years[1])  # 2009-10 may be an October, or two years
    if match := _NUMBERS.match(text) or _YEAR_FIRST.fullmatch(text):
        return iso_date(*match.groups())
    if match := _DAY_FIRST.fullmatch(text):
        return iso_date(match[3], match[2], match[1])
    return date_in_words(text)


def agreed_date(dates: Iterable[str | None]) -> str | None:
    """Return the most exact of the dates, ISO 8601, that are of the same year as the first that is there."""
    there = [date for date in dates if date]
    return max((date for date in there if date.startswith(there[0][:4])), key=len, default=None)
