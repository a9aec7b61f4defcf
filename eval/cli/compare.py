"""`enthesis eval compare`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.cli.publishing import JsonFile, faults, refuse_to_overwrite, wrote_to_stdout
from eval.comparison import Comparison, configured, matching
from eval.comparison import compare as compare_runs
from eval.manifest import describe_run
from eval.runs import read_runs
from eval.significance import PairedTest
from service.cli.terminal import out, say


def compare(
    before: Annotated[Path, typer.Argument(help="A file of `eval … --json`.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="Another, of the same questions.", show_default=False)],
    first: Annotated[str | None, typer.Option(help="Only this configuration of BEFORE, hybrid say.")] = None,
    second: Annotated[str | None, typer.Option(help="Only this configuration of AFTER.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Only this measure; may be given again.")] = None,
    test: Annotated[PairedTest, typer.Option(help="How p-values come about.")] = "randomisation",
    json_file: JsonFile = None,
) -> None:
    """Say whether two runs differ, question by question, with Holm's correction over the measures.

    Runs of one set and configuration are paired; one run is compared with one, whatever they are called.

    Example: enthesis eval compare run.json run.json --first dense --second hybrid
    """
    with faults():
        refuse_to_overwrite([before, after], json_file)
        pairs = matching(configured(read_runs(before), first), configured(read_runs(after), second))
        compared = [compare_runs(one, other, measure, test) for one, other in pairs]
        asked = {"kind": "compare", "first": first, "second": second, "measures": measure, "test": test}
        manifest = describe_run(asked, {"before": before, "after": after}, {})
        if wrote_to_stdout({"comparisons": [one.to_json() for one in compared], "manifest": manifest}, json_file):
            return
    for one in compared:
        for told in _told(one):
            say(told)
        out().print(_table(one))


def _told(compared: Comparison) -> Iterator[str]:
    if files := [name for name in compared.differ if name.startswith("files.") and name.endswith("sha256")]:
        yield f"Questions are paired by id, but the runs read other files: {', '.join(files)}."
    if compared.unpaired:
        yield f"Questions that only one of the two has, left out: {compared.unpaired}."


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
