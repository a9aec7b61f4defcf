"""The commands of `enthesis eval` together."""

from __future__ import annotations

import typer

from eval.cli.answers import answers
from eval.cli.compare import compare
from eval.cli.exact import exact
from eval.cli.facts import facts
from eval.cli.gate import gate
from eval.cli.report import report
from eval.cli.retrieval import retrieval

app = typer.Typer(no_args_is_help=True, help="Measure retrieval and answers, compare, report.")
for command in (retrieval, answers, exact, facts, compare, gate, report):
    app.command()(command)
