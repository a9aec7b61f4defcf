"""What we export as RIS or NBIB is the same publication when it comes back."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from corpus.documents import Document
from corpus.identifiers import document_id
from corpus.interfaces import DocumentReader, DocumentWriter, Parsed
from corpus.readers.nbib import NbibReader
from corpus.readers.pubmed_titles import full_pages
from corpus.readers.ris import RisReader
from corpus.starter import starter_documents
from corpus.writers.nbib import NbibWriter
from corpus.writers.ris import RisWriter

PAIRS = [(RisWriter(), RisReader()), (NbibWriter(), NbibReader())]


def told(document: Document) -> dict[str, object]:
    """What both formats have a place for, in the reader's manner."""
    return {
        "id": document_id(
            pmid=document.pmid, doi=document.doi, pmcid=document.pmcid, title=document.title, year=document.year
        ),
        "title": document.title,
        "journal": document.journal,
        "year": document.year,
        "volume": document.volume,
        "issue": document.issue,
        "pages": full_pages(document.pages) if document.pages else None,
        "doi": document.doi,
        "pmid": document.pmid,
        "pmcid": document.pmcid,
        "nct": document.nct,
        "language": document.language,
    }


@pytest.mark.parametrize(("writer", "reader"), PAIRS, ids=["ris", "nbib"])
def test_the_starter_corpus_comes_back(writer: DocumentWriter, reader: DocumentReader) -> None:
    given = [replace(document, url=None) for document in starter_documents() if not document.id.startswith("NCT:")]
    content = "".join(writer.write(given)).encode()
    assert reader.recognises(content[:4096])
    outcomes = list(reader.read(io.BytesIO(content)))
    assert all(isinstance(outcome, Parsed) for outcome in outcomes)
    found = [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]
    assert [told(document) for document in found] == [told(document) for document in given]
