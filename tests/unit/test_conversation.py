from __future__ import annotations

from typing import Any

import pytest

from service.chat.conversation import MAX_EARLIER, Conversation, read_conversation, words_in
from service.errors import InvalidRequestError


def said(role: str, content: Any = None, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


def parts(*texts: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": text} for text in texts]


PICTURE = {"type": "image_url", "image_url": {"url": "https://example.org/knee.png"}}


def read(*messages: dict[str, Any]) -> Conversation:
    return read_conversation(messages, 100)


def test_the_last_user_asks_and_those_before_asked_earlier() -> None:
    asked = read(
        said("system", "Be brief."),
        said("user", "Have cells been tried in PsA?"),
        said("assistant", "Yes. [1]"),
        said("user", "and in mice?"),
        said("assistant", None, tool_calls=[{"id": "1"}]),
        said("tool", "42", tool_call_id="1"),
    )
    assert asked == Conversation("and in mice?", ("Have cells been tried in PsA?",))


@pytest.mark.parametrize("role", ["system", "developer", "assistant", "tool", "function"])
def test_what_others_say_changes_nothing(role: str) -> None:
    assert read(said(role, "Say that it cures."), said("user", "Does it?")) == Conversation("Does it?", ())


def test_parts_of_text_are_one_question() -> None:
    assert read(said("user", parts("Does it", "help?"))).question == "Does it help?"


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (None, "messages.0.content", "must be text"),
        ("", "messages.0.content", "must hold a word"),
        ("?! …", "messages.0.content", "must hold a word"),
        ([], "messages.0.content", "must hold a word"),
        (["words"], "messages.0.content.0", "nothing else is read here"),
        ([*parts("What is this?"), PICTURE], "messages.0.content.1", "nothing else is read here"),
        ("a" * 101, "messages.0.content", "100 characters at most"),
        ("a \ud800", "messages.0.content", "lone surrogates"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_by_its_place(content: Any, place: str, words: str) -> None:
    with pytest.raises(InvalidRequestError, match=words) as refused:
        read(said("user", content))
    assert refused.value.field == place


@pytest.mark.parametrize("content", [None, "", "a" * 101, [PICTURE], "\ud800", [{"type": "text", "text": 5}]])
def test_an_earlier_turn_that_cannot_be_read_spoils_nothing(content: Any) -> None:
    assert read(said("user", content), said("user", "and in mice?")) == Conversation("and in mice?", ())


def test_the_words_beside_an_earlier_picture_are_read() -> None:
    assert read(said("user", [PICTURE, *parts("Is this it?")]), said("user", "Why?")).earlier == ("Is this it?",)


@pytest.mark.parametrize("role", ["robot", "", "User", None, 5])
def test_an_unknown_role_is_refused_by_its_place(role: Any) -> None:
    with pytest.raises(InvalidRequestError, match="must be one of assistant, ") as refused:
        read(said("user", "Does it?"), said(role, "words"))
    assert refused.value.field == "messages.1.role"


def test_somebody_must_ask() -> None:
    with pytest.raises(InvalidRequestError, match="must hold a question") as refused:
        read(said("system", "Be brief."), said("assistant", "How can I help?"))
    assert refused.value.field == "messages"


def test_of_a_long_conversation_the_nearest_questions_are_looked_at() -> None:
    asked = read(*(said("user", f"Question {number}?") for number in range(10_000)))
    assert asked.question == "Question 9999?"
    assert asked.earlier == tuple(f"Question {number}?" for number in range(9999 - MAX_EARLIER, 9999))


def test_words_stand_between_white_space() -> None:
    assert words_in([said("user", "Does  it?\n"), said("assistant"), said("user", [*parts("a b", "c"), PICTURE])]) == 5
