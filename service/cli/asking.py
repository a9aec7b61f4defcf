"""What every way of asking shares: one question on the command line, a conversation, one question a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.admission import fault_in
from service.answers import Answer
from service.cli.terminal import settings
from service.errors import InvalidRequestError

Ask = Callable[[str, Sequence[str]], Answer]
"""Answers a question, given the questions before it, the oldest first."""


def checked(field: str, text: str) -> str:
    """Return the question as Unicode, with what of it is none replaced.

    Raises:
        InvalidRequestError: it holds no word, or is too long.
    """
    readable = text.encode(errors="replace").decode()
    if fault := fault_in(readable, settings().max_question_characters):
        raise InvalidRequestError(field, fault)
    return readable
