"""`enthesis eval answers`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from eval.answer_runs import evaluate_answers, parts_of
from eval.cli.publishing import JsonFile, faults, in_a_folder, publish, refuse_to_overwrite
from eval.datasets.questions import read_questions
from eval.journal import Journal
from eval.manifest import describe_run
from eval.robustness import evaluate_variants
from eval.runs import Run
from eval.submission import write_submission
from index.generations import Generations
from service.cli.terminal import progress, say, settings
from service.wiring import choose, make_answerers, open_embedder, open_sources, start_with_starter_corpus


def answers(
    questions: Annotated[Path, typer.Option(help="A JSONL file of questions, or BioASQ's.", show_default=False)],
    json_file: JsonFile = None,
    *,
    submission: Annotated[
        Path | None,
        typer.Option(
            callback=in_a_folder, dir_okay=False, help="Write the answers in the form of BioASQ to this file."
        ),
    ] = None,
    figures_only: Annotated[
        bool,
        typer.Option("--figures-only", help="Keep every answer out of the JSON: nobody should tune on a test set."),
    ] = False,
    variants: Annotated[
        bool,
        typer.Option(
            "--variants",
            help="Ask them paraphrased, misspelt, with a false premise and with their source withdrawn as well.",
        ),
    ] = False,
) -> None:
    """Ask a file of questions of the current index and measure what comes back.

    Interrupted, it goes on where it was when the same command is run again.

    Example: enthesis eval answers --questions questions.jsonl --json answers.json
    """
    refuse_to_overwrite([questions], json_file, submission)
    with faults():
        asked = read_questions(questions)
        given = settings()
        embedder = open_embedder(given, say)
        answerer = choose(make_answerers(given, embedder), None)
        with progress("Encoding sentences") as on_progress:
            start_with_starter_corpus(given, embedder, say, on_progress)
        sources, name = open_sources(given, embedder), questions.stem
        told = {"kind": "answers", "variants": variants}
        manifest = describe_run(told, {"questions": questions}, parts_of(sources, answerer))
        journal = Journal.of(given.data_dir, manifest)
        with progress("Asking") as on_progress:
            if variants:
                generations = Generations(given.index_directory)
                runs = evaluate_variants(
                    sources, generations, answerer, asked, name, journal=journal, say=say, progress=on_progress
                )
            else:
                runs = [
                    evaluate_answers(sources, answerer, asked, name, journal=journal, say=say, progress=on_progress)
                ]
        if submission:
            write_submission(submission, runs[0])
        publish([_complete(run, manifest, figures_only=figures_only) for run in runs], json_file)
        journal.remove()


def _complete(run: Run, manifest: dict[str, Any], *, figures_only: bool) -> Run:
    return run.model_copy(update={"manifest": manifest} | ({"questions": []} if figures_only else {}))
