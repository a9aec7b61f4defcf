"""Files of records: plain, gzipped, or many in a zip; their format recognised by content, never by name."""

from __future__ import annotations

import gzip
import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from corpus.errors import UnreadableFileError
from corpus.interfaces import Damage, DocumentReader, Outcome
from corpus.readers.clinicaltrials import ClinicalTrialsReader
from corpus.readers.csv_table import CsvReader
from corpus.readers.europepmc import EuropePmcReader
from corpus.readers.jats import JatsReader
from corpus.readers.jsonl import JsonLinesReader
from corpus.readers.nbib import NbibReader
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.readers.retraction_watch import RetractionWatchReader
from corpus.readers.ris import RisReader
from corpus.unpacking import Allowance, Packed, unpacked

READERS: tuple[DocumentReader, ...] = (
    PubMedXmlReader(),
    JatsReader(),
    EuropePmcReader(),
    ClinicalTrialsReader(),
    JsonLinesReader(),
    NbibReader(),
    RisReader(),
    RetractionWatchReader(),
    CsvReader(),
)

_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04", b"PK\x05\x06"
_HEAD_BYTES = 4096
_OFFICE = "[Content_Types].xml"
_HIDDEN = re.compile(r"\.[^.]|__MACOSX$")
# What an archive or a member that cannot be opened raises: a password, an unknown method, a damaged header.
_UNOPENED = (RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records: its name, within an archive ``archive.zip/name``, its format, and its records in order."""

    name: str
    format_name: str
    records: Iterator[Outcome]


def open_files(path: Path, readers: Sequence[DocumentReader] = READERS) -> Iterator[RecordFile]:
    """Yield the file at ``path``, or each file of the zip there, open for as long as it is the last one given.

    A member of an archive that cannot be read gives one `Damage` and keeps no other out. Folders, hidden files and
    what macOS adds are passed over; an archive within an archive is not opened. Members that together unpack to far
    more than the archive holds are refused from there on.

    Raises:
        UnreadableFileError: as `open_records`; or the zip itself cannot be read, or holds no file.
    """
    if not _is_zip(path):
        with open_records(path, readers) as (format_name, records):
            yield RecordFile(path.name, format_name, records)
        return
    with _open_archive(path) as archive:
        members = [member for member in archive.infolist() if _holds_records(member)]
        if not members:
            raise UnreadableFileError(path, "the archive holds no file")
        if any(member.filename == _OFFICE for member in members):
            raise UnreadableFileError(path, "an Office document: export its references as RIS or CSV, and add those")
        whole = Allowance(lambda: path.stat().st_size, math.inf)
        for member in members:
            if refusal := whole.refusal():
                yield RecordFile(path.name, "zip", iter([Damage(f"from {member.filename} on", refusal)]))
                return
            yield from _open_member(path, archive, member, readers, whole)


@contextmanager
def open_records(path: Path, readers: Sequence[DocumentReader] = READERS) -> Iterator[tuple[str, Iterator[Outcome]]]:
    """Open the one file at ``path``, gzipped or not, and give the name of its format and its records, one at a time.

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


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as raw:
            return raw.read(4) in _ZIP_MAGIC
    except OSError:
        return False  # `open_records` says what is wrong


def _open_archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _UNOPENED as error:
        raise UnreadableFileError(path, f"the archive cannot be opened: {error}") from error


def _holds_records(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return not member.filename.endswith("/") and not any(_HIDDEN.match(part) for part in parts)


def _open_member(
    path: Path,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    readers: Sequence[DocumentReader],
    whole: Allowance,
) -> Iterator[RecordFile]:
    name = f"{path.name}/{member.filename}"
    try:
        opened = archive.open(member)
    except _UNOPENED as error:
        yield RecordFile(name, "zip", iter([Damage("byte 0", f"cannot be opened: {error}")]))
        return
    own = Allowance(lambda: member.compress_size)
    with opened, unpacked(cast("Packed", opened), own, whole) as plain, _decompressed(plain, whole) as stream:
        try:
            reader = _recognise(Path(name), _peek(stream), readers)
        except UnreadableFileError as error:
            yield RecordFile(name, "zip", iter([Damage("byte 0", error.reason)]))
        else:
            yield RecordFile(name, reader.format_name, reader.read(cast("BinaryIO", stream)))


def _decompressed(raw: io.BufferedReader, *allowances: Allowance) -> io.BufferedReader:
    if _peek(raw)[:2] != _GZIP_MAGIC:
        return raw
    return unpacked(gzip.GzipFile(fileobj=raw), Allowance(raw.tell), *allowances)


def _peek(stream: io.BufferedReader) -> bytes:
    try:
        return stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    except (OSError, EOFError, zlib.error):
        return b""


def _recognise(path: Path, head: bytes, readers: Sequence[DocumentReader]) -> DocumentReader:
    if not head.strip():
        raise UnreadableFileError(path, "the file is empty, or its compressed data are damaged from the start")
    reader = next((reader for reader in readers if reader.recognises(head)), None)
    if reader is None and head.startswith(_ZIP_MAGIC):
        raise UnreadableFileError(path, "an archive within an archive: unpack it and add its files, or it alone")
    if reader is None:
        known = ", ".join(reader.format_name for reader in readers)
        reason = f"the content is of none of the known formats ({known}, each gzipped or not, or in a zip)"
        raise UnreadableFileError(path, reason)
    return reader
