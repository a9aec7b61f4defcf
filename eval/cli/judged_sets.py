"""The options of `enthesis eval retrieval` that say what is measured on, to a data set."""

from __future__ import annotations

from pathlib import Path

import typer

from eval.datasets.beir import read_dataset
from eval.datasets.corpus_questions import OpenCorpus, read_corpus_questions
from eval.datasets.dataset import Dataset
from eval.datasets.pubmedqa import read_pubmedqa
from eval.datasets.triple import read_triple

Triple = tuple[Path | None, Path | None, Path | None]


def open_dataset(
    dataset: Path | None, split: str | None, triple: Triple, questions: Path | None, open_corpus: OpenCorpus
) -> Dataset:
    """Read the one set that is named; ``open_corpus`` is for ``questions``.

    Raises:
        BadParameter: none is, or several are, or one in part.
        DatasetError, QuestionsError: a file of it cannot be read.
        CorpusError: there are questions, and the corpus cannot be read.
    """
    _check_one_is_named(dataset, triple, questions)
    is_folder = dataset is not None and not dataset.is_file()
    if split is not None and not is_folder:
        raise typer.BadParameter("--split is of a --dataset that is a folder", param_hint="--split")
    if dataset is not None:
        return read_dataset(dataset, split or "test") if is_folder else read_pubmedqa(dataset)
    if questions is not None:
        return read_corpus_questions(questions, open_corpus)
    docs, queries, qrels = triple
    if docs is None or queries is None or qrels is None:
        raise typer.BadParameter("give all three or none of them", param_hint="--docs, --queries, --qrels")
    return read_triple(docs, queries, qrels)


def _check_one_is_named(dataset: Path | None, triple: Triple, questions: Path | None) -> None:
    named = [dataset is not None, any(path is not None for path in triple), questions is not None]
    if sum(named) != 1:
        raise typer.BadParameter(
            f"{sum(named)} sets are named; name one: --dataset, or --docs with --queries and --qrels, or --questions"
        )
