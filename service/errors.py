"""What can go wrong in answering. Abstention is not here: it is a result.

ServiceError
├── SettingsError         a setting is unknown or not usable
├── InvalidRequestError   a field of the request is not usable; carries the field's place
├── NotFoundError         no such document or passage
├── ModelNotFoundError    no such model of the chat
└── UnavailableError      corpus or index missing, damaged or not fitting; carries the command that mends it
"""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """The closed list of codes a caller can meet. Mapped to HTTP in `service.api.problems`, totally."""

    INVALID_REQUEST = "invalid_request"
    NOT_FOUND = "not_found"
    MODEL_NOT_FOUND = "model_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    BODY_TOO_LARGE = "body_too_large"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class ServiceError(Exception):
    """Base of everything this package raises on purpose."""

    code = ErrorCode.INTERNAL


class SettingsError(ServiceError):
    """A setting is unknown or not usable."""


class InvalidRequestError(ServiceError):
    """A field of the request is not usable."""

    code = ErrorCode.INVALID_REQUEST

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


class NotFoundError(ServiceError):
    """No such document or passage."""

    code = ErrorCode.NOT_FOUND


class ModelNotFoundError(ServiceError):
    """No such model of the chat."""

    code = ErrorCode.MODEL_NOT_FOUND


class UnavailableError(ServiceError):
    """The corpus or the index cannot be used; the message ends with the command that mends it."""

    code = ErrorCode.UNAVAILABLE
