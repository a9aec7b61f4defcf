"""The answers of the service to BioASQ's questions, over the documents that have gold snippets.

    python -m tests.benchmarks.bioasq_answers FOLDER GOLDEN [--json FILE]

``FOLDER`` is in BEIR layout with PubMed ids, ``GOLDEN`` BioASQ's file of questions. The documents become a corpus with
an index of its own in the data directory, kept for the next time. Measured are what `enthesis eval answers` measures,
and ROUGE against the ideal answers, as `enthesis eval exact` does.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.documents import Document, TextKind
from corpus.interfaces import Parsed
from corpus.store import CorpusStore
from eval.answer_runs import evaluate_answers
from eval.cli.publishing import figures_table
from eval.datasets.beir import read_dataset
from eval.datasets.exact_answers import read_exact_answers
from eval.datasets.questions import read_questions
from eval.exact_runs import evaluate_exact
from eval.runs import Run, to_json
from eval.submission import write_submission
from index.build import build
from index.generations import Generations
from service.cli.terminal import out, progress, say
from service.settings import Settings
from service.sources import Sources
from service.wiring import make_answerer, open_embedder


def main() -> None:
    """Measure, show, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("golden", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    runs = measure(asked.folder, asked.golden, Settings.from_environment())
    for run in runs:
        out().print(figures_table(run))
    if asked.json:
        asked.json.write_text(json.dumps(to_json(runs), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(folder: Path, golden: Path, settings: Settings) -> list[Run]:
    """Return the run of the answers, and that of their words beside the ideal ones."""
    directory = settings.data_dir / "evaluation" / "bioasq-answers"
    directory.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(settings, say)
    store = CorpusStore(directory / "corpus.sqlite", create=True)
    store.add((Parsed(one, one.id) for one in documents(folder)), file=folder.name, format_name="beir")
    generations = Generations(directory / "index")
    with progress("Encoding sentences") as on_progress:
        build(store, generations, embedder, on_progress)
    sources = Sources(store, generations, embedder)
    with progress("Asking") as on_progress:
        answers = evaluate_answers(
            sources, make_answerer(), read_questions(golden), "bioasq snippets", progress=on_progress
        )
    submission = directory / "submission.json"
    write_submission(submission, answers)
    ideal = evaluate_exact(read_exact_answers(golden), read_exact_answers(submission), "bioasq ideal", "extractive")
    return [answers, ideal]


def documents(folder: Path) -> Iterator[Document]:
    """Yield the documents of the set under their PubMed ids."""
    dataset = read_dataset(folder)
    for document in dataset.documents:
        yield replace(document, id=f"PMID:{dataset.source_ids[document.id]}", text_kind=TextKind.ABSTRACT)


if __name__ == "__main__":
    main()
