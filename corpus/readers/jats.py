"""JATS, the XML of PubMed Central and of publishers: of each article what it is and its abstract, not its full text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from lxml.etree import _Element

from corpus.identifiers import clean_doi, clean_pmcid, clean_pmid, document_id
from corpus.interfaces import DocumentReader, Outcome, Parsed
from corpus.readers.jats_articles import document_of
from corpus.readers.xml_parsing import XmlFormat, read_records, root_name
from corpus.readers.xml_records import DEFAULT_CHUNK_BYTES, RecordTags

ROOTS = "article", "pmc-articleset", "OAI-PMH"

_OWN_ID = re.compile(
    rb"""<article-id\s[^<>]*?pub-id-type\s*=\s*["'](pmid|doi|pmc|pmcid)["'][^<>]*>\s*([^<>]{1,300}?)\s*</article-id>"""
)


class JatsReader:
    """Reads an article, or a set of articles as PubMed Central gives it."""

    format_name = "jats"

    def __init__(self, *, chunk_bytes: int = DEFAULT_CHUNK_BYTES) -> None:
        self._chunk_bytes = chunk_bytes

    def recognises(self, head: bytes, /) -> bool:
        """True when the first tag is that of an article, of a set of them, or of an OAI answer."""
        return root_name(head) in ROOTS

    def read(self, stream: BinaryIO, /) -> Iterator[Outcome]:
        """Yield each article as a document or a reject (see `DocumentReader.read`)."""
        return read_records(stream, _FORMAT, self._chunk_bytes)


if TYPE_CHECKING:
    _: type[DocumentReader] = JatsReader


def _outcomes(article: _Element, position: str) -> Iterator[Outcome]:
    yield Parsed(document_of(article), position)


def _identifier(content: bytes) -> str | None:
    found = {kind.decode(): value.decode(errors="replace") for kind, value in reversed(_OWN_ID.findall(content))}
    pmid, doi = clean_pmid(found.get("pmid")), clean_doi(found.get("doi"))
    pmcid = clean_pmcid(found.get("pmc") or found.get("pmcid"))
    return document_id(pmid=pmid, doi=doi, pmcid=pmcid) if pmid or doi or pmcid else None


def _why_no_records(_body: bytes) -> str | None:
    return None


_FORMAT = XmlFormat(
    "JATS", RecordTags(("article",), ("pmc-articleset", "OAI-PMH")), _outcomes, _identifier, _why_no_records
)
