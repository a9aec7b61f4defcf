"""`enthesis eval …`"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.answer_runs import evaluate_answers
from eval.errors import EvaluationError
from eval.questions import read_questions
from eval.retrieval import evaluate_retrieval
from index.search import Mode
from service.cli.terminal import USAGE, faults_as_exit_codes, out, progress, say, settings
from service.wiring import make_answerer, open_embedder, open_sources, start_with_starter_corpus

app = typer.Typer(no_args_is_help=True, help="Measure retrieval and answers.")


def _in_a_folder(path: Path | None) -> Path | None:
    """Refuse a path that no figures could be written to, before they are measured."""
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    return path


JsonFile = Annotated[
    Path | None,
    typer.Option(
        "--json",
        callback=_in_a_folder,
        dir_okay=False,
        writable=True,
        allow_dash=True,
        help="Write the figures to this file; - is stdout.",
    ),
]


@app.command()
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
    with _faults(), progress("Encoding sentences") as on_progress:
        embedder = open_embedder(settings(), say)
        report = evaluate_retrieval(
            dataset, embedder, split=split, mode=mode, run_out=run_out, progress=on_progress
        ).to_json()
    for warning in report["warnings"]:
        say(warning)
    heading = f"{report['dataset']} {split}, {mode}: {report['documents']} documents, {report['queries']} queries"
    _publish(report, json_file, heading)


@app.command()
def answers(
    questions: Annotated[Path, typer.Option(help="A JSONL file of questions.", show_default=False)],
    json_file: JsonFile = None,
) -> None:
    """Ask a file of questions of the current index and measure what comes back.

    Example: enthesis eval answers --questions questions.jsonl --json answers.json
    """
    with _faults():
        asked = read_questions(questions)
        given = settings()
        embedder = open_embedder(given, say)
        with progress("Encoding sentences") as on_progress:
            start_with_starter_corpus(given, embedder, say, on_progress)
        with progress("Asking") as on_progress:
            run = evaluate_answers(open_sources(given, embedder), make_answerer(), asked, on_progress).to_json()
    _publish(run, json_file, f"{questions.name}: {len(asked)} questions")


def _publish(figures: Mapping[str, Any], json_file: Path | None, heading: str) -> None:
    if json_file is not None:
        text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
        if str(json_file) == "-":
            typer.echo(text, nl=False)
            return
        json_file.write_text(text, encoding="utf-8")
    table = Table("measure", "value", "95 % interval", title=heading, title_justify="left", box=None)
    for name, value in figures["measures"].items():
        low, high = figures["intervals"].get(name, (None, None))
        interval = "" if low is None else f"{low:.3f} – {high:.3f}"
        table.add_row(name, "–" if value is None else f"{value:.4f}", interval)
    out().print(table)


@contextmanager
def _faults() -> Iterator[None]:
    """Turn a faulty file of the caller's into exit code 2, and what the service raises into its own codes."""
    try:
        with faults_as_exit_codes():
            yield
    except EvaluationError as error:
        say(f"enthesis: {error}")
        raise typer.Exit(USAGE) from error
