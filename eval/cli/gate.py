"""`enthesis eval gate`"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from typer.exceptions import TyperException

from eval.cli.publishing import faults
from eval.errors import ExpectationsError
from eval.gate import Expectation, Outcome, check, read_expectations, update
from eval.runs import Run, read_runs
from service.cli.terminal import out, say

WORSE = 1


def gate(
    context: typer.Context,
    expected: Annotated[Path, typer.Option(help="What is expected.")] = Path("eval/expected.toml"),
    into: Annotated[Path, typer.Option(help="The folder for the figures of each run, as JSON.")] = Path("reports/runs"),
    only: Annotated[list[str] | None, typer.Option(help="Only this one of them; may be given again.")] = None,
    *,
    fast: Annotated[bool, typer.Option("--fast", help="Only those that are marked fast.")] = False,
    take: Annotated[bool, typer.Option("--update", help="Expect from now on what was measured.")] = False,
) -> None:
    """Measure everything that is expected, and exit with 1 when a figure got worse.

    Run it in the repository's folder, with a data directory that holds nothing but the starter corpus, or nothing yet.

    Example: enthesis eval gate --only development
    """
    with faults():
        chosen = _chosen(expected, read_expectations(expected), only, fast=fast)
        _make(into)
        measured = {name: _measure(context, one, into / f"{name}.json") for name, one in chosen.items()}
        if take:
            update(expected, measured, datetime.datetime.now(datetime.UTC).date())
            say(f"{expected} expects these figures now. Read the difference before you commit it.")
            return
        outcomes = {name: check(chosen[name], runs) for name, runs in measured.items()}
    out().print(_table(outcomes))
    for name in [name for name, found in outcomes.items() if not found]:
        say(f"{name}: nothing is expected of it yet; --update takes what was measured")
    if failed := [told for name, found in outcomes.items() for told in _failed(name, found)]:
        say("enthesis: " + "; ".join(failed) + ". Mend what made it so; where it is meant, say why and --update.")
        raise typer.Exit(WORSE)


def _chosen(
    path: Path, expectations: dict[str, Expectation], only: list[str] | None, *, fast: bool
) -> dict[str, Expectation]:
    if unknown := set(only or ()) - expectations.keys():
        raise ExpectationsError(path, f"there is no {', '.join(sorted(unknown))}; there is {', '.join(expectations)}")
    wanted = {name: one for name, one in expectations.items() if (one.fast or not fast) and (not only or name in only)}
    if not wanted:
        raise ExpectationsError(path, "nothing is chosen: --only and --fast together leave none")
    absent = {name: one.needs for name, one in wanted.items() if one.needs and not one.needs.exists()}
    for name, needed in absent.items():
        say(f"{name}: left out, there is no {needed}")
    return {name: one for name, one in wanted.items() if name not in absent}


def _measure(context: typer.Context, expectation: Expectation, path: Path) -> list[Run]:
    """Run a command as it stands in the file, as if it had been typed, and read the figures it wrote."""
    say(f"enthesis eval {expectation.command}")
    commands = context.parent.command if context.parent else context.command
    arguments = [*expectation.arguments, "--json", str(path)]
    path.unlink(missing_ok=True)  # what another run left there
    try:
        code = commands.main(arguments, prog_name="enthesis eval", standalone_mode=False)
    except TyperException as error:
        raise ExpectationsError(path, f"{expectation.command!r} cannot be run: {error}") from error
    if code:
        raise typer.Exit(code)
    return read_runs(path)


def _failed(name: str, outcomes: list[Outcome]) -> Iterator[str]:
    for one in outcomes:
        if not one.holds:
            yield f"{name}, {one.configuration}: {one.measure} is {one.verdict}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{folder} is no folder and cannot be made one ({error.strerror})") from error


def _table(outcomes: dict[str, list[Outcome]]) -> Table:
    table = Table(box=None)
    for heading in ("measured on", "measure", "expected", "found", "verdict"):
        table.add_column(heading, overflow="fold")
    for name, found in outcomes.items():
        for one in found:
            table.add_row(
                f"{name}, {one.configuration}",
                one.measure,
                f"{one.expected.value:.4f} ± {one.expected.tolerance:.4f}",
                "–" if one.found is None else f"{one.found:.4f}",
                one.verdict,
            )
    return table
