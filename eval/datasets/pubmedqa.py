"""PubMedQA's labelled questions as a known-item set: each question was made of the title of the article it must find.

``{PMID: {"QUESTION": …, "CONTEXTS": […], "LABELS": […]}}``. The document of a PMID is its contexts, which are the
abstract without the conclusion, under their labels. It has no title, since the title is the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from corpus.canonical import Section
from eval.datasets.dataset import Dataset, Record, as_documents, stem_of, warnings_of
from eval.datasets.lines import faults_of, read_content
from eval.errors import DatasetError


class _Item(BaseModel):
    question: str = Field(alias="QUESTION")
    contexts: list[str] = Field(alias="CONTEXTS")
    labels: list[str] = Field(default=[], alias="LABELS")


_FILE: TypeAdapter[dict[str, _Item]] = TypeAdapter(dict[str, _Item])


def read_pubmedqa(path: Path) -> Dataset:
    """Read the file (``ori_pqal.json``), gzipped or not.

    Raises:
        DatasetError: it cannot be read, is not PubMedQA's, or holds no question or no text.
    """
    items = _items(path)
    documents = as_documents({pmid: Record("", _sections(path, pmid, item)) for pmid, item in items.items()})
    found = {pmid: document for pmid, document in documents.items() if document}
    if not found:
        raise DatasetError(path, "it holds no document with text")
    judgements = {pmid: {pmid: 1} for pmid in items}
    return Dataset(
        name=stem_of(path),
        split="all",
        documents=tuple(found.values()),
        source_ids={document.id: pmid for pmid, document in found.items()},
        size=len(documents),
        queries={pmid: item.question for pmid, item in items.items()},
        judgements=judgements,
        warnings=warnings_of(documents, judgements, judgements),
        files={"dataset": path},
    )


def _items(path: Path) -> dict[str, _Item]:
    try:
        return _FILE.validate_json(read_content(path, DatasetError))
    except ValidationError as error:
        raise DatasetError(path, f"not PubMedQA's: {faults_of(error)}") from error


def _sections(path: Path, pmid: str, item: _Item) -> tuple[Section, ...]:
    labels: Sequence[str | None] = item.labels or [None] * len(item.contexts)
    if len(labels) != len(item.contexts):
        raise DatasetError(path, f"{pmid}: {len(labels)} LABELS for {len(item.contexts)} CONTEXTS")
    return tuple(Section(label, text) for label, text in zip(labels, item.contexts, strict=True))
