"""Documents as citations and results. Pure."""

from __future__ import annotations

from functools import lru_cache

from corpus.documents import Document
from index.manifest import Manifest
from service.answers import Citation, IndexInfo

_AUTHORS_NAMED = 3


@lru_cache(maxsize=1024)
def cite(document: Document) -> Citation:
    """Return the citation of a document."""
    level, rule = document.evidence
    return Citation(
        document_id=document.id,
        title=document.title,
        authors=[author.name for author in document.authors],
        journal=document.journal,
        year=document.year,
        volume=document.volume,
        issue=document.issue,
        pages=document.pages,
        doi=document.doi,
        pmid=document.pmid,
        pmcid=document.pmcid,
        nct=list(document.nct),
        url=document.url,
        publication_types=list(document.publication_types),
        evidence_level=level.value,
        evidence_rule=rule,
        text_kind=document.text_kind.value,
        basis=document.basis,
        editorial_status=document.editorial_status.value,
        text_sha256=document.text_sha256,
    )


def reference_parts(citation: Citation) -> list[str]:
    """Return what a reference names in a line, each without its last period: authors, title, journal, year as known."""
    authors = ", ".join(citation.authors[:_AUTHORS_NAMED])
    others = " et al." if len(citation.authors) > _AUTHORS_NAMED else ""
    parts = [authors + others, citation.title, citation.journal, str(citation.year) if citation.year else None]
    return [part.rstrip(".") for part in parts if part]


def describe_index(manifest: Manifest) -> IndexInfo:
    """Return what a result says of the index it came from."""
    return IndexInfo(
        fingerprint=manifest.fingerprint,
        built_at=manifest.built_at,
        documents=manifest.documents,
        passages=manifest.passages,
        embedder=manifest.encoder.name,
    )
