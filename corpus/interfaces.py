"""The extension points of this package: readers turn bytes into documents and rejects, writers documents into text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from corpus.documents import Correction, Document


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and where in the file it was found, e.g. ``record 3, line 120``.

    ``revised`` is the day, ISO 8601, of the source's last change to its record, where the source says it. ``version``
    counts from 1 where a file may hold several of one record: of those the highest is the record, then the last.
    """

    document: Document
    position: str
    revised: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """The source says that it has deleted its record of this document (PubMed's ``DeleteCitation``)."""

    document_id: str
    position: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a list says of a publication that it does not describe: an entry of a list of retractions.

    ``targets`` are the document ids (``PMID:…``, ``DOI:…``) of the publication that is spoken of; ``correction`` is
    what happened to it, as that publication's own record would say it; ``own_id`` names the entry in its list.
    """

    own_id: str
    targets: tuple[str, ...]
    correction: Correction
    position: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that is no document: where it was found, why it was refused, and its identifier if one was seen."""

    position: str
    reason: str
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Damage(Reject):
    """A reject that ends a file: it is damaged or cut off here, or holds no records. Nothing after it was read."""


Outcome = Parsed | Deletion | Notice | Reject


class DocumentReader(Protocol):
    """Reads one file format. One bad record never stops a file."""

    @property
    def format_name(self) -> str:
        """The format's name as shown to people and kept as provenance, e.g. ``pubmed-xml``."""
        ...

    def recognises(self, head: bytes, /) -> bool:
        """Say whether a file that begins with ``head`` (up to 4 KiB, not gzipped) is of this format."""
        ...

    def read(self, stream: BinaryIO, /) -> Iterator[Outcome]:
        """Yield every record of the stream in order; one that is none of the others is a reject with its reason.

        Constant memory: one record at a time. Damage to the stream (``EOFError``, ``OSError``, ``zlib.error``) ends
        the reading with one last `Reject`; nothing is raised, and what came before the damage has been yielded.
        """
        ...


class DocumentWriter(Protocol):
    """Writes documents in one format of reference managers, or of exchange."""

    @property
    def format_name(self) -> str:
        """The format's name as given to `corpus export`, e.g. ``csl-json``."""
        ...

    @property
    def media_type(self) -> str:
        """The format's media type."""
        ...

    @property
    def file_suffix(self) -> str:
        """How names of its files end, without a dot."""
        ...

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield the pieces of one file that holds every document, in order. Constant memory; raises nothing.

        What a document does not say is left out. A retracted one can be told from any other in every format.
        """
        ...
