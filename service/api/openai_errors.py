"""Errors as OpenAI's clients read them. Which paths speak so is said here alone."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import JSONResponse

from service.api.chat_schemas import OpenAIError, OpenAIFault
from service.api.schemas import FieldFault
from service.errors import ErrorCode

_PREFIXES = ("/v1/chat", "/v1/models")
_CLIENT_AT_FAULT = range(400, 500)


def speaks_openai(path: str) -> bool:
    """Say whether errors at this path have OpenAI's shape."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in _PREFIXES)


def openai_error(
    code: ErrorCode,
    detail: str,
    status: int,
    errors: Sequence[FieldFault] | None,
    headers: dict[str, str] | None,
) -> JSONResponse:
    """Return an error whose ``param`` is the first field at fault. What is not valid is 400 there, not 422."""
    status = 400 if code is ErrorCode.INVALID_REQUEST else status
    kind = "invalid_request_error" if status in _CLIENT_AT_FAULT else "server_error"
    fault = OpenAIFault(message=detail, type=kind, param=errors[0].field if errors else None, code=code.value)
    return JSONResponse(OpenAIError(error=fault).model_dump(), status_code=status, headers=headers)
