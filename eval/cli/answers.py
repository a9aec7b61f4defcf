"""`enthesis eval answers`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.answer_runs import evaluate_answers
from eval.cli.publishing import JsonFile, faults, publish
from eval.datasets.questions import read_questions
from service.cli.terminal import progress, say, settings
from service.wiring import make_answerer, open_embedder, open_sources, start_with_starter_corpus


def answers(
    questions: Annotated[Path, typer.Option(help="A JSONL file of questions.", show_default=False)],
    json_file: JsonFile = None,
) -> None:
    """Ask a file of questions of the current index and measure what comes back.

    Example: enthesis eval answers --questions questions.jsonl --json answers.json
    """
    with faults():
        asked = read_questions(questions)
        given = settings()
        embedder = open_embedder(given, say)
        with progress("Encoding sentences") as on_progress:
            start_with_starter_corpus(given, embedder, say, on_progress)
        with progress("Asking") as on_progress:
            run = evaluate_answers(open_sources(given, embedder), make_answerer(), asked, questions.stem, on_progress)
    publish([run], json_file)
