from __future__ import annotations

import pytest

from corpus.readers.structured_abstract import sections_of


def parts(text: str) -> list[tuple[str | None, str]]:
    return [(section.label, section.text.strip()) for section in sections_of(text)]


def test_labels_in_capitals_part_an_abstract() -> None:
    text = "BACKGROUND AND AIMS: Why? PATIENTS & METHODS: Ten (n = 10). RESULTS: P = 0.03. CONCLUSION(S): None."
    assert parts(text) == [
        ("BACKGROUND AND AIMS", "Why?"),
        ("PATIENTS & METHODS", "Ten (n = 10)."),
        ("RESULTS", "P = 0.03."),
        ("CONCLUSION(S)", "None."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Words without labels.",
        "Background: why. Methods: how. Results: what.",
        "RESULTS: A single label may be a sentence with a colon.",
        "Words first. METHODS: Ten. RESULTS: None.",
        "TNF: a factor. DNA: an acid.",
        "METHODS:none. RESULTS:none.",
    ],
)
def test_what_may_be_text_stays_text(text: str) -> None:
    assert parts(text) == [(None, text)]


def test_other_words_in_capitals_stay_in_their_section() -> None:
    assert parts("METHODS: Ten. IL-17: measured. RESULTS: DNA: none.") == [
        ("METHODS", "Ten. IL-17: measured."),
        ("RESULTS", "DNA: none."),
    ]


def test_the_mark_of_a_part_without_a_label_is_no_label() -> None:
    assert parts("UNLABELLED: Words. And more.") == [(None, "Words. And more.")]
    assert parts("UNLABELLED: METHODS: Ten. RESULTS: None.") == [("METHODS", "Ten."), ("RESULTS", "None.")]


def test_nothing_has_no_section() -> None:
    assert sections_of("  ") == ()
