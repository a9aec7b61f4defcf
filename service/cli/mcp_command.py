"""`enthesis mcp`."""

from __future__ import annotations

import logging
import signal

from service.catalogue import Catalogue
from service.cli.opening import open_all
from service.cli.terminal import faults_as_exit_codes, settings


def mcp() -> None:
    """Speak the Model Context Protocol on stdin and stdout, for an agent that starts this command.

    Example, in the agent's configuration: {"command": "enthesis", "args": ["mcp"]}
    """
    from service.agents.server import make_server  # noqa: PLC0415 - a second, which other commands need not wait

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")  # on stderr
    with faults_as_exit_codes():
        given = settings()
        sources, answerers = open_all(given)
        server = make_server(sources, Catalogue(sources.store), answerers, given)
    # An interrupt as an exception would wait for the thread that reads stdin, until the agent closes it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    server.run("stdio")
