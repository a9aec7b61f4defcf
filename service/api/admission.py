"""What a question must be to be looked at."""

from __future__ import annotations

import logging

from service.errors import InvalidRequestError
from service.settings import Settings

_LOG = logging.getLogger("enthesis.api")


def admit(field: str, text: str, settings: Settings) -> None:
    """Let a question through; log it where that was asked for.

    Raises:
        InvalidRequestError: it is too long.
    """
    if len(text) > settings.max_question_characters:
        raise InvalidRequestError(field, f"must have {settings.max_question_characters} characters at most")
    if settings.log_questions:
        _LOG.info("%s: %r", field, text)
