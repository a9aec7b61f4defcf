"""`enthesis eval report`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from eval.cli.publishing import faults, in_a_folder, refuse_to_overwrite
from eval.errors import RunsError
from eval.output import write_text
from eval.runs import Run, read_runs
from service.cli.terminal import say

_DEFAULT = Path("reports/evaluation.html")


def _output(told: str, default: str) -> Any:
    return typer.Option(callback=in_a_folder, dir_okay=False, writable=True, help=told, show_default=default)


def report(
    runs: Annotated[list[Path], typer.Argument(help="Files of `eval … --json`.", show_default=False)],
    against: Annotated[
        list[Path] | None, typer.Option(help="A file of earlier runs to compare with; may be given again.")
    ] = None,
    html: Annotated[Path | None, _output("The page.", str(_DEFAULT))] = None,
    markdown: Annotated[Path | None, _output("The summary.", "beside the page, ending in .md")] = None,
) -> None:
    """Make one page of measured runs, and a summary of it for a README.

    The page holds everything: tables with intervals, plots, comparisons, and every question with its answer.

    Example: enthesis eval report answers.json scifact.json --against before.json
    """
    # Whoever measures need not wait for what draws.
    from eval.report.contents import contents_of  # noqa: PLC0415
    from eval.report.markdown import summary  # noqa: PLC0415
    from eval.report.page import page  # noqa: PLC0415

    page_file = html or _DEFAULT
    summary_file = markdown or page_file.with_suffix(".md")
    refuse_to_overwrite([*runs, *(against or ())], page_file, summary_file)
    with faults():
        contents = contents_of(_read(runs), _read(against or []))
        write_text(page_file, page(contents))
        write_text(summary_file, summary(contents))
    say(f"The report is in {page_file}, its summary in {summary_file}.")


def _read(files: list[Path]) -> list[Run]:
    runs = {file: read_runs(file) for file in files}
    for file, found in runs.items():
        if not found:
            raise RunsError(file, "it holds no run")
    return [run for found in runs.values() for run in found]
