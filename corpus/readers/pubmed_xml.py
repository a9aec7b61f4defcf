"""PubMed XML, as E-utilities and the yearly baseline and its update files give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from lxml.etree import _Element

from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_pmid
from corpus.interfaces import Deletion, DocumentReader, Outcome, Parsed
from corpus.readers.jats import ROOTS as ROOTS_OF_JATS
from corpus.readers.pubmed_glance import Glance, glance
from corpus.readers.pubmed_records import document_of, revised, version
from corpus.readers.xml_parsing import XmlFormat, read_records, root_name, shown
from corpus.readers.xml_records import DEFAULT_CHUNK_BYTES, RecordTags
from corpus.readers.xml_text import texts_at

_ERROR = re.compile(rb"<ERROR>(.*?)</ERROR>", re.DOTALL | re.IGNORECASE)
_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^<>]*>\s*<PMID\b[^<>]*>\s*(\d{1,10})\s*</PMID>")
_DELETIONS = "DeleteCitation"
TAGS = RecordTags(("PubmedArticle", "PubmedBookArticle", _DELETIONS), ("PubmedArticleSet", "PubmedBookArticleSet"))


class PubMedXmlReader:
    """Reads sets of PubMed articles, books and chapters, and the deletions of an update file."""

    format_name = "pubmed-xml"

    def __init__(
        self, *, chunk_bytes: int = DEFAULT_CHUNK_BYTES, may_want: Callable[[Glance], bool] | None = None
    ) -> None:
        """Read all records; or, with ``may_want``, leave out those of which it says no at a glance."""
        self._chunk_bytes = chunk_bytes
        self._may_want = may_want

    def recognises(self, head: bytes, /) -> bool:
        """True when the file begins with a tag that no other format has.

        A web page is taken too, so that it can be named as one.
        """
        root = root_name(head)
        return root is not None and root not in ROOTS_OF_JATS

    def read(self, stream: BinaryIO, /) -> Iterator[Outcome]:
        """Yield each record as a document, a deletion or a reject (see `DocumentReader.read`).

        Where a file holds several versions of a record, they come in its order; the store keeps the highest.
        """
        return read_records(stream, _FORMAT, self._chunk_bytes, self._is_to_parse if self._may_want else None)

    def _is_to_parse(self, content: bytes) -> bool:
        seen = glance(content)
        return seen is None or self._may_want is None or self._may_want(seen)


if TYPE_CHECKING:
    _: type[DocumentReader] = PubMedXmlReader


def _outcomes(record: _Element, position: str) -> Iterator[Outcome]:
    if record.tag != _DELETIONS:
        yield Parsed(document_of(record), position, revised(record), version(record))
        return
    for text in texts_at(record, "PMID"):
        pmid = clean_pmid(text)
        if not pmid:
            raise InvalidDocumentError(f"{text[:80]!r} is no PMID")
        yield Deletion(f"PMID:{pmid}", position)


def _identifier(content: bytes) -> str | None:
    found = _PMID.search(content)
    pmid = clean_pmid(found[1].decode()) if found else None
    return f"PMID:{pmid}" if pmid else None


def _why_no_records(body: bytes) -> str | None:
    error = _ERROR.search(body)
    return f"E-utilities answered with an error: {shown(error[1])}" if error else None


_FORMAT = XmlFormat("PubMed", TAGS, _outcomes, _identifier, _why_no_records)
