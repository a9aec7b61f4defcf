"""The API's documentation at `/docs`: Swagger UI from this service alone, so that no network is needed.

FastAPI's own page fetches its scripts from elsewhere and begins them with an inline script; this one does neither.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

_DIRECTORY = Path(__file__).parent


def add_documentation(app: FastAPI) -> None:
    """Add the page and the files that it asks for."""
    swagger_ui = str(files("fastapi_offline") / "static")
    app.add_api_route("/docs", _page, include_in_schema=False)
    app.add_api_route("/docs/start.js", _start, include_in_schema=False)
    app.mount("/docs/swagger-ui", StaticFiles(directory=swagger_ui), name="swagger-ui")


def _page() -> FileResponse:
    return FileResponse(_DIRECTORY / "index.html")


def _start() -> FileResponse:
    return FileResponse(_DIRECTORY / "start.js")
