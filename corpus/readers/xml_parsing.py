"""XML files of records: each record is cut out first, then parsed strictly.

Why not one parser over the whole file: a strict one stops at the first bad byte, and a lenient one guesses. Entities
are not expanded, and nothing outside the file is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from corpus.canonical import normalise
from corpus.errors import InvalidDocumentError
from corpus.interfaces import Damage, Outcome, Reject
from corpus.readers.xml_records import RawRecord, RecordSplitter, RecordTags

_MARKS = codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
_UTF16_STARTS = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<"
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_START_TAG = re.compile(rb"""<([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>""")
_HTML = re.compile(rb"\s*<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)
_LINE_OF_ERROR = re.compile(r",? (?:line|column) \d+")
_CUSTOMARY_PREFIXES = b'xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink"'


@dataclass(frozen=True, slots=True)
class XmlFormat:
    """An XML format: its tags, and what its records say.

    ``outcomes_of`` takes a record's element, without namespaces, and its position, and may raise
    `InvalidDocumentError`; ``identifier_of`` finds the document id in the bytes of a bad record; ``why_no_records``
    takes the body of a file without records, after its prolog, and returns None where it knows no reason of its own.
    """

    name: str
    tags: RecordTags
    outcomes_of: Callable[[etree._Element, str], Iterator[Outcome]]
    identifier_of: Callable[[bytes], str | None]
    why_no_records: Callable[[bytes], str | None]


def root_name(head: bytes) -> str | None:
    """Return the name of the first tag of a file that begins with ``head``; None when it begins with no tag.

    Empty where the tag is not whole in ``head``, or the file is UTF-16.
    """
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if not head.lstrip(b" \t\r\n\0").startswith(b"<"):
        return None
    tag = _START_TAG.search(_PROLOG.sub(b"", head))
    return tag[1].decode(errors="replace") if tag else ""


def read_records(
    stream: BinaryIO, form: XmlFormat, chunk_bytes: int, is_to_parse: Callable[[bytes], bool] | None = None
) -> Iterator[Outcome]:
    """Yield what each record of the stream says, or a reject (see `DocumentReader.read`).

    Of a file in UTF-8, whole records of whose bytes ``is_to_parse`` says no are left out.
    """
    records = RecordSplitter(stream, form.tags, chunk_bytes=chunk_bytes)
    if _is_utf16(records.head):
        yield Damage("byte 0", "UTF-16 text: save the file as UTF-8 and add it again")
        return
    parser = _RecordParser(records.head, form)
    may_leave_out = is_to_parse if _is_utf8(records.head) else None
    has_records = False
    for record in records:
        has_records = True
        if record.fault or may_leave_out is None or may_leave_out(record.content):
            yield from parser.read(record)
    if not has_records and (reason := _why_no_records(records.head, form)):
        yield Damage("byte 0", reason)


def shown(text: bytes) -> str:
    """Return bytes of a file as they may be shown in a message."""
    return normalise(text.decode(errors="replace"))[:200]


class _RecordParser:
    """Parses a record inside the start tag of the file it came from, where its prefixes and encoding are declared."""

    def __init__(self, head: bytes, form: XmlFormat) -> None:
        self._form = form
        root, attributes = _root(head, form.tags)
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

    def read(self, record: RawRecord) -> Iterator[Outcome]:
        """Yield what a whole record says, else a reject that says what is wrong with it."""
        try:
            if record.fault is None:
                yield from self._form.outcomes_of(self._parse(record.content), record.position)
                return
            reason = record.fault
        except etree.XMLSyntaxError as error:
            # The parser counts lines from the start of the record.
            line = record.line + (error.lineno or 1) - 1
            reason = f"not well-formed XML at line {line}: {_LINE_OF_ERROR.sub('', error.msg or 'unknown error')}"
        except InvalidDocumentError as error:
            reason = str(error)
        kind = Damage if record.ends_file else Reject
        yield kind(record.position, reason, self._form.identifier_of(record.content))

    def _parse(self, content: bytes) -> etree._Element:
        tree = etree.fromstring(self._before + content + self._after, self._parser)
        for element in tree.iter("{*}*"):
            if element.tag[0] == "{":
                element.tag = etree.QName(element).localname
        return next(tree.iter(*self._form.tags.records))


def _is_utf16(head: bytes) -> bool:
    return head.startswith(_UTF16_STARTS) or _encoding(head).upper().startswith(b"UTF-16")


def _is_utf8(head: bytes) -> bool:
    return _encoding(head).upper() in {b"UTF-8", b"US-ASCII"}


def _encoding(head: bytes) -> bytes:
    """Return the encoding that the first line declares; UTF-8 where none is declared or a byte order mark says so."""
    declared = _ENCODING.match(head)
    return declared[1] if declared else b"UTF-8"


def _root(head: bytes, tags: RecordTags) -> tuple[bytes, bytes]:
    """Return the name and the attributes of the file's root; of a plain set where a record is the root, or nothing."""
    tag = _START_TAG.search(_PROLOG.sub(b"", head))
    if tag is None or tag[1].decode(errors="replace") in tags.records:
        return tags.sets[0].encode(), b""
    return tag[1], tag[2]


def _why_no_records(head: bytes, form: XmlFormat) -> str | None:
    head = head.removeprefix(codecs.BOM_UTF8)
    if _HTML.match(head):
        return f"a web page (HTML), not {form.name} XML"
    body = _PROLOG.sub(b"", head)
    if form.tags.empty_set().fullmatch(body):
        return None
    if reason := form.why_no_records(body):
        return reason
    tag = _START_TAG.search(body)
    return f"no {form.name} record in the file" + (f": its root is <{shown(tag[1])}>" if tag else "")
