"""The command line of the service; `eval` adds its commands on top and makes it `enthesis`."""

from __future__ import annotations

import typer

from service.cli import corpus_commands, index_commands
from service.cli.ask import ask
from service.cli.backup_command import backup, restore
from service.cli.baseline_command import baseline
from service.cli.export_command import export
from service.cli.mcp_command import mcp
from service.cli.remove_command import remove
from service.cli.search_command import search
from service.cli.serve_command import serve
from service.cli.sync_command import sync
from service.cli.verify_command import verify


def make_app() -> typer.Typer:
    """Return the commands of this package."""
    app = typer.Typer(
        name="enthesis",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Answers about stem cell therapy for psoriatic arthritis, only from sources, every sentence quoted.",
    )
    for command in (serve, ask, search, mcp):
        app.command()(command)
    for corpus_command in (baseline, sync, verify, remove, export, backup, restore):
        corpus_commands.app.command()(corpus_command)
    app.add_typer(corpus_commands.app, name="corpus")
    app.add_typer(index_commands.app, name="index")
    return app
