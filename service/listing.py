"""Pages of documents: the whole corpus, what a filter admits, or those named."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.documents import Document
from index.filters import Filters
from service.errors import NotFoundError
from service.sources import Sources, corpus_translated

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Documents, how many there are of them in all, and the most that there may be on a page."""

    documents: list[Document]
    total: int
    limit: int


def list_documents(sources: Sources, filters: Filters, *, limit: int | None = None, offset: int = 0) -> Page:
    """Return a page of documents: those named in the order given, else by id.

    Without a filter every document of the corpus is listed. A filter is asked of the index, so what was added since it
    was built is found only by its id.

    Raises:
        NotFoundError: a document that is named is not there.
        UnavailableError: the corpus, or for a filter the index, cannot be used.
    """
    if filters.document_ids:
        return _named(sources, filters.document_ids, limit, offset)
    most = limit or DEFAULT_LIMIT
    if filters == Filters(include_retracted=filters.include_retracted):
        with corpus_translated():
            ids, total = sources.store.ids(limit=most, offset=offset), len(sources.store)
    else:
        admitted = sources.index().searcher.document_ids(filters)
        ids, total = admitted[offset : offset + most], len(admitted)
    with corpus_translated():
        return Page(list(sources.store.get_all(ids).values()), total, most)


def _named(sources: Sources, ids: tuple[str, ...], limit: int | None, offset: int) -> Page:
    most = limit or max(len(ids) - offset, 1)
    page = ids[offset : offset + most]
    with corpus_translated():
        found = {one: sources.store.get(one) for one in page}
    missing = [one for one, document in found.items() if document is None]
    if missing:
        raise NotFoundError(f"There is no document {', '.join(map(repr, missing[:10]))} in this corpus.")
    return Page([document for one in page if (document := found[one])], len(ids), most)
