from __future__ import annotations

import pytest

from corpus.readers.pubmed_dates import date_in_words, iso_date


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("2021", "9", "4", "2021-09-04"),
        ("2021", "12", "31", "2021-12-31"),
        ("2020", "Feb", "29", "2020-02-29"),
        ("2021", "Feb", "29", "2021-02"),
        ("2021", "SEPT", None, "2021-09"),
        ("2021", "may", "", "2021-05"),
        ("2021", "0", "1", "2021"),
        ("2021", "13", "1", "2021"),
        ("2021", "Spring", "1", "2021"),
        ("2021", None, "14", "2021"),
        ("2021", "09", "x", "2021-09"),
        ("2021", "09", "0", "2021-09"),
        ("1000", None, None, "1000"),
        ("2999", None, None, "2999"),
        ("0999", "1", "1", None),
        ("3000", "1", "1", None),
        ("21", "1", "1", None),
        ("20211", None, None, None),
        ("٢٠٢١", None, None, None),
        ("", "1", "1", None),
        (None, "1", "1", None),
    ],
)
def test_a_date_goes_up_to_the_first_part_that_is_missing_or_impossible(
    year: str | None, month: str | None, day: str | None, expected: str | None
) -> None:
    assert iso_date(year, month, day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1998 Dec-1999 Jan", "1998"),
        ("1998 Dec 5-12", "1998-12"),
        ("Jul-Aug 2001", "2001"),
        ("1976-1977", "1976"),
        ("Summer 2003", "2003"),
        ("12345", None),
        ("", None),
    ],
)
def test_a_date_in_words_has_a_month_only_when_one_is_named(text: str, expected: str | None) -> None:
    assert date_in_words(text) == expected
