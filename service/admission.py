"""What a question must be to be looked at."""

from __future__ import annotations

import logging

from corpus.canonical import fault_of
from service.errors import InvalidRequestError
from service.settings import Settings

_LOG = logging.getLogger("enthesis.api")


def admit(field: str, text: str, settings: Settings) -> None:
    """Let a question through; log it where that was asked for.

    Raises:
        InvalidRequestError: it cannot be read, holds no word, or is too long.
    """
    if fault := fault_in(text, settings.max_question_characters):
        raise InvalidRequestError(field, fault)
    if settings.log_questions:
        _LOG.info("%s: %r", field, text)


def fault_in(text: str, max_characters: int) -> str | None:
    """Return why ``text`` is no question that can be looked at; None where it is one."""
    if fault := fault_of_words(text):
        return fault
    return f"must have {max_characters} characters at most" if len(text) > max_characters else None


def fault_of_words(text: str) -> str | None:
    """Return why ``text`` is no question of any length; None where it is one."""
    if fault_of(text):
        return "must be Unicode text without lone surrogates"
    return None if any(character.isalnum() for character in text) else "must hold a word"
