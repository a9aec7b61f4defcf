"""What the tools return: `search` and `fetch` in the shape that ChatGPT's connectors read."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import Field

from corpus.documents import Correction, Document
from service.addresses import address_of
from service.answers import Citation, Frozen
from service.citations import cite
from service.notes import note


class Hit(Frozen):
    """A document found."""

    id: str = Field(description="What `fetch` takes.")
    title: str = Field(description="The title of the publication.")
    url: str = Field(description="Where the publication can be found.")


class Hits(Frozen):
    """Documents found, best first."""

    results: list[Hit] = Field(description="The documents.")


class Fetched(Frozen):
    """A document in full."""

    id: str = Field(description="The document's id.")
    title: str = Field(description="The title of the publication.")
    text: str = Field(description="The document's text: title and abstract, digest or registry entry; no full text.")
    url: str = Field(description="Where the publication can be found.")
    metadata: dict[str, str] = Field(
        description="Authors, journal, year, identifiers, kind of evidence and of text, and what became of it since."
    )


def hit(citation: Citation) -> Hit:
    """Return a document found."""
    return Hit(id=citation.document_id, title=citation.title, url=_address(citation))


def fetched(document: Document) -> Fetched:
    """Return a document in full. What its record lacks is not among the metadata."""
    citation = cite(document)
    known = {
        "authors": "; ".join(citation.authors),
        "journal": citation.journal,
        "year": str(citation.year) if citation.year else None,
        "doi": citation.doi,
        "pmid": citation.pmid,
        "pmcid": citation.pmcid,
        "nct": ", ".join(citation.nct),
        "publication_types": "; ".join(citation.publication_types),
        "evidence_level": citation.evidence_level,
        "text_kind": citation.text_kind,
        "basis": citation.basis,
        "editorial_status": citation.editorial_status,
        "note": note(document),
        "notices": "; ".join(map(_notice, document.corrections)),
        "text_sha256": citation.text_sha256,
    }
    metadata = {name: value for name, value in known.items() if value}
    return Fetched(id=document.id, title=citation.title, text=document.text, url=_address(citation), metadata=metadata)


def _notice(link: Correction) -> str:
    """Return a link to another publication in a line: RetractionIn: J Med. 2021;3:4, PMID:7, 2021-05."""
    named = (link.citation, f"PMID:{link.pmid}" if link.pmid else None, f"DOI:{link.doi}" if link.doi else None)
    return f"{link.kind}: " + ", ".join(filter(None, (*named, link.date, link.note)))


def _address(citation: Citation) -> str:
    return address_of(citation) or resource_of(citation.document_id)


def resource_of(document_id: str) -> str:
    """Return the address of a document among the resources of this server."""
    return f"enthesis://documents/{quote(document_id, safe='')}"
