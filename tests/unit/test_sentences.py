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
        ("It was given i.v. daily, approx. 5 mg. It fell.", ["It was given i.v. daily, approx. 5 mg.", "It fell."]),
        ("IL-17A and p53 vs. placebo. E. coli grew.", ["IL-17A and p53 vs. placebo.", "E. coli grew."]),
        ("See Figs. 3 and 4, ref. 5, no. 6. Done.", ["See Figs. 3 and 4, ref. 5, no. 6.", "Done."]),
        ("St. John's wort helped Dr. J. K. Smith.", ["St. John's wort helped Dr. J. K. Smith."]),
        ("The dose was 10(6) cells/kg. It fell.", ["The dose was 10(6) cells/kg.", "It fell."]),
        (
            "The U.S. Army paid. Seen in the U.S. The cost fell.",
            ["The U.S. Army paid.", "Seen in the U.S.", "The cost fell."],
        ),
        ("P=.03 and P=.04. SPSS v. 20 and 2.0.1. Done.", ["P=.03 and P=.04.", "SPSS v. 20 and 2.0.1.", "Done."]),
        ("It fell (HR 0.4; 95% CI 0.3-0.5; p<.001). Good.", ["It fell (HR 0.4; 95% CI 0.3-0.5; p<.001).", "Good."]),
        ("He said “it fell.” Then it rose.", ["He said “it fell.”", "Then it rose."]),
        ("Pain fell [19,20]. Skin cleared [21]. Good.", ["Pain fell [19,20].", "Skin cleared [21].", "Good."]),
        ("Bacteroides sp. 3 grew in S. aureus.", ["Bacteroides sp. 3 grew in S. aureus."]),
    ],
)
def test_a_sentence_ends_where_people_end_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_less_and_more_than_are_no_brackets() -> None:
    text = "It fell (p < 0.05). It rose in <5 of 9. All lived. In >20 it stayed. Good."
    assert sentences(text) == ["It fell (p < 0.05).", "It rose in <5 of 9.", "All lived.", "In >20 it stayed.", "Good."]


@pytest.mark.parametrize(
    "text",
    [
        "Two aims were set: (1) to see it; (2) to feel it.",
        "It rose by 78 (95 % CI 62, 94) % and 14 (95 % CI 8, 20) % on that diet.",
        "They drank 1) 500 g of banana, or 2) 480 g of apple.",
        "(i) Pain fell and (ii) skin cleared.",
    ],
)
def test_a_list_within_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(f"{text} All lived. So it ended.") == [text, "All lived.", "So it ended."]


@pytest.mark.parametrize("name", ["H2A.Z", "NOD.SCID", "TCR.D3", "0.4 ng./ml", "www.example.org/a.asp?TC=3396"])
def test_a_name_with_a_full_stop_in_it_stays_whole(name: str) -> None:
    assert sentences(f"We saw {name} in mice. It fell.") == [f"We saw {name} in mice.", "It fell."]


def test_sentences_without_a_space_between_are_two() -> None:
    text = "Pain fell.METHODS We saw 9 (P<0.001).Conclusions: Good."
    assert sentences(text) == ["Pain fell.", "METHODS We saw 9 (P<0.001).", "Conclusions: Good."]


def test_what_is_in_brackets_stays_together() -> None:
    text = "Pain fell (as A. Smith saw. See Fig. 2). Good."
    assert sentences(text) == ["Pain fell (as A. Smith saw. See Fig. 2).", "Good."]


def test_a_bracket_that_never_closes_holds_nothing_together() -> None:
    assert sentences("Pain (as A. Smith saw. It fell. Good.") == ["Pain (as A. Smith saw.", "It fell.", "Good."]


def test_lines_are_sentences_of_their_own() -> None:
    assert sentences("Aims\n\nPain fell. Good.") == ["Aims", "Pain fell.", "Good."]


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
