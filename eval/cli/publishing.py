"""What the commands share: where figures go, the table of them, and faulty files as exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.errors import EvaluationError
from eval.output import write_text
from eval.runs import Run, to_json
from service.cli.terminal import USAGE, faults_as_exit_codes, out, say

INTERRUPTED = 130  # as shells have it


def in_a_folder(path: Path | None) -> Path | None:
    """Refuse a path that nothing could be written to, before anything is measured."""
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    return path


JsonFile = Annotated[
    Path | None,
    typer.Option(
        "--json",
        callback=in_a_folder,
        dir_okay=False,
        writable=True,
        allow_dash=True,
        help="Write the figures to this file; - is stdout.",
    ),
]


def refuse_to_overwrite(read: Iterable[Path], *written: Path | None) -> None:
    """Return when no file that is written is one of those read, or another that is written; - is none.

    Raises:
        BadParameter: one is.
    """
    taken = {path.resolve() for path in read}
    for path in written:
        if path is None or str(path) == "-":
            continue
        if path.resolve() in taken:
            raise typer.BadParameter(f"{path} would be written over; name another file to write")
        taken.add(path.resolve())


def publish(runs: Sequence[Run], json_file: Path | None) -> None:
    """Write the runs as JSON where that was asked for, and show them as a table unless stdout has the JSON.

    Raises:
        OutputError: the file cannot be written.
    """
    for warning in dict.fromkeys(warning for run in runs for warning in run.warnings):
        say(warning)
    if wrote_to_stdout(to_json(runs), json_file):
        return
    for run in runs:
        out().print(figures_table(run))


def wrote_to_stdout(content: dict[str, Any], json_file: Path | None) -> bool:
    """Write ``content`` as JSON where that was asked for; say whether to stdout, which is to have nothing else then.

    Raises:
        OutputError: the file cannot be written.
    """
    if json_file is None:
        return False
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if str(json_file) == "-":
        typer.echo(text, nl=False)
        return True
    write_text(json_file, text)
    return False


def figures_table(run: Run) -> Table:
    """Return the measures of a run with their intervals."""
    counts = ", ".join(f"{count:,} {what}" for what, count in run.counts.items())
    table = Table("measure", "value", "95 % interval", title=f"{run.title}: {counts}", title_justify="left", box=None)
    for name, value in run.measures.items():
        low, high = run.intervals.get(name, (None, None))
        interval = "" if low is None else f"{low:.3f} – {high:.3f}"
        table.add_row(name, "–" if value is None else f"{value:.4f}", interval)
    return table


@contextmanager
def faults() -> Iterator[None]:
    """Turn a faulty file of the caller's into exit code 2, and what the service raises into its own codes."""
    try:
        with faults_as_exit_codes():
            yield
    except EvaluationError as error:
        say(f"enthesis: {error}")
        raise typer.Exit(USAGE) from error
    except KeyboardInterrupt:
        say("enthesis: interrupted. What was done is kept: the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
