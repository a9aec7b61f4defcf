from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.follow_ups import in_full
from service.standalone import standalone
from tests.unit.test_follow_ups import OTHER_TREATMENTS, OTHERS, POINTING, SHORT, UNTOUCHED

PAIRS = OTHERS + OTHER_TREATMENTS + POINTING + SHORT
WORDS = ["and", "in", "mice", "it", "is", "they", "them", "that", "with", "from", "stem", "cells", "PsA", "why", "how"]
ASKED = st.one_of(
    st.sampled_from([text for before, question, _ in PAIRS for text in (before, question)] + UNTOUCHED),
    st.lists(st.sampled_from([*"?,.", *WORDS])).map(" ".join),
    st.text(max_size=40),
)
FULL = st.sampled_from([before for before, _, _ in PAIRS])


@given(question=ASKED)
def test_a_question_without_any_before_it_is_its_own(question: str) -> None:
    assert in_full(question, []) == question
    assert standalone(question, []) == standalone(question)


@given(question=ASKED, earlier=st.lists(ASKED, max_size=6))
def test_the_same_conversation_gives_the_same_question(question: str, earlier: list[str]) -> None:
    assert in_full(question, earlier) == in_full(question, tuple(earlier))


@given(question=ASKED, before=FULL, asked=FULL)
def test_a_full_question_needs_nothing(question: str, before: str, asked: str) -> None:
    assert in_full(asked, [before, question]) == asked


@given(pair=st.sampled_from(PAIRS))
def test_a_question_put_in_full_is_full(pair: tuple[str, str, str]) -> None:
    before, _, full = pair
    assert in_full(full, [before]) == full


@given(question=ASKED, earlier=st.lists(ASKED, max_size=4), first=ASKED)
def test_only_what_was_asked_since_the_last_full_question_counts(question: str, earlier: list[str], first: str) -> None:
    since = ["Have exosomes been tried in dogs?", *earlier]
    assert in_full(question, [first, *since]) == in_full(question, since)
