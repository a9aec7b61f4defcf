"""`enthesis eval exact`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.cli.publishing import JsonFile, faults, publish, refuse_to_overwrite
from eval.datasets.exact_answers import read_exact_answers
from eval.exact_runs import evaluate_exact
from eval.manifest import describe_run


def exact(
    gold: Annotated[Path, typer.Option(help="BioASQ's golden file, or PubMedQA's.", show_default=False)],
    predictions: Annotated[Path, typer.Option(help="A system's answers, in the same shape.", show_default=False)],
    json_file: JsonFile = None,
) -> None:
    """Measure any system's exact and ideal answers as BioASQ and PubMedQA do.

    Example: enthesis eval exact --gold golden.json --predictions submission.json
    """
    refuse_to_overwrite([gold, predictions], json_file)
    with faults():
        run = evaluate_exact(read_exact_answers(gold), read_exact_answers(predictions), _name(gold), _name(predictions))
        manifest = describe_run({"kind": "exact"}, {"gold": gold, "predictions": predictions}, {})
        publish([run.model_copy(update={"manifest": manifest})], json_file)


def _name(path: Path) -> str:
    return path.name.split(".")[0]
