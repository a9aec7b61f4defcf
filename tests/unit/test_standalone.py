from __future__ import annotations

import pytest

from service.standalone import standalone


@pytest.mark.parametrize(
    "question",
    [
        "How do stem cells help in psoriatic arthritis?",
        "Can psoriasis be treated with exosomes?",
        "What is psoriatic arthritis",
    ],
)
def test_a_question_that_names_its_subject_is_left_as_it_is(question: str) -> None:
    assert standalone(question) == question


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How are these therapies regulated?", "regulated"),
        ("Are such treatments safe?", "safe"),
        ("Where do these cells come from?", "come from"),
        ("Do they last?", "last"),
    ],
)
def test_what_points_at_the_subject_gives_way_to_it(question: str, kept: str) -> None:
    asked = standalone(question)
    assert "stem cell" in asked
    assert kept in asked
    assert not {"these", "such", "they"} & set(asked.lower().split())


@pytest.mark.parametrize("question", ["What harms have been reported?", "Which doses were given", "Kosten?? "])
def test_a_question_without_a_subject_is_given_one(question: str) -> None:
    asked = standalone(question)
    assert asked.startswith(question.rstrip(" ?"))
    assert "stem cell" in asked
    assert asked.endswith("?")


@pytest.mark.parametrize("question", ["Do they last?", "What harms have been reported?", "Are such treatments safe?"])
def test_a_question_made_to_stand_alone_stays_as_it_is(question: str) -> None:
    assert standalone(standalone(question)) == standalone(question)
