"""PubMed XML, as E-utilities and the yearly baseline give it: each record is cut out first, then parsed strictly.

Why not one parser over the whole file: a strict one stops at the first bad byte, and a lenient one guesses.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from lxml import etree

from corpus.canonical import normalise
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_pmid
from corpus.interfaces import Damage, DocumentReader, Parsed, Reject
from corpus.readers.pubmed_glance import Glance, glance
from corpus.readers.pubmed_records import document_of
from corpus.readers.xml_records import DEFAULT_CHUNK_BYTES, RawRecord, RecordSplitter

_MARKS = codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
_UTF16_STARTS = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<"
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_START_TAG = re.compile(rb"""<([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>""")
_EMPTY_SET = re.compile(rb"\s*<(Pubmed(?:Book)?ArticleSet)(?:\s[^<>]*)?(?:/>|>\s*</\1\s*>)\s*")
_ERROR = re.compile(rb"<ERROR>(.*?)</ERROR>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(rb"\s*<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)
_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^<>]*>\s*<PMID\b[^<>]*>\s*(\d{1,10})\s*</PMID>")
_LINE_OF_ERROR = re.compile(r",? (?:line|column) \d+")

_RECORD_TAGS = "PubmedArticle", "PubmedBookArticle"
_CUSTOMARY_PREFIXES = b'xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink"'


class PubMedXmlReader:
    """Reads sets of PubMed articles, books and chapters."""

    format_name = "pubmed-xml"

    def __init__(
        self, *, chunk_bytes: int = DEFAULT_CHUNK_BYTES, may_want: Callable[[Glance], bool] | None = None
    ) -> None:
        """Read all records; or, with ``may_want``, leave out those of which it says no at a glance."""
        self._chunk_bytes = chunk_bytes
        self._may_want = may_want

    def recognises(self, head: bytes, /) -> bool:
        """True when the first thing in the file is a tag: a web page is taken too, so that it can be named as one."""
        for mark in _MARKS:
            head = head.removeprefix(mark)
        return head.lstrip(b" \t\r\n\0").startswith(b"<")

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield each record as a document or a reject (see `DocumentReader.read`)."""
        records = RecordSplitter(stream, chunk_bytes=self._chunk_bytes)
        if _is_utf16(records.head):
            yield Damage("byte 0", "UTF-16 text: save the file as UTF-8 and add it again")
            return
        may_want = self._may_want if _is_utf8(records.head) else None
        parser = _RecordParser(records.head)
        has_records = False
        for record in records:
            has_records = True
            if may_want is None or record.fault or (seen := glance(record.content)) is None or may_want(seen):
                yield parser.read(record)
        if not has_records and (reason := _why_no_records(records.head)):
            yield Damage("byte 0", reason)


if TYPE_CHECKING:
    _: type[DocumentReader] = PubMedXmlReader


class _RecordParser:
    """Parses a record inside the start tag of the file it came from, where its prefixes and encoding are declared."""

    def __init__(self, head: bytes) -> None:
        root, attributes = _root(head)
        self._before = b'<?xml version="1.0" encoding="%s"?>' % _encoding(head)
        self._before += b"<file %s><%s%s>" % (_CUSTOMARY_PREFIXES, root, re.sub(rb"\s", b" ", attributes))
        self._after = b"</%s></file>" % root
        self._parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def read(self, record: RawRecord) -> Parsed | Reject:
        """Return the document of a whole record, else a reject that says what is wrong with it."""
        try:
            if record.fault is None:
                return Parsed(document_of(self._parse(record.content)), record.position)
            reason = record.fault
        except etree.XMLSyntaxError as error:
            # The parser counts lines from the start of the record.
            line = record.line + (error.lineno or 1) - 1
            reason = f"not well-formed XML at line {line}: {_LINE_OF_ERROR.sub('', error.msg or 'unknown error')}"
        except InvalidDocumentError as error:
            reason = str(error)
        kind = Damage if record.ends_file else Reject
        return kind(record.position, reason, _identifier(record.content))

    def _parse(self, content: bytes) -> etree._Element:
        tree = etree.fromstring(self._before + content + self._after, self._parser)
        for element in tree.iter("{*}*"):
            if element.tag[0] == "{":
                element.tag = etree.QName(element).localname
        return next(tree.iter(*_RECORD_TAGS))


def _is_utf16(head: bytes) -> bool:
    return head.startswith(_UTF16_STARTS) or _encoding(head).upper().startswith(b"UTF-16")


def _is_utf8(head: bytes) -> bool:
    return _encoding(head).upper() in {b"UTF-8", b"US-ASCII"}


def _encoding(head: bytes) -> bytes:
    """Return the encoding that the first line declares; UTF-8 where none is declared or a byte order mark says so."""
    declared = _ENCODING.match(head)
    return declared[1] if declared else b"UTF-8"


def _root(head: bytes) -> tuple[bytes, bytes]:
    """Return the name and the attributes of the file's root; of a plain set where a record is the root, or nothing."""
    tag = _START_TAG.search(_PROLOG.sub(b"", head))
    if tag is None or tag[1].decode(errors="replace") in _RECORD_TAGS:
        return b"PubmedArticleSet", b""
    return tag[1], tag[2]


def _identifier(content: bytes) -> str | None:
    found = _PMID.search(content)
    pmid = clean_pmid(found[1].decode()) if found else None
    return f"PMID:{pmid}" if pmid else None


def _why_no_records(head: bytes) -> str | None:
    """Return why a file that begins with ``head`` has no records; None for an empty set, which is as it should be."""
    head = head.removeprefix(codecs.BOM_UTF8)
    if _HTML.match(head):
        return "a web page (HTML), not PubMed XML"
    body = _PROLOG.sub(b"", head)
    if _EMPTY_SET.fullmatch(body):
        return None
    if error := _ERROR.search(body):
        return f"E-utilities answered with an error: {_shown(error[1])}"
    tag = _START_TAG.search(body)
    return f"no PubMed record in the file: its root is <{_shown(tag[1])}>" if tag else "no PubMed record in the file"


def _shown(text: bytes) -> str:
    return normalise(text.decode(errors="replace"))[:200]
