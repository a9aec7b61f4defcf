"""CSL-JSON, which citation processors such as citeproc and pandoc read. Only fields of CSL 1.0.2's input schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from corpus.documents import Author, Document, EditorialStatus, TextKind
from corpus.interfaces import DocumentWriter
from corpus.writers.names import family_and_given
from corpus.writers.notes import abstract, notes

_TOLD = {EditorialStatus.RETRACTED, EditorialStatus.CONCERN, EditorialStatus.CORRECTED}


class CslJsonWriter:
    """Writes one list of items."""

    format_name = "csl-json"
    media_type = "application/vnd.citationstyles.csl+json"
    file_suffix = "json"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield the list in pieces, an item each (see `DocumentWriter.write`)."""
        before = "["
        for document in documents:
            yield f"{before}\n{json.dumps(item(document), ensure_ascii=False)}"
            before = ","
        yield "\n]\n" if before == "," else "[]\n"


if TYPE_CHECKING:
    _: type[DocumentWriter] = CslJsonWriter


def item(document: Document) -> dict[str, Any]:
    """Return a document as an item; what the document does not say is left out."""
    fields: dict[str, Any] = {
        "id": document.id,
        "type": _type(document),
        "title": document.title,
        "author": [_name(author) for author in document.authors],
        "container-title": document.journal,
        "issued": {"date-parts": [_date_parts(document)]} if document.year else None,
        "volume": document.volume,
        "issue": document.issue,
        "page": document.pages,
        "DOI": document.doi,
        "PMID": document.pmid,
        "PMCID": document.pmcid,
        "number": document.nct[0] if document.text_kind is TextKind.REGISTRY else None,
        "URL": document.url,
        "language": document.language,
        "abstract": abstract(document),
        "keyword": "; ".join(heading.descriptor for heading in document.mesh),
        "status": document.editorial_status.value if document.editorial_status in _TOLD else None,
        "note": "\n".join(notes(document)),
    }
    return {name: value for name, value in fields.items() if value}


def _type(document: Document) -> str:
    """A registry's entry is a page of the registry: CSL has no type of its own for it."""
    if document.text_kind is TextKind.REGISTRY:
        return "webpage"
    return "article" if "Preprint" in document.publication_types else "article-journal"


def _name(author: Author) -> dict[str, str]:
    family, given = family_and_given(author)
    if author.family is None:
        return {"literal": family}
    return {"family": family, "given": given} if given else {"family": family}


def _date_parts(document: Document) -> list[int]:
    return [int(part) for part in (document.date or str(document.year)).split("-")]
