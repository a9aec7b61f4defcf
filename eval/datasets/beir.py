"""Data sets in BEIR's layout: a folder with corpus.jsonl, queries.jsonl and qrels/<split>.tsv."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.datasets.dataset import Dataset, stem_of
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
    plain = folder / f"{name}.jsonl"
    path = _gzipped_or_not(plain)
    if path is None:
        raise DatasetError(plain, "there is no such file, gzipped or not")
    return path


def _judgements_file(folder: Path, split: str) -> Path:
    plain = folder / "qrels" / f"{split}.tsv"
    path = _gzipped_or_not(plain)
    if path is None:
        files = (*plain.parent.glob("*.tsv"), *plain.parent.glob("*.tsv.gz"))
        splits = ", ".join(sorted({stem_of(file) for file in files}))
        raise DatasetError(plain, f"there are no judgements of this split; there are of: {splits or 'none'}")
    return path


def _gzipped_or_not(plain: Path) -> Path | None:
    """Return ``plain``, or the same with ``.gz`` at its end, whichever there is."""
    return next((path for path in (plain, plain.with_name(f"{plain.name}.gz")) if path.is_file()), None)
