"""The comparison as a table that a README takes as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table

from tests.benchmarks.peers.engines import OURS

_COLUMNS = {
    "build_seconds": ("build, s", ".0f"),
    "p50_ms": ("p50, ms", ".1f"),
    "p99_ms": ("p99, ms", ".1f"),
    "throughput_qps": ("8 clients, queries/s", ".1f"),
    "rss_mb": ("resident, MB", ".0f"),
    "peak_mb": ("peak, MB", ".0f"),
    "ndcg_at_10": ("nDCG@10", ".3f"),
}


def comparison(measurements: Sequence[dict[str, Any]]) -> Table:
    """Return a row an engine: each figure and, where ours was measured, how many times ours it is in brackets."""
    table = Table("engine", *(heading for heading, _ in _COLUMNS.values()), box=box.MARKDOWN)
    ours = next((one for one in measurements if one["engine"] == OURS), {})
    for one in measurements:
        table.add_row(one["engine"], *(cell(one[name], ours.get(name), form) for name, (_, form) in _COLUMNS.items()))
    return table


def cell(value: float | None, ours: float | None, form: str) -> str:
    """Return ``value`` as ``form`` has it, with its ratio to ``ours`` when that is known and not 0."""
    if value is None:
        return "–"
    return f"{value:{form}} ({value / ours:.2f}×)" if ours else f"{value:{form}}"
