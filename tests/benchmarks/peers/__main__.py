"""python -m tests.benchmarks.peers"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from eval.datasets.beir import read_dataset
from eval.errors import DatasetError
from tests.benchmarks.peers.engines import CANDIDATES
from tests.benchmarks.peers.process import EngineFailedError, measure_in_process
from tests.benchmarks.peers.table import comparison

_ERRORS = Console(stderr=True, soft_wrap=True, highlight=False)


def compare(
    dataset: Annotated[Path, typer.Option(help="A folder in BEIR layout.", exists=True, file_okay=False)] = Path(
        "../shared/data/scifact"
    ),
    documents: Annotated[int | None, typer.Option(help="Only so many documents, judged ones first.", min=1)] = None,
    engines: Annotated[str, typer.Option(help="Only these, with commas between.")] = ",".join(CANDIDATES),
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write each engine's figures to this file, one line each.")
    ] = None,
) -> None:
    """Measure every installed engine, one after the other, on the same documents and queries."""
    names = chosen(engines)
    check(dataset)
    measurements = []
    for measurement in measured(names, dataset, documents):
        measurements.append(measurement)
        if json_file:  # after each: an hour's figures are not lost with the last engine
            json_file.write_text("".join(f"{json.dumps(one)}\n" for one in measurements), encoding="utf-8")
    Console(width=200).print(comparison(measurements))


def chosen(names: str) -> list[str]:
    """Return the engines asked for in the order in which they are measured.

    Raises:
        BadParameter: there is no such engine.
    """
    asked = [name.strip() for name in names.split(",")]
    if unknown := [name for name in asked if name not in CANDIDATES]:
        raise typer.BadParameter(f"no engine is called {', '.join(unknown)}; there are: {', '.join(CANDIDATES)}")
    return [name for name in CANDIDATES if name in asked]


def check(dataset: Path) -> None:
    """Refuse a data set that cannot be read, once and before any engine starts.

    Raises:
        BadParameter: it cannot be read.
    """
    try:
        read_dataset(dataset)
    except DatasetError as error:
        raise typer.BadParameter(str(error)) from error


def measured(names: Sequence[str], dataset: Path, documents: int | None) -> Iterator[dict[str, Any]]:
    """Yield the figures of each engine; say which are not installed, and which failed."""
    for name in names:
        if missing := CANDIDATES[name].missing():
            _ERRORS.print(f"{name}: skipped, not installed: {', '.join(missing)}")
            continue
        _ERRORS.print(f"{name}: measuring …")
        try:
            yield measure_in_process(name, dataset, documents)
        except EngineFailedError as error:
            _ERRORS.print(f"{name}: left out, {error}")


if __name__ == "__main__":
    typer.run(compare)
