"""Real exchanges with the service over the starter corpus, as the examples of the API's documentation.

`examples.json` holds them: `python -m tests.api_examples` asks the requests in it again and writes what is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter

from service.api.problems import MEDIA_TYPE

_SHOWN = frozenset({"application/json", MEDIA_TYPE})
FILE = Path(__file__).with_name("examples.json")


class Exchange(BaseModel):
    """A request and the JSON that it was answered with. ``path`` and ``method`` are as in the OpenAPI document."""

    name: str
    summary: str
    method: str
    path: str
    parameters: dict[str, Any] = {}
    body: dict[str, Any] | None = None
    status: int = 200
    response: Any = None


EXCHANGES = TypeAdapter(list[Exchange])


class DocumentedAPI(FastAPI):
    """An application whose OpenAPI document shows the exchanges."""

    def openapi(self) -> dict[str, Any]:
        """Return the document."""
        is_new = self.openapi_schema is None
        document = super().openapi()
        if is_new:
            for exchange in EXCHANGES.validate_json(FILE.read_bytes()):
                _show(exchange, document["paths"][exchange.path][exchange.method])
        return document


def _show(exchange: Exchange, operation: dict[str, Any]) -> None:
    """Put an exchange into the description of its operation; names in it are unique for each operation."""
    for parameter in operation.get("parameters", []):
        if parameter["name"] in exchange.parameters:
            parameter.setdefault("example", exchange.parameters[parameter["name"]])
    for described, value in _bodies(exchange, operation):
        (content,) = (one for kind, one in described["content"].items() if kind in _SHOWN)
        content.setdefault("examples", {})[exchange.name] = {"summary": exchange.summary, "value": value}


def _bodies(exchange: Exchange, operation: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    if exchange.body is not None and exchange.status == HTTPStatus.OK:
        yield operation["requestBody"], exchange.body
    yield operation["responses"][str(exchange.status)], exchange.response
