"""The results of all sections in one file, kept from run to run, and the table that is made of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, TypedDict

from rich import box
from rich.console import Console
from rich.table import Table

from eval.machine import Machine

_DIGITS = 5
_WIDTH = 1000  # no cell is wrapped: a row of Markdown is one line


class Record(TypedDict):
    """A section's figures, and when, how long and on what they were measured; of a ``quick`` run they mean nothing.

    ``load`` is what others and we had running, over a minute.
    """

    date: str
    seconds: float
    load: float
    quick: bool
    machine: Machine
    figures: Any


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a figure, what it is measured against, their ratio, and the goal with whether it is met."""

    figure: str
    value: str
    against: str = ""
    ratio: str = ""
    goal: str = ""


def goal(words: str, *, met: bool) -> str:
    """Return a goal and whether it is met."""
    return f"{words}: {'met' if met else 'missed'}"


def read(path: Path) -> dict[str, Record]:
    """Return what earlier runs left, by section; nothing where there is no such file."""
    kept: dict[str, Record] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept


def write(path: Path, records: Mapping[str, Record]) -> None:
    """Write all records, figures with so many digits as mean anything."""
    path.write_text(json.dumps(_rounded(records), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    table.box = box.MARKDOWN
    stream = io.StringIO()
    Console(file=stream, width=_WIDTH).print(table)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines() if line.strip())


def figures_table(rows: Mapping[str, list[Row]]) -> Table:
    """Return every figure of every section."""
    table = Table("section", "figure", "value", "against", "ratio", "goal")
    for section, found in rows.items():
        for row in found:
            table.add_row(section, *astuple(row))
    return table


def machines_table(records: Mapping[str, Record]) -> Table:
    """Return on what, when and with which code each section was measured."""
    table = Table("section", "measured", "seconds", "commit", "machine", "load", "versions")
    for section, record in records.items():
        machine = record["machine"]
        table.add_row(
            f"{section} (quick: no figures to quote)" if record["quick"] else section,
            record["date"],
            f"{record['seconds']:.0f}",
            machine["commit"] or "",
            f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']:.0f} GB, {machine['system']}",
            f"{record['load']:.1f}",
            ", ".join(f"{name} {version}" for name, version in _versions(machine)),
        )
    return table


def _versions(machine: Machine) -> Iterator[tuple[str, str]]:
    yield "Python", machine["python"]
    yield from machine["versions"].items()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
