from __future__ import annotations

import pytest

from service.language_model.reply import Claim, claims


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Pain fell [1].", [("Pain fell.", (1,))]),
        ("Pain fell. [1]", [("Pain fell.", (1,))]),
        ("Pain fell [1]. Swelling rose [2].", [("Pain fell.", (1,)), ("Swelling rose.", (2,))]),
        ("Pain fell. [1] Swelling rose. [2]", [("Pain fell.", (1,)), ("Swelling rose.", (2,))]),
        ("Pain fell [1][2]", [("Pain fell.", (1, 2))]),
        ("Pain fell [1, 2; 3].", [("Pain fell.", (1, 2, 3))]),
        ("Pain fell [Passage 2].", [("Pain fell.", (2,))]),
        ("Pain fell [1] and swelling rose [2].", [("Pain fell and swelling rose.", (1, 2))]),
        ("Pain fell [1], and swelling rose.", [("Pain fell, and swelling rose.", (1,))]),
        ("Pain fell. Swelling rose [2].", [("Pain fell.", ()), ("Swelling rose.", (2,))]),
        ("Pain fell.", [("Pain fell.", ())]),
        ("1. Pain fell [1]\n2) Swelling rose [2]", [("Pain fell.", (1,)), ("Swelling rose.", (2,))]),
        ("- Pain fell [1]\n* Swelling rose [2]", [("Pain fell.", (1,)), ("Swelling rose.", (2,))]),
        ("• Skin cleared [3]", [("Skin cleared.", (3,))]),
        ("<think>Hm [1].\nSo.</think>\nPain fell [1].", [("Pain fell.", (1,))]),
        ("Pain fell [1] [1] [1].", [("Pain fell.", (1,))]),
        ("Pain fell to 1.5 (p = 0.03) [2].", [("Pain fell to 1.5 (p = 0.03).", (2,))]),
        ("Pain   fell\t[1].", [("Pain fell.", (1,))]),
        ("[1]", []),
        ("[1] [2]. [3]", []),
        ("", []),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_a_sentence_has_the_citations_that_follow_it(said: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert claims(said) == [Claim(text, cited) for text, cited in expected]


@pytest.mark.parametrize(
    "said", ["[" * 9999, "[1]" * 9999, "a [1] " * 5000, "<think>" * 3000, "\u2028\x00\x1b[1]" * 500, ". " * 9999]
)
def test_anything_is_read_in_reasonable_time(said: str) -> None:
    for claim in claims(said):
        assert claim.text


def test_a_citation_that_is_no_number_of_a_passage_stays_in_the_words() -> None:
    (claim,) = claims("Pain fell [99999] [1-3] [a].")
    assert claim.cited == ()
    assert "[99999]" in claim.text
