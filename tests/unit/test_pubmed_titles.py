from __future__ import annotations

import pytest

from corpus.readers.pubmed_titles import clean_title, full_pages


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("A title", "A title"),
        ("A title .", "A title"),
        ("[A title].", "A title"),
        ("[ A title. ]", "A title"),
        ("[A] and [B].", "[A] and [B]"),
        ("[A]] B", "[A]] B"),
        ("[A", "[A"),
        ("]A[", "]A["),
        ("Staphylococcus spp.", "Staphylococcus spp."),
        ("[Letter to Smith et al.]", "Letter to Smith et al."),
        ("In processing.", "In processing"),
        (".", ""),
        ("[].", ""),
        ("", ""),
    ],
)
def test_stop_and_brackets_go_where_they_are_no_part_of_the_title(given: str, expected: str) -> None:
    assert clean_title(given) == expected


@pytest.mark.parametrize(
    "placeholder", ["[Not Available].", "not available", "[In Process Citation]", "In-process citation.", "In process"]
)
def test_a_placeholder_is_no_title(placeholder: str) -> None:
    assert clean_title(placeholder) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("12-5", "12-15"),
        ("e12-5", "e12-e15"),
        ("S12-S19", "S12-S19"),
        ("100-99", "100-199"),
        ("109-10", "109-110"),
        ("199-3", "199-3"),
        ("7-7", "7-7"),
        ("1, 5-6, 132-42", "1, 5-6, 132-142"),
        ("٣-٤", "٣-٤"),
        ("iii-ix", "iii-ix"),
        ("", ""),
    ],
)
def test_the_last_page_is_written_out_when_it_comes_after_the_first(given: str, expected: str) -> None:
    assert full_pages(given) == expected
