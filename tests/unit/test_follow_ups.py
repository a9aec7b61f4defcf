"""Conversations written for these tests, and what is searched for at the end of each."""

from __future__ import annotations

from time import perf_counter

import pytest

from service.follow_ups import in_full
from service.standalone import standalone

CORD = "Has umbilical cord blood been tried in people with PsA?"
FAT = "Do mesenchymal stem cells from fat relieve psoriatic arthritis?"
MSC = "Does MSC therapy work in psoriasis?"
GIVEN = "How many patients with psoriasis were given exosomes?"
WHAT = "What is psoriatic arthritis?"
BETTER = "Is tofacitinib better than methotrexate for psoriatic arthritis?"

OTHERS = [
    (CORD, "and in mice?", "Has umbilical cord blood been tried in mice?"),
    (CORD, "Mice?", "Has umbilical cord blood been tried in mice?"),
    (CORD, "What about children?", "Has umbilical cord blood been tried in children with PsA?"),
    (CORD, "And in children", "Has umbilical cord blood been tried in children with PsA?"),
    (CORD, "In pregnant women?", "Has umbilical cord blood been tried in pregnant women with PsA?"),
    (CORD, "and in healthy volunteers?", "Has umbilical cord blood been tried in healthy volunteers?"),
    (CORD, "Thanks! And in rats?", "Has umbilical cord blood been tried in rats?"),
    (CORD, "How about psoriasis?", "Has umbilical cord blood been tried in people with psoriasis?"),
    (MSC, "and in women?", "Does MSC therapy work in psoriasis in women?"),
    (FAT, "And psoriasis?", "Do mesenchymal stem cells from fat relieve psoriasis?"),
    (GIVEN, "And with psoriatic arthritis?", "How many patients with psoriatic arthritis were given exosomes?"),
    (BETTER, "what about children?", "Is tofacitinib better than methotrexate for psoriatic arthritis in children?"),
    (WHAT, "what about lupus?", "What is lupus?"),
    (
        "Can psoriatic arthritis be treated with stem cells?",
        "What about rheumatoid arthritis?",
        "Can rheumatoid arthritis be treated with stem cells?",
    ),
    ("Is treatment of psoriasis with exosomes safe?", "and of lupus?", "Is treatment of lupus with exosomes safe?"),
]
OTHER_TREATMENTS = [
    (CORD, "What about exosomes?", "Have exosomes been tried in people with PsA?"),
    (CORD, "and with methotrexate?", "Has umbilical cord blood been tried in people with PsA with methotrexate?"),
    (FAT, "and from bone marrow?", "Do mesenchymal stem cells from bone marrow relieve psoriatic arthritis?"),
    (GIVEN, "and placebo?", "How many patients with psoriasis were given placebo?"),
    (BETTER, "And than adalimumab?", "Is tofacitinib better than adalimumab for psoriatic arthritis?"),
    (
        "Can psoriatic arthritis be treated with stem cells?",
        "and with exosomes?",
        "Can psoriatic arthritis be treated with exosomes?",
    ),
]
POINTING = [
    (CORD, "Is it safe?", "Is umbilical cord blood safe in people with PsA?"),
    (CORD, "And is this safe?", "Is umbilical cord blood safe in people with PsA?"),
    (CORD, "Does that work?", "Does umbilical cord blood work in people with PsA?"),
    (CORD, "How long does it last?", "How long does umbilical cord blood last in people with PsA?"),
    (CORD, "Who approved it?", "Who approved umbilical cord blood in people with PsA?"),
    (CORD, "Has it been tried in dogs?", "Has umbilical cord blood been tried in dogs?"),
    (CORD, "Could it cause cancer?", "Could umbilical cord blood cause cancer?"),
    (CORD, "What are its side effects?", "What are the side effects of umbilical cord blood in people with PsA?"),
    (CORD, "What about its cost?", "The cost of umbilical cord blood in people with PsA?"),
    (
        CORD,
        "How does it compare with placebo?",
        "How does umbilical cord blood compare with placebo in people with PsA?",
    ),
    (CORD, "Are these treatments approved?", "Is umbilical cord blood approved in people with PsA?"),
    (CORD, "How many were in that trial?", "How many were in the trial with umbilical cord blood in people with PsA?"),
    (CORD, "I have PsA. Is it safe?", "I have PsA. Is umbilical cord blood safe?"),
    (CORD, "Explain that", "Explain umbilical cord blood in people with PsA?"),
    (FAT, "Are they safe?", "Are mesenchymal stem cells from fat safe?"),
    (FAT, "Does it last?", "Do mesenchymal stem cells from fat last?"),
    (FAT, "Where do these cells go?", "Where do mesenchymal stem cells from fat go?"),
    (FAT, "Is this approved in Japan?", "Are mesenchymal stem cells from fat approved in Japan?"),
    (GIVEN, "how many of them improved?", "How many of the patients improved with exosomes?"),
    (GIVEN, "Did any of them relapse?", "Did any of the patients relapse with exosomes?"),
    (GIVEN, "What happened to them?", "What happened to the patients with exosomes?"),
    (CORD, "how many of them?", "How many with umbilical cord blood in people with PsA?"),
    (WHAT, "What causes it?", "What causes psoriatic arthritis?"),
    (WHAT, "Can it be cured?", "Can psoriatic arthritis be cured?"),
    (BETTER, "Is it an injection?", "Is tofacitinib an injection for psoriatic arthritis?"),
    ("What are exosomes?", "How are they made?", "How are exosomes made?"),
]
SHORT = [
    (CORD, "what about knees?", "What about knees with umbilical cord blood in people with PsA?"),
    ("Why do TNF inhibitors fail?", "How often does this happen?", "How often do TNF inhibitors fail?"),
    ("Is MSC therapy approved in Europe?", "and in the US?", "Is MSC therapy approved in US?"),
    (CORD, "In how many people?", "In how many people with umbilical cord blood in people with PsA?"),
    (CORD, "why?", "Why has umbilical cord blood been tried in people with PsA?"),
    (CORD, "When was that?", "When has umbilical cord blood been tried in people with PsA?"),
    (FAT, "how long?", "How long do mesenchymal stem cells from fat relieve psoriatic arthritis?"),
    ("How do stem cells calm immunity?", "Why?", "Why do stem cells calm immunity?"),
    (WHAT, "why?", "What is psoriatic arthritis? Why?"),
    (CORD, "Any side effects?", "Any side effects with umbilical cord blood in people with PsA?"),
    (CORD, "And the risks?", "What about the risks with umbilical cord blood in people with PsA?"),
    (CORD, "Safety?", "Safety with umbilical cord blood in people with PsA?"),
    (CORD, "Which dose was given?", "Which dose was given with umbilical cord blood in people with PsA?"),
    (CORD, "What harms were seen?", "What harms were seen with umbilical cord blood in people with PsA?"),
    (CORD, "who paid for the study?", "Who paid for the study with umbilical cord blood in people with PsA?"),
    (CORD, "How strong is the evidence?", "How strong is the evidence with umbilical cord blood in people with PsA?"),
    (CORD, "Tell me more", CORD),
    (CORD, "Is that true?", CORD),
    (FAT, "How many injections?", "How many injections with mesenchymal stem cells from fat?"),
    (MSC, "and after a year?", "Does MSC therapy work in psoriasis after a year?"),
    (MSC, "What about safety?", "What about safety with MSC therapy in psoriasis?"),
    (WHAT, "Any treatments?", "Any treatments in psoriatic arthritis?"),
]
UNTOUCHED = [
    "Has methotrexate been tried in psoriasis?",
    "What is known about MSCs in lupus?",
    "What is the capital of France?",
    "Is it true that stem cells cure arthritis?",
    "Is there evidence that exosomes help?",
    "Do stem cells help, and are they safe?",
    "Can exosomes clear psoriasis without its scars?",
    "Exosomes?",
    "thanks",
    "Thank you very much!",
    "That helps, thanks.",
    "Hello",
    "ok",
    "Really?",
    "Who are you?",
    "What can you do?",
    "And you?",
    "Should I?",
    "Und bei Mäusen?",
    "¿Y en ratones?",
    "et chez la souris ?",
    "小鼠呢？",
    "а у мышей?",
    "?!",
    "🧬",
]


