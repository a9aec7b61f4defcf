"""Questions of a published set asked of the service, over documents of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.documents import Document
from corpus.interfaces import Parsed
from corpus.store import CorpusStore
from eval.answer_runs import evaluate_answers
from eval.cli.publishing import figures_table
from eval.datasets.exact_answers import read_exact_answers
from eval.datasets.questions import Question
from eval.exact_runs import evaluate_exact
from eval.runs import Run, to_json
from eval.submission import write_submission
from index.build import build
from index.generations import Generations
from service.cli.terminal import out, progress, say
from service.settings import Settings
from service.sources import Sources
from service.wiring import make_answerer, open_embedder


def ask_over(
    documents: Iterable[Document], questions: Sequence[Question], gold: Path, name: str, settings: Settings
) -> list[Run]:
    """Return the run of the answers, and that of what they say and how they are read beside the gold answers."""
    sources = sources_over(documents, name, settings)
    answerer = make_answerer()
    with progress("Asking") as on_progress:
        answers = evaluate_answers(sources, answerer, questions, name, progress=on_progress)
    submission = _directory(name, settings) / "submission.json"
    write_submission(submission, answers)
    exact = evaluate_exact(
        read_exact_answers(gold), read_exact_answers(submission), f"{name} beside gold", answerer.name
    )
    return [answers, exact]


def sources_over(documents: Iterable[Document], name: str, settings: Settings) -> Sources:
    """Return sources of the documents, as a corpus with an index in the data directory, kept for the next time."""
    directory = _directory(name, settings)
    directory.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(settings, say)
    store = CorpusStore(directory / "corpus.sqlite", create=True)
    store.add((Parsed(one, one.id) for one in documents), file=name, format_name="evaluation")
    generations = Generations(directory / "index")
    with progress("Encoding sentences") as on_progress:
        build(store, generations, embedder, on_progress)
    return Sources(store, generations, embedder)


def _directory(name: str, settings: Settings) -> Path:
    return settings.data_dir / "evaluation" / f"{name}-answers"


def show(runs: Sequence[Run], json_file: Path | None) -> None:
    """Show the figures, and write them where that is asked for."""
    for run in runs:
        out().print(figures_table(run))
    if json_file:
        json_file.write_text(json.dumps(to_json(runs), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
