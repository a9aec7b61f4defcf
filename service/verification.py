"""Whether a quote given earlier still stands."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.store import CorpusStore
from service.answers import QuoteToVerify, Verdict
from service.sources import corpus_translated


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
        return Verdict(
            document_id=quote.document_id,
            status="missing",
            editorial_status=None,
            detail="This corpus has no such document.",
        )
    status, detail = _compare(store.text(quote.document_id, quote.text_sha256), document.text_sha256, quote)
    return Verdict.model_validate(
        {
            "document_id": quote.document_id,
            "status": status,
            "editorial_status": document.editorial_status.value,
            "detail": detail,
        }
    )


def _compare(text: str | None, current_sha256: str, quote: QuoteToVerify) -> tuple[str, str]:
    if text is None:
        return "missing", "This corpus never had the version of the text that the hash names."
    if not quote.quote or text[quote.start : quote.end] != quote.quote:
        return "mismatch", "The text says something else at that place."
    if quote.text_sha256 != current_sha256:
        return "changed", "The quote stands in the version it names; the document's text has changed since."
    return "valid", "The quote stands in the document's current text."
