"""The sections of the benchmark, in the order of the table. Each is a module that measures and tells its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import encoding, growth, ingest, quality, search, start, update
from tests.benchmarks.results import Row
from tests.benchmarks.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Section:
    """``measure`` gives figures that JSON can hold; ``rows`` and ``draw`` make of them what is shown."""

    measure: Callable[[Workbench], Any]
    rows: Callable[[Any], list[Row]]
    draw: Callable[[Any, Path], None] | None = None


SECTIONS = {
    "encoding": Section(encoding.measure, encoding.rows),
    "quality": Section(quality.measure, quality.rows),
    "ingest": Section(ingest.measure, ingest.rows),
    "update": Section(update.measure, update.rows),
    "start": Section(start.measure, start.rows),
    "search": Section(search.measure, search.rows),
    "growth": Section(growth.measure, growth.rows, growth.draw),
}
