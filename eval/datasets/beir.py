"""Data sets in BEIR's layout: a folder with corpus.jsonl, queries.jsonl and qrels/<split>.tsv."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.datasets.dataset import Dataset
from eval.datasets.triple import read_triple
from eval.errors import DatasetError


def read_dataset(folder: Path, split: str = "test") -> Dataset:
    """Read the data set in ``folder`` with the judgements of ``split``.

    Raises:
        DatasetError: a file is missing or damaged, a line is malformed, an id is there twice, or nothing is judged.
    """
    corpus, queries = _records_file(folder, "corpus"), _records_file(folder, "queries")
    read = read_triple(corpus, queries, _judgements_file(folder, split))
    return replace(read, name=folder.resolve().name, split=split, finds_own_id=False)


def _records_file(folder: Path, name: str) -> Path:
    """Return the path of ``name.jsonl`` or ``name.jsonl.gz``, whichever there is."""
    plain = folder / f"{name}.jsonl"
    path = next((path for path in (plain, plain.with_suffix(".jsonl.gz")) if path.is_file()), None)
    if path is None:
        raise DatasetError(plain, "there is no such file, gzipped or not")
    return path


def _judgements_file(folder: Path, split: str) -> Path:
    path = folder / "qrels" / f"{split}.tsv"
    if not path.is_file():
        splits = ", ".join(sorted(other.stem for other in path.parent.glob("*.tsv")))
        raise DatasetError(path, f"there are no judgements of this split; there are of: {splits or 'none'}")
    return path
