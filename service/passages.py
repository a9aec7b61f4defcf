"""Documents and passages by their ids."""

from __future__ import annotations

import re
from dataclasses import asdict

from corpus.documents import Correction, Document
from service.answers import (
    DocumentCorrection,
    DocumentResponse,
    DocumentSection,
    DocumentSource,
    DocumentVersion,
    PassageText,
)
from service.citations import cite
from service.errors import NotFoundError
from service.sources import Sources, corpus_translated


def describe_document(sources: Sources, document_id: str) -> DocumentResponse:
    """Return a document in full, with its sources and its history.

    Raises:
        NotFoundError: there is no such document.
        UnavailableError: the corpus cannot be read.
    """
    document = sources.document(document_id)
    with corpus_translated():
        history = sources.store.history(document.id)
        given = sources.store.sources(document.id)
    return DocumentResponse(
        id=document.id,
        text=document.text,
        text_sha256=document.text_sha256,
        sections=[
            DocumentSection(label=span.label, start=span.start, end=span.end, text=document.words_at(span))
            for span in document.spans
        ],
        citation=cite(document),
        mesh=[heading.descriptor for heading in document.mesh],
        corrections=[describe_correction(one) for one in document.corrections],
        sources=[DocumentSource(**{**asdict(one), "fields": list(one.fields)}) for one in given],
        history=[
            DocumentVersion(
                version=one.number,
                text_sha256=one.text_sha256,
                format=one.format,
                file=one.file,
                position=one.position,
                added_at=one.added_at,
            )
            for one in history
        ],
    )


def describe_correction(correction: Correction) -> DocumentCorrection:
    """Return a link to another publication as it is shown."""
    return DocumentCorrection(**asdict(correction))


def read_passage(sources: Sources, passage_id: str) -> PassageText:
    """Return the slice of a document's current text that ``<document id>#<start>-<end>`` names.

    Raises:
        NotFoundError: no such document, or no such place in its text.
        UnavailableError: the corpus cannot be read.
    """
    match = re.fullmatch(r"(.+)#(\d{1,9})-(\d{1,9})", passage_id, re.ASCII | re.DOTALL)
    if match is None:
        raise NotFoundError(f"{passage_id!r} is no passage id: expected <document id>#<start>-<end>.")
    document, start, end = sources.document(match[1]), int(match[2]), int(match[3])
    if not 0 <= start < end <= len(document.text):
        raise NotFoundError(
            f"The text of {document.id} has {len(document.text)} characters; {start}-{end} is not in it."
        )
    return PassageText(
        id=f"{document.id}#{start}-{end}",
        document_id=document.id,
        section=_section(document, start, end),
        text=document.text[start:end],
        start=start,
        end=end,
        editorial_status=document.editorial_status.value,
    )


def _section(document: Document, start: int, end: int) -> str | None:
    first = document.section_at(start)
    return first if first == document.section_at(end - 1) else None
