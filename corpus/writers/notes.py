"""What a reader must know of a document that a format has no field for, in words."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.documents import LINKS_BEHIND, Correction, Document, EditorialStatus, TextKind
from corpus.writers.names import has_others

_SAID = {
    EditorialStatus.RETRACTED: "RETRACTED",
    EditorialStatus.CONCERN: "EXPRESSION OF CONCERN",
    EditorialStatus.CORRECTED: "Corrected",
}


def status_note(document: Document) -> str | None:
    """Return what became of the publication and where that is said; None where nothing is known to have.

    It belongs wherever the document is cited; `remarks` do not, and no style should print them.
    """
    status = document.editorial_status
    said = _SAID.get(status)
    if said is None:
        return None
    notices = [_notice(one) for one in document.corrections if one.kind in LINKS_BEHIND[status]]
    return ": ".join(filter(None, (said, "; ".join(filter(None, notices)))))


def remarks(document: Document) -> Iterator[str]:
    """Yield what its text is where that is no abstract, whether authors are missing, and what kind of evidence it is.

    A digest is this project's, so it is no format's abstract: the remark says that there is one.
    """
    if document.text_kind is TextKind.DIGEST:
        basis = f"; basis: {document.basis}" if document.basis else ""
        yield f"The text held here is a digest written by the Enthesis project, not the publisher's abstract{basis}"
    if has_others(document):
        yield "It has more authors than are named here"
    yield f"Kind of evidence: {document.evidence[0].value.replace('_', ' ')}"
    if document.publication_types:
        yield f"Publication types: {', '.join(document.publication_types)}"


def notes(document: Document) -> Iterator[str]:
    """Yield the note of its status, if there is one, and the remarks."""
    if status := status_note(document):
        yield status
    yield from remarks(document)


def abstract(document: Document) -> str | None:
    """Return the abstract or the registry's text, labels and all, on one line; None for a digest, which is neither."""
    if document.text_kind is TextKind.DIGEST or not document.sections:
        return None
    return " ".join(document.text.split("\n")[1:])


def _notice(correction: Correction) -> str:
    named = (correction.citation, f"PMID {correction.pmid}" if correction.pmid else None, correction.doi)
    return ", ".join(filter(None, (*named, correction.date)))
