"""`enthesis eval facts`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.cli.publishing import JsonFile, faults, refuse_to_overwrite, wrote_to_stdout
from eval.datasets.fact_pairs import read_fact_pairs
from eval.fact_matcher import Matching, judge_matcher
from eval.manifest import describe_run
from eval.measures.agreement import Share
from service.cli.terminal import out


def facts(
    pairs: Annotated[Path, typer.Option(help="A JSONL file of labelled pairs.", show_default=False)],
    split: Annotated[str | None, typer.Option(help="Only the pairs of this split.", show_default=False)] = None,
    json_file: JsonFile = None,
) -> None:
    """Measure how well `fact_coverage` tells whether a text states a fact, on pairs that people have labelled.

    Example: enthesis eval facts --pairs pairs.jsonl --split test
    """
    refuse_to_overwrite([pairs], json_file)
    with faults():
        found = judge_matcher(read_fact_pairs(pairs, split))
        manifest = describe_run({"kind": "facts", "split": split}, {"pairs": pairs}, {})
        if not wrote_to_stdout({**found.to_json(), "manifest": manifest}, json_file):
            out().print(_table(found))


def _table(found: Matching) -> Table:
    title = "Facts matched, beside the labels; 95 % intervals"
    table = Table("kind", "pairs", "accuracy", "precision", "recall", title=title, title_justify="left", box=None)
    for kind, one in found.agreements.items():
        table.add_row(kind, str(one.accuracy.of), *map(_cell, (one.accuracy, one.precision, one.recall)))
    return table


def _cell(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{share.value:.3f} ({low:.2f}–{high:.2f})"
