"""Whether a quote given earlier still stands, and what became of its source."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.documents import LINKS_BEHIND, Correction, Document, EditorialStatus
from corpus.store import CorpusStore, Gone
from service.answers import QuoteToVerify, Verdict, VerifyResponse
from service.passages import describe_correction
from service.sources import corpus_translated

# Links that say what became of a publication, rather than who wrote about it.
_FATES = frozenset(
    {
        *("RetractionIn", "RetractedandRepublishedIn", "Reinstatement", "ExpressionOfConcernIn"),
        *("ErratumIn", "CorrectedandRepublishedIn", "PartialRetractionIn", "UpdateIn"),
    }
)
_STATUS_IN_WORDS = {
    EditorialStatus.RETRACTED: "The publication has been retracted",
    EditorialStatus.CONCERN: "An expression of concern about the publication has appeared",
    EditorialStatus.CORRECTED: "The publication has been corrected",
}
_GONE_IN_WORDS = {
    "removed": "This document was removed from the corpus on {day}.",
    "deleted": "The source deleted its record of this document, which left the corpus on {day}.",
    "merged": "This document became part of another on {day}, which is not there any more.",
}


def judge(store: CorpusStore, quotes: Iterable[QuoteToVerify]) -> VerifyResponse:
    """Check quotes, and say whether what was made of them can still be relied on.

    Raises:
        UnavailableError: the corpus cannot be read.
    """
    verdicts = verify(store, quotes)
    valid = all(verdict.status == "valid" for verdict in verdicts)
    retracted = dict.fromkeys(one.document_id for one in verdicts if one.editorial_status == "retracted")
    changed = dict.fromkeys(one.document_id for one in verdicts if one.status == "changed")
    return VerifyResponse(
        valid=valid,
        sound=valid and not retracted,
        retracted=list(retracted),
        changed=list(changed),
        verdicts=verdicts,
    )


def verify(store: CorpusStore, quotes: Iterable[QuoteToVerify]) -> list[Verdict]:
    """Check each quote against the corpus, from the stored texts alone.

    Raises:
        UnavailableError: the corpus cannot be read.
    """
    with corpus_translated():
        return [_verdict(store, quote) for quote in quotes]


def _verdict(store: CorpusStore, quote: QuoteToVerify) -> Verdict:
    document = store.get(quote.document_id)
    if document is None:
        return _missing(quote, store.gone(quote.document_id))
    text = store.text(quote.document_id, quote.text_sha256) or store.text(document.id, quote.text_sha256)
    status, detail = _compare(text, document.text_sha256, quote)
    details = [detail, *_moved(quote, document), *_became(document)]
    return Verdict.model_validate(
        {
            "document_id": quote.document_id,
            "status": status,
            "editorial_status": document.editorial_status.value,
            "detail": " ".join(details),
            "corrections": [describe_correction(one) for one in document.corrections if one.kind in _FATES],
        }
    )


def _missing(quote: QuoteToVerify, gone: Gone | None) -> Verdict:
    detail = "This corpus has no such document."
    if gone is not None:
        detail = _GONE_IN_WORDS[gone.reason].format(day=gone.gone_at[:10])
    return Verdict(document_id=quote.document_id, status="missing", editorial_status=None, detail=detail)


def _compare(text: str | None, current_sha256: str, quote: QuoteToVerify) -> tuple[str, str]:
    if text is None:
        return "missing", "This corpus never had the version of the text that the hash names."
    if not quote.quote or text[quote.start : quote.end] != quote.quote:
        return "mismatch", "The text says something else at that place."
    if quote.text_sha256 != current_sha256:
        return "changed", "The quote stands in the version it names; the document's text has changed since."
    return "valid", "The quote stands in the document's current text."


def _moved(quote: QuoteToVerify, document: Document) -> list[str]:
    return [] if document.id == quote.document_id else [f"The document is now part of {document.id}."]


def _became(document: Document) -> list[str]:
    """Say in words what became of the publication, with the first notice that says when or where."""
    words = _STATUS_IN_WORDS.get(document.editorial_status)
    if words is None:
        return []
    links = LINKS_BEHIND[document.editorial_status]
    told = (_named(one) for one in document.corrections if one.kind in links)
    where = next(filter(None, told), None)
    return [f"{words}: {where}." if where else f"{words}."]


def _named(notice: Correction) -> str:
    """Return the citation of a notice, with its day where that does not say the year."""
    citation, date = (notice.citation or "").rstrip("."), notice.date or ""
    return ", ".join(filter(None, (citation, date if date[:4] not in citation else "")))
