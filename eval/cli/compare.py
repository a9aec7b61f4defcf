"""`enthesis eval compare`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.cli.publishing import JsonFile, faults, refuse_to_overwrite, wrote_to_stdout
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
        refuse_to_overwrite([before, after], json_file)
        compared = [
            compare_runs(first, second, measure, test)
            for first, second in matching(read_runs(before), read_runs(after))
        ]
        if wrote_to_stdout({"comparisons": [one.to_json() for one in compared]}, json_file):
            return
    for one in compared:
        if one.unpaired:
            say(f"{one.unpaired} questions are in one of the two only, and left out")
        out().print(_table(one))


def _table(compared: Comparison) -> Table:
    title = f"{compared.before} → {compared.after} ({compared.test}, Holm over {len(compared.measures)} measures)"
    table = Table(title=title, title_justify="left", box=None)
    for heading in ("measure", "questions", "before", "after", "difference", "p, Holm", "verdict"):
        table.add_column(heading, overflow="fold")
    for one in compared.measures:
        low, high = one.interval
        table.add_row(
            one.measure,
            str(one.questions),
            f"{one.before:.3f}",
            f"{one.after:.3f}",
            f"{one.difference:+.3f} ({low:+.3f} – {high:+.3f})",
            f"{one.p_corrected:.4f}",
            one.verdict,
        )
    return table
