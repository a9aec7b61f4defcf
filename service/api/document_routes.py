"""The routes to documents: one, a page of them, as files for reference managers, passages, counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from corpus.counts import count
from corpus.documents import Document
from corpus.export import WRITERS
from service.answers import DocumentList, DocumentResponse, PassageText, Stats
from service.api.dependencies import TheSources, problems
from service.api.schemas import Format, ListQuery
from service.citations import cite
from service.listing import list_documents
from service.passages import describe_document, read_passage
from service.sources import corpus_translated

router = APIRouter(tags=["documents"])

_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {writer.media_type: {"schema": {"type": "string"}} for writer in WRITERS.values()}}
}


@router.get("/v1/documents", response_model=DocumentList, responses=problems(404, 422, 503) | _FILES)
def get_documents(query: Annotated[ListQuery, Query()], sources: TheSources) -> DocumentList | Response:
    """Return a page of documents, or with ``format`` a file of them: of an answer's citations by ``document_ids``."""
    page = list_documents(sources, query.to_filters(), limit=query.limit, offset=query.offset)
    if query.format:
        return _file(page.documents, query.format, "enthesis")
    return DocumentList(
        total=page.total, limit=page.limit, offset=query.offset, documents=[cite(one) for one in page.documents]
    )


@router.get(
    "/v1/documents/{document_id:path}", response_model=DocumentResponse, responses=problems(404, 422, 503) | _FILES
)
def get_document(
    document_id: str,
    sources: TheSources,
    format: Annotated[Format | None, Query(description="A file in place of JSON.")] = None,  # noqa: A002 - its public name
) -> DocumentResponse | Response:
    """Return a document: its text, sections, citation, corrections, sources and history; or a file to import."""
    if format:
        return _file([sources.document(document_id)], format, document_id)
    return describe_document(sources, document_id)


@router.get("/v1/passages/{passage_id:path}", responses=problems(404, 503))
def get_passage(passage_id: str, sources: TheSources) -> PassageText:
    """Return a passage by its id; write the ``#`` in it as ``%23``."""
    return read_passage(sources, passage_id)


@router.get("/v1/stats", responses=problems(503))
def get_stats(sources: TheSources) -> Stats:
    """Return how many documents there are by year, kind of evidence, kind of text, status and source."""
    with corpus_translated():
        return Stats(**asdict(count(sources.store)))


def _file(documents: Iterable[Document], format_name: Format, name: str) -> Response:
    """Return the documents as a file that a browser keeps under a name of its own."""
    writer = WRITERS[format_name]
    safe = "".join(character if character.isascii() and character.isalnum() else "-" for character in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}.{writer.file_suffix}"'}
    return StreamingResponse(
        (piece.encode() for piece in writer.write(documents)),
        media_type=f"{writer.media_type}; charset=utf-8",
        headers=headers,
    )
