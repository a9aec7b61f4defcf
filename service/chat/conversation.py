"""What a chat asks: its last question, and those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from service.admission import fault_in
from service.errors import InvalidRequestError

MAX_EARLIER = 50
"""How many earlier questions are looked at: a follow-up takes its subject from the nearest."""

_ROLES = frozenset({"assistant", "developer", "function", "system", "tool", "user"})


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last question of a chat and the questions before it, the oldest first."""

    question: str
    earlier: tuple[str, ...]


def read_conversation(messages: Sequence[Mapping[str, Any]], max_characters: int) -> Conversation:
    """Return what a chat asks. Only what users say is looked at: instructions of the system change no answer.

    Of what was asked earlier, what is no text or longer than ``max_characters`` is passed over.

    Raises:
        InvalidRequestError: a role is unknown, nothing is asked, or the last question is not text or too long.
    """
    for place, message in enumerate(messages):
        if message.get("role") not in _ROLES:
            raise InvalidRequestError(f"messages.{place}.role", f"must be one of {', '.join(sorted(_ROLES))}")
    asked = [(place, message) for place, message in reversed([*enumerate(messages)]) if message["role"] == "user"]
    if not asked:
        raise InvalidRequestError("messages", "must hold a question: a message of the role user")
    place, last = asked[0]
    question = _words(last.get("content"), f"messages.{place}.content", max_characters)
    earlier = islice(_earlier((message for _, message in asked[1:]), max_characters), MAX_EARLIER)
    return Conversation(question, tuple(reversed(list(earlier))))


def _earlier(messages: Iterable[Mapping[str, Any]], max_characters: int) -> Iterator[str]:
    """Yield what can be read of earlier questions: a picture asked about before does not spoil this question."""
    for message in messages:
        words = " ".join(_texts(message.get("content")))
        if fault_in(words, max_characters) is None:
            yield words


def _words(content: Any, place: str, max_characters: int) -> str:
    if isinstance(content, list):
        for number, part in enumerate(content):
            if not isinstance(part, Mapping) or part.get("type") != "text":
                raise InvalidRequestError(f"{place}.{number}", "must be text: nothing else is read here")
    elif not isinstance(content, str):
        raise InvalidRequestError(place, "must be text")
    words = " ".join(_texts(content))
    if fault := fault_in(words, max_characters):
        raise InvalidRequestError(place, fault)
    return words


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        yield from (part["text"] for part in content if isinstance(part, Mapping) and isinstance(part.get("text"), str))


def words_in(messages: Iterable[Mapping[str, Any]]) -> int:
    """Return how many words between white space all messages hold."""
    return sum(len(text.split()) for message in messages for text in _texts(message.get("content")))
