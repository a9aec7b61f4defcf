"""The routes to documents: one, a page of them, as files for reference managers, passages, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import Response, StreamingResponse

from corpus.documents import Document
from corpus.export import WRITERS, FormatName
from corpus.interfaces import DocumentWriter
from service.answers import DocumentList, DocumentResponse, PassageText, Stats
from service.api.dependencies import TheCatalogue, TheSources, problems
from service.api.schemas import ListQuery
from service.citations import cite
from service.listing import read, select
from service.passages import describe_document, read_passage
from service.sources import corpus_translated

router = APIRouter(tags=["documents"])

_PAGE = 20
_CHUNK_BYTES = 1 << 16
_JSON = frozenset({"application/json", "application/*", "*/*"})
_BY_MEDIA_TYPE = {writer.media_type: writer for writer in WRITERS.values()}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {"schema": {"type": "string"}} for media_type in _BY_MEDIA_TYPE}}
}

Accept = Annotated[str, Header(include_in_schema=False)]  # OpenAPI has the media types of the responses in its place


@router.get(
    "/v1/documents",
    summary="List documents",
    response_model=DocumentList,
    responses=problems(404, 422, 503) | _FILES,
)
def get_documents(
    query: Annotated[ListQuery, Query()], sources: TheSources, catalogue: TheCatalogue, accept: Accept = "*/*"
) -> DocumentList | Response:
    """Return a page of documents as citations, or with ``format`` a file of all that are selected.

    An answer's citations are one file by ``document_ids``, in that order.
    """
    ids = select(sources.store, catalogue, query.to_conditions(), query.document_ids)
    if writer := _writer(query.format, accept):
        return _file(read(sources.store, _slice(ids, query.offset, query.limit)), writer, "enthesis")
    limit = query.limit or _PAGE
    citations = [cite(one) for one in read(sources.store, _slice(ids, query.offset, limit))]
    return DocumentList(total=len(ids), limit=limit, offset=query.offset, documents=citations)


@router.get(
    "/v1/documents/{document_id:path}",
    summary="Read a document",
    response_model=DocumentResponse,
    responses=problems(404, 422, 503) | _FILES,
)
def get_document(
    document_id: Annotated[str, Path(description="The document's id, as citations have it.")],
    sources: TheSources,
    format: Annotated[FormatName | None, Query(description="A file in place of JSON.", examples=["bibtex"])] = None,  # noqa: A002 - its public name
    accept: Accept = "*/*",
) -> DocumentResponse | Response:
    """Return a document: its text, sections, citation, corrections, sources and history; or a file to import."""
    if writer := _writer(format, accept):
        document = sources.document(document_id)
        return _file([document], writer, document.id)
    return describe_document(sources, document_id)


@router.get("/v1/passages/{passage_id:path}", summary="Read a passage", responses=problems(404, 503))
def get_passage(
    passage_id: Annotated[str, Path(description="The passage's id, as quotes and results have it.")],
    sources: TheSources,
) -> PassageText:
    """Return a passage by its id; write the ``#`` in it as ``%23``."""
    return read_passage(sources, passage_id)


@router.get("/v1/stats", summary="Count documents", responses=problems(503))
def get_stats(catalogue: TheCatalogue) -> Stats:
    """Return how many documents there are by year, kind of evidence, kind of text, status and source."""
    with corpus_translated():
        return Stats(**asdict(catalogue.statistics()))


def _slice(ids: list[str], offset: int, limit: int | None) -> list[str]:
    return ids[offset : None if limit is None else offset + limit]


def _writer(format_name: FormatName | None, accept: str) -> DocumentWriter | None:
    """Return the writer of the format named, else of the first media type accepted that is known; None for JSON."""
    if format_name:
        return WRITERS[format_name]
    accepted = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    first = next((one for one in accepted if one in _JSON or one in _BY_MEDIA_TYPE), None)
    return _BY_MEDIA_TYPE.get(first) if first else None


def _file(documents: Iterable[Document], writer: DocumentWriter, name: str) -> Response:
    """Return the documents as a file that a browser keeps under a name of its own."""
    safe = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")
    return StreamingResponse(
        _chunks(writer.write(documents)),
        media_type=f"{writer.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{safe}.{writer.file_suffix}"'},
    )


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield the pieces joined to some `_CHUNK_BYTES`: the server hands each chunk from one thread to another."""
    chunk = bytearray()
    for piece in pieces:
        chunk += piece.encode()
        if len(chunk) >= _CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)
