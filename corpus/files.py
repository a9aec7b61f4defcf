"""Files of records: plain or gzipped, their format recognised by content, never by name."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from corpus.errors import UnreadableFileError
from corpus.interfaces import DocumentReader, Outcome
from corpus.readers.csv_table import CsvReader
from corpus.readers.jsonl import JsonLinesReader
from corpus.readers.nbib import NbibReader
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.readers.retraction_watch import RetractionWatchReader
from corpus.readers.ris import RisReader

READERS: tuple[DocumentReader, ...] = (
    PubMedXmlReader(),
    JsonLinesReader(),
    NbibReader(),
    RisReader(),
    RetractionWatchReader(),
    CsvReader(),
)

_GZIP_MAGIC = b"\x1f\x8b"
_HEAD_BYTES = 4096


@contextmanager
def open_records(path: Path, readers: Sequence[DocumentReader] = READERS) -> Iterator[tuple[str, Iterator[Outcome]]]:
    """Open ``path`` and give the name of its format and its records, one at a time.

    Raises:
        UnreadableFileError: no such file, not readable, empty, or of no format that any reader recognises.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from error
    with raw, _decompressed(raw) as stream:
        reader = _recognise(path, _peek(stream), readers)
        yield reader.format_name, reader.read(cast("BinaryIO", stream))


def _decompressed(raw: io.BufferedReader) -> io.BufferedReader | gzip.GzipFile:
    return gzip.GzipFile(fileobj=raw) if _peek(raw)[:2] == _GZIP_MAGIC else raw


def _peek(stream: io.BufferedReader | gzip.GzipFile) -> bytes:
    try:
        return stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    except (OSError, EOFError, zlib.error):
        return b""


def _recognise(path: Path, head: bytes, readers: Sequence[DocumentReader]) -> DocumentReader:
    if not head.strip():
        raise UnreadableFileError(path, "the file is empty, or its compressed data are damaged from the start")
    reader = next((reader for reader in readers if reader.recognises(head)), None)
    if reader is None:
        known = ", ".join(reader.format_name for reader in readers)
        raise UnreadableFileError(path, f"the content is of none of the known formats ({known}, each gzipped or not)")
    return reader
