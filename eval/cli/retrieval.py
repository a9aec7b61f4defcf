"""`enthesis eval retrieval`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.cli.publishing import JsonFile, faults, publish
from eval.retrieval import evaluate_retrieval
from index.search import Mode
from service.cli.terminal import progress, say, settings
from service.wiring import open_embedder


def retrieval(
    dataset: Annotated[Path, typer.Option(help="A folder in BEIR layout.", show_default=False)],
    split: Annotated[str, typer.Option(help="Which qrels/<split>.tsv.")] = "test",
    mode: Annotated[Mode, typer.Option(help="By words and meaning, or by one of them.")] = "hybrid",
    run_out: Annotated[Path | None, typer.Option(help="Write the rankings to this file in TREC format.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Index a data set in memory, ask its judged queries, and measure nDCG@10, R@100, RR@10 and AP.

    Example: enthesis eval retrieval --dataset scifact --mode lexical --json scifact.json
    """
    with faults(), progress("Encoding sentences") as on_progress:
        embedder = open_embedder(settings(), say)
        run = evaluate_retrieval(dataset, embedder, split=split, mode=mode, run_out=run_out, progress=on_progress)
    publish([run], json_file)
