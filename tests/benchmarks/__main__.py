"""python -m tests.benchmarks [SECTION…] [--into DIR] [--quick]"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console

from eval.machine import describe_machine
from tests.benchmarks.peers.table import comparison
from tests.benchmarks.results import Record, figures_table, machines_table, markdown, read, write
from tests.benchmarks.sections import SECTIONS
from tests.benchmarks.workbench import QUICK, Sizes, Workbench

JSON_FILE, MARKDOWN_FILE, PEERS_FILE = "benchmarks.json", "benchmarks.md", "peers.jsonl"

_PROGRESS = Console(stderr=True, soft_wrap=True, highlight=False)


def main(
    sections: Annotated[list[str] | None, typer.Argument(help=f"Only these of: {', '.join(SECTIONS)}.")] = None,
    into: Annotated[
        Path, typer.Option(help="Folder for benchmarks.json and benchmarks.md; other sections in them are kept.")
    ] = Path("reports"),
    data: Annotated[
        Path, typer.Option(help="Folder of the data sets that real text is taken from.", exists=True, file_okay=False)
    ] = Path("../shared/data"),
    documents: Annotated[
        int | None, typer.Option(help="Size of the corpus whose updates are timed.  [default: 20000]", min=20)
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="See that it runs, with sizes that mean nothing.")] = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Measure speed, size and quality, and write every figure with what it was measured on."""
    names = chosen(sections or list(SECTIONS))
    sizes = QUICK if quick else Sizes()
    if documents:
        sizes = replace(sizes, update_documents=documents)
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="enthesis-benchmark-") as scratch:
        run(names, Workbench(data, into / "encoders", Path(scratch), sizes), into)
    Console(soft_wrap=True, highlight=False).print((into / MARKDOWN_FILE).read_text(encoding="utf-8"), markup=False)


def chosen(names: Sequence[str]) -> list[str]:
    """Return the sections asked for in the order in which they are measured.

    Raises:
        BadParameter: there is no such section.
    """
    if unknown := [name for name in names if name not in SECTIONS]:
        raise typer.BadParameter(f"no section is called {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    return [name for name in SECTIONS if name in names]


def run(names: Iterable[str], bench: Workbench, into: Path) -> None:
    """Measure sections one after the other, and write what there is after each: an hour's figures are not lost."""
    for name in names:
        _PROGRESS.print(f"{name}: measuring …")
        measured = measure(name, bench)
        records = read(into / JSON_FILE) | {name: measured}
        write(into / JSON_FILE, {one: records[one] for one in SECTIONS if one in records})
        show(into)


def measure(name: str, bench: Workbench) -> Record:
    """Return a section's figures with when, how long and on what they were measured."""
    load, began = os.getloadavg()[0], perf_counter()
    figures = SECTIONS[name].measure(bench)
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": perf_counter() - began,
        "quick": bench.sizes.quick,
        "load": load,
        "machine": describe_machine(),
        "figures": figures,
    }


def show(into: Path) -> None:
    """Write the table of all that is in the results file, and of the comparison with others where that was made."""
    records = read(into / JSON_FILE)
    rows = {name: SECTIONS[name].rows(one["figures"]) for name, one in records.items()}
    parts = ["# Benchmarks\n", markdown(figures_table(rows)), "## Measured on\n", markdown(machines_table(records))]
    for name, one in records.items():
        if draw := SECTIONS[name].draw:
            draw(one["figures"], into / f"{name}.svg")
            parts.append(f"![{name}]({name}.svg)\n")
    if (peers := into / PEERS_FILE).exists():
        measurements = [json.loads(line) for line in peers.read_text(encoding="utf-8").splitlines()]
        parts += ["## Beside other engines\n", markdown(comparison(measurements))]
    (into / MARKDOWN_FILE).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
