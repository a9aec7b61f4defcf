from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.datasets.questions import read_questions
from service.question_kind import QuestionKind, asks_for_number, kind_of

BIOASQ = Path(__file__).parents[3] / "shared" / "data" / "bioasq_golden" / "questions_7b-11b_golden.jsonl.gz"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Do stem cells help in psoriasis?", "yes_no"),
        ("Isn't it dangerous?", "yes_no"),
        ("In severe scleroderma, is a transplant worth the risk?", "yes_no"),
        ("SELECT-PsA 1: did upadacitinib do better than adalimumab on any PRO?", "yes_no"),
        ("I have spondylitis. Did the study let people stay on their tablets?", "yes_no"),
        ("Are the guidelines binding, and how much did they add?", "yes_no"),
        ("Tocilizumab is an anti-TNF antibody, yes or no?", "yes_no"),
        ("A clinic says it must be legitimate. Is that right?", "yes_no"),
        ("Aripiprazole: a new risk factor for pathological gambling?", "yes_no"),
        ("Globulomaxillary cysts--do they really exist?", "yes_no"),
        ("Optogenetics refers to the study of gene expression", "yes_no"),
        ("Can you summarise the function of CDK9?", "other"),
        ("Would you briefly explain homing?", "other"),
        ("What is the use of exosomes?", "other"),
        ("By which pathways do gingival MSCs calm arthritis in mice?", "list"),
        ("Which genes drive it?", "list"),
        ("What are the side effects of MSC infusions?", "list"),
        ("List the approved products.", "list"),
        ("Which two drugs were combined?", "list"),
        ("Which company produces the test?", "other"),
        ("Which virus is it?", "other"),
        ("What does it do?", "other"),
        ("How many people dropped out?", "number"),
        ("By how much did it improve?", "number"),
        ("How do prednisolone and tocilizumab differ?", "comparison"),
        ("Tofacitinib 5 vs 10 mg in PsA: which ACR20?", "comparison"),
        ("What is the difference between PD-1 and PD-L1?", "comparison"),
        ("Is it better to raise the dose or add adalimumab?", "comparison"),
        ("Do trials show more clots, infections or cancers?", "yes_no"),
        ("Which source is the most likely to clot: marrow, fat or cord?", "comparison"),
        ("What came of the fresh-versus-frozen study?", "other"),
        ("", "other"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert kind_of(question) is QuestionKind(kind)


def test_the_yes_no_questions_of_our_own_are_known() -> None:
    questions = read_questions(Path(__file__).parents[2] / "eval" / "data" / "development.jsonl")
    asked = [one.question for one in questions if one.type == "yesno"]
    assert len(asked) == 30
    assert [one for one in asked if kind_of(one) is not QuestionKind.YES_NO] == []


def test_a_number_may_be_asked_for_in_any_part() -> None:
    assert asks_for_number("Are the guidelines binding, and how much did they add?")
    assert asks_for_number("What share of participants improved?")
    assert not asks_for_number("How do they work?")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "named", "precision", "recall"), [("yes_no", "yesno", 0.97, 0.99), ("list", "list", 0.8, 0.9)]
)
def test_bioasqs_own_types_are_found_again(kind: str, named: str, precision: float, recall: float) -> None:
    if not BIOASQ.exists():
        pytest.skip("BioASQ's golden file is not beside the checkout")
    with gzip.open(BIOASQ, "rt", encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    pairs = [(kind_of(one["body"]) == kind, one["type"] == named) for one in questions]
    both = sum(found and meant for found, meant in pairs)
    assert both / sum(found for found, _ in pairs) >= precision
    assert both / sum(meant for _, meant in pairs) >= recall
