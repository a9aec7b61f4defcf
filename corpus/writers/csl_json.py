"""CSL-JSON, which citation processors such as citeproc and pandoc read. Only fields of CSL 1.0.2's input schema.

Written here because it is JSON: no library would do more than `json.dumps`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from corpus.documents import Document, EditorialStatus
from corpus.interfaces import DocumentWriter
from corpus.writers.dates import date_parts
from corpus.writers.kinds import Kind, kind_of
from corpus.writers.names import Name, names
from corpus.writers.notes import abstract, remarks, status_note

_TYPES = {
    Kind.ARTICLE: "article-journal",
    Kind.PREPRINT: "article",  # what Zotero and pandoc mean by it
    Kind.BOOK: "book",
    Kind.CHAPTER: "chapter",
    Kind.ENTRY: "webpage",  # CSL has no type for a registry; an entry is no data set
}
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
    kind, parts = kind_of(document), date_parts(document)
    fields: dict[str, Any] = {
        "id": document.id,
        "type": _TYPES[kind],
        "title": document.title,
        "author": [_name(name) for name in names(document)],
        "publisher" if kind is Kind.BOOK else "container-title": document.journal,
        "issued": {"date-parts": [list(parts)]} if parts else None,
        "volume": document.volume,
        "issue": document.issue,
        "page": document.pages,
        "DOI": document.doi,
        "PMID": document.pmid,
        "PMCID": document.pmcid,
        "number": document.nct[0] if kind is Kind.ENTRY and document.nct else None,
        "URL": document.url,
        "language": document.language,
        "abstract": abstract(document),
        "keyword": "; ".join(heading.descriptor for heading in document.mesh),
        "status": document.editorial_status.value if document.editorial_status in _TOLD else None,
        "note": status_note(document),
        "annote": ". ".join((*document.nct, *remarks(document))),  # only styles of annotated lists print it
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if name.family is None:
        return {"literal": name.whole}
    return {"family": name.family, "given": name.given} if name.given else {"family": name.family}
