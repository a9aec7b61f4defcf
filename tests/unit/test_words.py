from __future__ import annotations

import pytest

from service.words import numbers, stems


def test_words_are_compared_by_their_stems() -> None:
    assert stems("Treated PATIENTS, responding!") == stems("treating the patient responds")


@pytest.mark.parametrize("text", ["what is it that they do", "The, of; and?", "", "… — 🧬"])
def test_what_carries_no_subject_has_no_stems(text: str) -> None:
    assert stems(text) == []


def test_stems_stand_in_the_order_of_the_words_with_hyphens_split() -> None:
    assert stems("stem-cell therapy of skin") == stems("stem") + stems("cell") + stems("therapy") + stems("skin")


@pytest.mark.parametrize("name", ["IL-17A", "TNF-α", "CD34", "étude"])
def test_names_with_digits_and_letters_of_any_script_are_words(name: str) -> None:
    assert stems(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eight of 17 patients", {"8", "17"}),
        ("Seventeen patients.", {"17"}),
        ("1,234 and 1234.0", {"1234"}),
        ("0.50, .5 and 0.5", {"0.5"}),
        ("59% against 15% (p<0.0001)", {"59", "15", "0.0001"}),
        ("10–20 mg, 12-week", {"10", "20", "12"}),
        ("8/17 (n=17)", {"8", "17"}),
        ("100 and 10", {"100", "10"}),
        ("007", {"7"}),
        ("0, 0.0 and 000", {"0"}),
        ("-0.03", {"0.03"}),
        ("in 2004.", {"2004"}),
        ("3.5mg, 40ml and a 2nd dose", {"3.5", "40", "2"}),
    ],
)
def test_a_number_is_the_same_in_any_spelling(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize("text", ["IL-17A", "CD34", "COVID-19", "one of them", "weight", "often", "", "B27"])
def test_what_is_part_of_a_name_or_a_word_is_no_number(text: str) -> None:
    assert numbers(text) == set()
