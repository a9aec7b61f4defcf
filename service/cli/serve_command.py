"""`enthesis serve`."""

from __future__ import annotations

import logging
from typing import Annotated

import typer
import uvicorn

from service.cli.opening import open_all
from service.cli.terminal import faults_as_exit_codes, settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.  [default: ENTHESIS_HOST or 127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on.  [default: ENTHESIS_PORT or 8000]")
    ] = None,
) -> None:
    """Serve the API and the page.

    Example: enthesis serve --port 8000
    """
    from service.api import create_app  # noqa: PLC0415 - a second and more, which other commands need not wait

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    with faults_as_exit_codes():
        given = settings()
        app = create_app(*open_all(given), given)
    # uvicorn's own access log would write query strings, and with them questions.
    uvicorn.run(app, host=host or given.host, port=given.port if port is None else port, access_log=False)