@pytest.mark.parametrize(("before", "question", "expected"), OTHERS + OTHER_TREATMENTS + POINTING + SHORT)
def test_a_follow_up_is_put_in_full(before: str, question: str, expected: str) -> None:
    assert in_full(question, [before]) == expected


@pytest.mark.parametrize("question", UNTOUCHED)
def test_what_is_no_follow_up_stays_as_it_is(question: str) -> None:
    assert in_full(question, [CORD, FAT]) == question


@pytest.mark.parametrize("follow_up", sorted({question for _, question, _ in OTHERS + POINTING + SHORT}))
def test_what_follows_nothing_stays_as_it_is(follow_up: str) -> None:
    assert in_full(follow_up, []) == in_full(follow_up, ["thanks", "Hello!", "🧬"]) == follow_up


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ([CORD, "and in mice?"], "Is it safe?", "Is umbilical cord blood safe in mice?"),
        ([CORD, "and in mice?", "Is it safe?"], "What about rats?", "Is umbilical cord blood safe in rats?"),
        ([CORD, "thanks"], "and in children?", "Has umbilical cord blood been tried in children with PsA?"),
        ([CORD, "What is methotrexate?"], "Is it safe?", "Is methotrexate safe?"),
        ([WHAT, "Can stem cells help?"], "Are they safe?", "Are stem cells safe?"),
        ([FAT, CORD], "And in women?", "Has umbilical cord blood been tried in women with PsA?"),
        ([f"Hello. {CORD}"], "and in mice?", "Has umbilical cord blood been tried in mice?"),
    ],
)
def test_the_last_question_that_named_a_subject_gives_it(earlier: list[str], question: str, expected: str) -> None:
    assert in_full(question, earlier) == expected


def test_a_very_long_conversation_takes_no_time() -> None:
    earlier = [CORD, *["and " * 450 + "in mice?", "Is it safe? " * 160, f"{'PsA ' * 450}?"] * 16]
    began = perf_counter()
    in_full("why?", earlier)
    assert perf_counter() - began < 5


def test_a_question_whose_subject_was_put_in_is_given_no_other() -> None:
    assert standalone("and in mice?", [CORD]) == "Has umbilical cord blood been tried in mice?"
    assert standalone("and in mice?") == "and in mice with stem cell therapy?"


def test_a_full_question_is_searched_for_as_if_it_were_the_first() -> None:
    assert standalone("Can psoriasis be treated?", [CORD]) == standalone("Can psoriasis be treated?")
