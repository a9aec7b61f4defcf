"""Three files, of documents, of queries and of judgements, as `ir_datasets export` writes them."""

from __future__ import annotations

from pathlib import Path

from eval.datasets.dataset import Dataset, as_documents, stem_of, warnings_of
from eval.datasets.judgements import read_judgements
from eval.datasets.records import read_documents, read_queries
from eval.errors import DatasetError


def read_triple(documents_path: Path, queries_path: Path, judgements_path: Path) -> Dataset:
    """Read the three; the set is called after the first, its split after the last.

    Raises:
        DatasetError: a file cannot be read, a line is malformed, an id is there twice, no query is judged, or there is
            no text.
    """
    judged = read_judgements(judgements_path)
    queries = {query: text for query, text in read_queries(queries_path).items() if query in judged}
    if not queries:
        raise DatasetError(judgements_path, f"none of its {len(judged)} queries is in {queries_path.name}")
    documents = as_documents(read_documents(documents_path))
    judgements = {query: judged[query] for query in queries}
    found = {source_id: document for source_id, document in documents.items() if document}
    if not found:
        raise DatasetError(documents_path, "it holds no document with text (title; text, abstract, body or contents)")
    return Dataset(
        name=stem_of(documents_path),
        split=stem_of(judgements_path),
        documents=tuple(found.values()),
        source_ids={document.id: source_id for source_id, document in found.items()},
        size=len(documents),
        queries=queries,
        judgements=judgements,
        warnings=warnings_of(documents, judged, judgements),
        files={"documents": documents_path, "queries": queries_path, "judgements": judgements_path},
    )
