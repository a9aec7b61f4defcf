from __future__ import annotations

import pytest

from corpus.sentences import Span, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain fell. Skin cleared.", ["Pain fell.", "Skin cleared."]),
        ("What? Yes! So.", ["What?", "Yes!", "So."]),
        ("It fell by 3.5 points (P = 0.03). Good.", ["It fell by 3.5 points (P = 0.03).", "Good."]),
        ("As Smith et al. saw, e.g. in Fig. 2, it fell.", ["As Smith et al. saw, e.g. in Fig. 2, it fell."]),
        ("🧬 fell. TNF-α rose.", ["🧬 fell.", "TNF-α rose."]),
        ("no stop at the end", ["no stop at the end"]),
    ],
)
def test_a_sentence_ends_where_people_end_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n \u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


def test_white_space_is_in_no_sentence() -> None:
    assert sentences("  One. \n\n  Two.  ") == ["One.", "Two."]


def test_spans_of_a_part_point_into_the_whole() -> None:
    text = "🧬 Title\nPain fell. Pain fell. Rest."
    assert split_sentences(text, 8, 29) == [Span(8, 18), Span(19, 29)]


def test_without_an_end_the_text_is_read_through() -> None:
    assert split_sentences("Title\nPain fell.", 6) == [Span(6, 16)]
