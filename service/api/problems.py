"""Errors as RFC 9457 problems. What a person sent is never sent back in one: questions may be health data."""

from __future__ import annotations

import logging
from typing import assert_never

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Scope

from service.api.openai_errors import openai_error, speaks_openai
from service.api.schemas import FieldFault, Problem
from service.errors import ErrorCode, InvalidRequestError, ServiceError

_CLIENT_GONE = 499  # what nginx logs for it; nobody is there to read it
MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("enthesis.api")


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status of a code; total over the closed list."""
    match code:
        case ErrorCode.INVALID_REQUEST:
            return 422
        case ErrorCode.NOT_FOUND | ErrorCode.MODEL_NOT_FOUND:
            return 404
        case ErrorCode.METHOD_NOT_ALLOWED:
            return 405
        case ErrorCode.BODY_TOO_LARGE:
            return 413
        case ErrorCode.UNAVAILABLE:
            return 503
        case ErrorCode.INTERNAL:
            return 500
        case _:
            assert_never(code)


_TITLES = {
    ErrorCode.INVALID_REQUEST: "The request is not valid",
    ErrorCode.NOT_FOUND: "Not found",
    ErrorCode.MODEL_NOT_FOUND: "No such model",
    ErrorCode.METHOD_NOT_ALLOWED: "Method not allowed",
    ErrorCode.BODY_TOO_LARGE: "The request body is too large",
    ErrorCode.UNAVAILABLE: "Not available now",
    ErrorCode.INTERNAL: "Internal error",
}


def problem(
    scope: Scope,
    code: ErrorCode,
    detail: str,
    errors: list[FieldFault] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return the response for an error of a request: a problem, or OpenAI's shape where its clients ask."""
    if speaks_openai(scope["path"]):
        return openai_error(code, detail, status_of(code), errors, headers)
    body = Problem(
        type=f"urn:enthesis:problem:{code.value}",
        title=_TITLES[code],
        status=status_of(code),
        detail=detail,
        code=code.value,
        request_id=request_id_of(scope),
        errors=errors,
    )
    content = body.model_dump(exclude_none=True)
    return JSONResponse(content, status_code=body.status, media_type=MEDIA_TYPE, headers=headers)


def add_handlers(app: FastAPI) -> None:
    """Let every error raised on purpose leave the service as a problem; `RequestContext` sees to the others."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(ClientDisconnect, lambda *_: Response(status_code=_CLIENT_GONE))


def request_id_of(scope: Scope) -> str:
    """Return the request's id, as the middleware set it."""
    return str(scope.get("request_id", ""))


def _service_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ServiceError)  # noqa: S101 - how it is registered
    return service_problem(error, request.scope)


def service_problem(error: ServiceError, scope: Scope) -> JSONResponse:
    """Return the problem for an error raised on purpose."""
    errors = None
    if isinstance(error, InvalidRequestError):
        errors = [FieldFault(field=error.field, message=error.message)]
    return problem(scope, error.code, str(error), errors)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - how it is registered
    errors = [FieldFault(field=_field(fault["loc"]), message=_message(fault)) for fault in error.errors()]
    detail = "; ".join(f"{fault.field}: {fault.message}" for fault in errors[:5])
    return problem(request.scope, ErrorCode.INVALID_REQUEST, detail, errors)


def _field(location: tuple[str | int, ...]) -> str:
    """Return the path of a field: ``filters.year_from``; ``body`` for the whole, whose parts have no name.

    A location begins with where the field was looked for: body, query or path.
    """
    inside = location[1:]
    if not inside or isinstance(inside[0], int):
        return "body"
    return ".".join(map(str, inside))


def _message(fault: dict[str, str]) -> str:
    return fault["msg"].removeprefix("Value error, ")


def _http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - how it is registered
    scope = request.scope
    if error.status_code == 404:  # noqa: PLR2004 - the statuses are what is mapped here
        return problem(scope, ErrorCode.NOT_FOUND, f"There is nothing at {request.url.path}.")
    if error.status_code == 405:  # noqa: PLR2004
        detail = f"{request.method} is not possible here."
        return problem(scope, ErrorCode.METHOD_NOT_ALLOWED, detail, headers=dict(error.headers or {}))
    fault = FieldFault(field="body", message="must be JSON in UTF-8")
    return problem(scope, ErrorCode.INVALID_REQUEST, "body: must be JSON in UTF-8", [fault])


def unexpected(error: Exception, scope: Scope) -> JSONResponse:
    """Log an error that nobody foresaw and return the problem that tells nothing of it."""
    _LOG.error("request %s failed", request_id_of(scope), exc_info=error)
    return problem(scope, ErrorCode.INTERNAL, "The server failed on this request. Its log has the request id.")
