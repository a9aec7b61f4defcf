"""A smaller data set, for a quick trial."""

from __future__ import annotations

from dataclasses import replace

from eval.datasets.dataset import Dataset


def sample(dataset: Dataset, size: int | None) -> Dataset:
    """Return ``dataset`` with its first ``size`` documents, the judged ones before all others; None takes all.

    Queries of which no judged document is among them are left out, and so is what was judged of absent documents.
    """
    if size is None:
        return dataset
    judged = {document for relevances in dataset.judgements.values() for document in relevances}
    by_use = sorted(dataset.documents, key=lambda document: dataset.source_ids[document.id] not in judged)
    documents = tuple(by_use[:size])
    present = {dataset.source_ids[document.id] for document in documents}
    judgements = {
        query: kept
        for query, relevances in dataset.judgements.items()
        if (kept := {document: relevance for document, relevance in relevances.items() if document in present})
    }
    queries = {query: dataset.queries[query] for query in judgements}
    return replace(dataset, documents=documents, size=len(documents), queries=queries, judgements=judgements)
