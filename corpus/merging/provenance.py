"""What is kept of where documents came from, and what an import says that it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.interfaces import Reject


class Provenance(NamedTuple):
    """Where something came from: the format, the file, where in it, and when. ``added_at`` is ISO 8601, UTC."""

    format: str
    file: str
    position: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document and where it came from. ``added_at`` is ISO 8601, UTC."""

    number: int
    text_sha256: str
    format: str
    file: str
    position: str
    added_at: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record that a document is put together from, and the document's fields that it gave.

    ``own_id`` is the id of the document that it would be alone; ``revised`` the day of the source's last change to it,
    where the source says so.
    """

    source: str
    own_id: str
    file: str
    position: str
    added_at: str
    revised: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of a document that is no longer in the corpus, and when (ISO 8601, UTC).

    ``reason``: ``removed`` by a person, ``deleted`` by its source, or ``merged`` into ``replaced_by``.
    """

    document_id: str
    reason: str
    replaced_by: str | None
    gone_at: str


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Ids of documents ``added``, ``changed``, ``removed`` (by their source or a person), ``merged`` into others, and
    ``retracted`` (retracted now, and not so before); how many records left everything as it was, how many ``notices``
    of a list were taken in, and every reject.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    retracted: list[str] = field(default_factory=list)
    notices: int = 0
    rejected: list[Reject] = field(default_factory=list)
