"""`enthesis eval report`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.cli.publishing import faults, in_a_folder
from eval.runs import Run, read_runs
from service.cli.terminal import say

_DEFAULT = Path("reports/evaluation.html")


def report(
    runs: Annotated[list[Path], typer.Argument(help="Files of `eval … --json`.", show_default=False)],
    against: Annotated[
        list[Path] | None, typer.Option(help="A file of earlier runs to compare with; may be given again.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            callback=in_a_folder,
            dir_okay=False,
            writable=True,
            help=f"The page.  [default: {_DEFAULT}]",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(
            callback=in_a_folder,
            dir_okay=False,
            writable=True,
            help="The summary.  [default: beside the page, with the ending .md]",
            show_default=False,
        ),
    ] = None,
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
    _refuse_to_overwrite([*runs, *(against or ()), page_file], summary_file)
    _refuse_to_overwrite([*runs, *(against or ())], page_file)
    with faults():
        contents = contents_of(_read(runs), _read(against or []))
        texts = {page_file: page(contents), summary_file: summary(contents)}
    if html is None:
        _DEFAULT.parent.mkdir(exist_ok=True)
    for path, text in texts.items():
        # What is no text in any encoding, half of a surrogate pair, is told by its number.
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    say(f"The report is in {page_file}, its summary in {summary_file}.")


def _read(files: list[Path]) -> list[Run]:
    return [run for file in files for run in read_runs(file)]


def _refuse_to_overwrite(kept: list[Path], written: Path) -> None:
    if written.resolve() in {path.resolve() for path in kept}:
        raise typer.BadParameter(f"{written} would be written over; name another file with --html or --markdown")
