from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from eval.typing_errors import with_typing_errors

QUESTION = "Have umbilical cord blood cells relieved psoriatic arthritis in patients after twelve months of treatment?"
NEIGHBOURS = {"a": "qwsz", "g": "ftyhbv", "p": "ol", "z": "asx", "m": "njk"}


def changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(old, new) for old, new in zip(before.split(), after.split(), strict=True) if old != new]


def test_one_word_in_six_is_misspelt() -> None:
    assert len(changed(QUESTION, with_typing_errors(QUESTION, "q1"))) == round(len(QUESTION.split()) / 6) == 2


def test_a_short_question_has_one_error_at_least() -> None:
    assert len(changed("Which cells?", with_typing_errors("Which cells?", "q1"))) == 1


def test_the_same_question_has_the_same_errors_and_another_has_others() -> None:
    assert with_typing_errors(QUESTION, "q1") == with_typing_errors(QUESTION, "q1")
    assert len({with_typing_errors(QUESTION, f"q{number}") for number in range(20)}) > 15


def test_errors_are_of_the_same_kind_on_every_machine() -> None:
    assert with_typing_errors("Do umbilical cells relieve psoriasis?", "q1") == "Do umbilical cell relieve psoriasis?"


@pytest.mark.parametrize("text", ["", "?", "IL-23 in 2021", "Is it so?", "CD34cells TNF-α1"])
def test_where_there_is_no_word_of_four_letters_without_a_digit_nothing_is_changed(text: str) -> None:
    assert with_typing_errors(text, "q1") == text


def test_every_kind_of_error_comes_about() -> None:
    kinds = set()
    for number in range(60):
        ((old, new),) = changed("Psoriasis?", with_typing_errors("Psoriasis?", f"q{number}"))
        edits = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
        swapped = sorted(old) == sorted(new)
        kinds.add("swap" if swapped else {-1: "drop", 0: "neighbour", 1: "double"}[len(new) - len(old)])
        assert swapped or len(edits) == 1
    assert kinds == {"swap", "drop", "neighbour", "double"}


@pytest.mark.parametrize(("letter", "neighbours"), NEIGHBOURS.items())
def test_a_wrong_key_is_one_beside_the_right_one(letter: str, neighbours: str) -> None:
    word = f"x{letter * 3}"
    typed = {with_typing_errors(word, f"q{number}") for number in range(300)}
    wrong = {one for text in typed if len(text) == len(word) for one in text[1:] if one != letter}
    assert wrong == set(neighbours)


def test_a_capital_stays_one() -> None:
    assert all(with_typing_errors("PASI", f"q{number}").isupper() for number in range(50))
