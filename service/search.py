"""A search: hits of the index with the words and the citation of each."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from corpus.documents import Document, EditorialStatus
from index.filters import Filters
from index.interfaces import Vectors
from index.search import GroupBy, Hit, Mode
from service.answers import PassageText, Scores, SearchResponse, SearchResult
from service.citations import cite, describe_index
from service.sources import OpenIndex, Sources, corpus_translated


@dataclass(frozen=True, slots=True)
class Found:
    """A hit and the document it lies in, in the version that was indexed."""

    hit: Hit
    document: Document


def search(
    sources: Sources,
    query: str,
    k: int,
    *,
    mode: Mode = "hybrid",
    group_by: GroupBy = "document",
    filters: Filters | None = None,
) -> SearchResponse:
    """Return the ``k`` best passages for a query, with their citations.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
    """
    began = perf_counter()
    index = sources.index()
    vector = sources.embedder.embed_queries([query])[0]
    encoded = perf_counter()
    found = find(sources, index, query, vector, k, mode=mode, group_by=group_by, filters=filters)
    done = perf_counter()
    return SearchResponse(
        query=query,
        index=describe_index(index.manifest),
        results=results(found),
        timings_ms={
            "encode": _milliseconds(began, encoded),
            "search": _milliseconds(encoded, done),
            "total": _milliseconds(began, done),
        },
    )


def find(
    sources: Sources,
    index: OpenIndex,
    query: str,
    vector: Vectors,
    k: int,
    *,
    mode: Mode = "hybrid",
    group_by: GroupBy = "document",
    filters: Filters | None = None,
) -> list[Found]:
    """Return the hits for an encoded query with their documents.

    A document that was retracted or whose text changed after the index was built is left out, not misquoted.
    """
    hits = index.searcher.search_encoded(query, vector, k, mode=mode, filters=filters, group_by=group_by)
    wants_retracted = filters is not None and filters.include_retracted
    found = []
    with corpus_translated():
        documents = sources.store.get_all(hit.passage.document_id for hit in hits)
        for hit in hits:
            document = documents.get(hit.passage.document_id)
            if document is None or document.text_sha256 != hit.text_sha256:
                continue
            if wants_retracted or document.editorial_status is not EditorialStatus.RETRACTED:
                found.append(Found(hit, document))
    return found


def results(found: list[Found]) -> list[SearchResult]:
    """Return ranked results with words and citations."""
    return [_result(rank, one.hit, one.document) for rank, one in enumerate(found, start=1)]


def _result(rank: int, hit: Hit, document: Document) -> SearchResult:
    passage = hit.context
    return SearchResult(
        rank=rank,
        score=hit.score,
        scores=Scores(dense=hit.dense, lexical=hit.lexical),
        passage=PassageText(
            id=passage.id,
            document_id=passage.document_id,
            section=passage.section,
            text=document.words_at(passage),
            start=passage.start,
            end=passage.end,
            editorial_status=document.editorial_status.value,
        ),
        citation=cite(document),
    )


def _milliseconds(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
