"""The extension point of this package: a reader turns a stream of bytes into documents and rejects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from corpus.documents import Document


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and where in the file it was found, e.g. ``record 3, line 120``."""

    document: Document
    position: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that is no document: where it was found, why it was refused, and its identifier if one was seen."""

    position: str
    reason: str
    identifier: str | None = None


class DocumentReader(Protocol):
    """Reads one file format. One bad record never stops a file."""

    @property
    def format_name(self) -> str:
        """The format's name as shown to people and kept as provenance, e.g. ``pubmed-xml``."""
        ...

    def recognises(self, head: bytes, /) -> bool:
        """Say whether a file that begins with ``head`` (up to 4 KiB, not gzipped) is of this format."""
        ...

    def read(self, stream: BinaryIO, /) -> Iterator[Parsed | Reject]:
        """Yield every record of the stream in order, as a document or a reject with its reason.

        Constant memory: one record at a time. Damage to the stream (``EOFError``, ``OSError``, ``zlib.error``) ends
        the reading with one last `Reject`; nothing is raised, and what came before the damage has been yielded.
        """
        ...
