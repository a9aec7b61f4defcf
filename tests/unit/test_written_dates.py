from __future__ import annotations

import pytest

from corpus.readers.written_dates import agreed_date, written_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2011/03/04/", "2011-03-04"),
        ("2011/3/4", "2011-03-04"),
        ("2011-03-04T05:06:07", "2011-03-04"),
        ("2011/03//", "2011-03"),
        ("2011/13/04", "2011"),
        ("2011/02/30", "2011-02"),
        ("2011//", "2011"),
        ("2011 Mar 4", "2011-03-04"),
        ("4 March 2011", "2011-03-04"),
        ("04 Mar., 2011", "2011-03-04"),
        ("March 2011", "2011-03"),
        ("Mar-Apr 2011", "2011"),
        ("2011-2012", "2011"),
        ("03/04/2011", "2011"),
        ("c. 2011", "2011"),
        ("20111", None),
        ("in press", None),
        ("", None),
    ],
)
def test_a_date_is_as_exact_as_it_can_be_read_in_one_way(text: str, date: str | None) -> None:
    assert written_date(text) == date


@pytest.mark.parametrize(
    ("dates", "agreed"),
    [
        (["2011", "2011-03", "2011-03-04"], "2011-03-04"),
        (["2011", "2012-03"], "2011"),
        ([None, "2012-03", "2011-03-04"], "2012-03"),
        ([None, None], None),
        ([], None),
    ],
)
def test_the_most_exact_of_the_same_year_as_the_first_is_agreed_on(dates: list[str | None], agreed: str | None) -> None:
    assert agreed_date(dates) == agreed
