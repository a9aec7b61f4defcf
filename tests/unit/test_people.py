from __future__ import annotations

import pytest

from service.people import asks_for_people, studied_people
from tests.examples import a_document


@pytest.mark.parametrize(
    "question",
    [
        "Has it been tried in people?",
        "What was seen in PATIENTS with psoriasis?",
        "Are there clinical trials of exosomes?",
        "Is there a human study of it?",
    ],
)
def test_a_question_for_what_was_seen_in_people_is_known(question: str) -> None:
    assert asks_for_people(question)


@pytest.mark.parametrize(
    "question", ["How do stem cells calm inflammation?", "What was seen in mice?", "Who regulates clinics?"]
)
def test_any_other_question_is_not(question: str) -> None:
    assert not asks_for_people(question)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Randomized Controlled Trial", True),
        ("Case Reports", True),
        ("Meta-Analysis", True),
        ("Observational Study", True),
        ("Review", False),
        ("In Vitro", False),
        ("Journal Article", False),
    ],
)
def test_the_kind_of_study_says_whether_people_took_part(kind: str, expected: bool) -> None:  # noqa: FBT001
    assert studied_people(a_document(publication_types=(kind,))) is expected


def test_a_study_of_animals_is_not_of_people() -> None:
    assert not studied_people(a_document(title="Exosomes in mice"))
