"""`enthesis eval compare`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.cli.publishing import JsonFile, faults
from eval.comparison import Comparison, matching
from eval.comparison import compare as compare_runs
from eval.runs import read_runs
from eval.significance import PairedTest
from service.cli.terminal import out, say


def compare(
    before: Annotated[Path, typer.Argument(help="A file of `eval … --json`.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="Another, of the same questions.", show_default=False)],
    measure: Annotated[list[str] | None, typer.Option(help="Only this measure; may be given again.")] = None,
    test: Annotated[PairedTest, typer.Option(help="How p-values come about.")] = "randomisation",
    json_file: JsonFile = None,
) -> None:
    """Say whether two runs differ, question by question, with Holm's correction over the measures.

    Example: enthesis eval compare before.json after.json --measure nDCG@10
    """
    with faults():
        compared = [
            compare_runs(first, second, measure, test)
            for first, second in matching(read_runs(before), read_runs(after))
        ]
    if json_file is not None:
        text = json.dumps({"comparisons": [one.to_json() for one in compared]}, ensure_ascii=False, indent=2) + "\n"
        if str(json_file) == "-":
            typer.echo(text, nl=False)
            return
        json_file.write_text(text, encoding="utf-8")
    for one in compared:
        if one.unpaired:
            say(f"{one.unpaired} questions are in one of the two only, and left out")
        out().print(_table(one))


def _table(compared: Comparison) -> Table:
    title = f"{compared.before} → {compared.after} ({compared.test}, Holm over {len(compared.measures)} measures)"
    table = Table(
        "measure", "questions", "before", "after", "difference", "95 % interval", "p", "p, Holm", "verdict",
        title=title, title_justify="left", box=None,
    )  # fmt: skip
    for one in compared.measures:
        table.add_row(
            one.measure,
            str(one.questions),
            f"{one.before:.4f}",
            f"{one.after:.4f}",
            f"{one.difference:+.4f}",
            f"{one.interval[0]:+.3f} – {one.interval[1]:+.3f}",
            f"{one.p:.4f}",
            f"{one.p_corrected:.4f}",
            one.verdict,
        )
    return table
