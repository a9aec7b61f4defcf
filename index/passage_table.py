"""The documents of an index, their passages in rows, and what a filter may ask of them."""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, EditorialStatus, MeshHeading
from index.errors import IndexDamagedError
from index.passages import Passage

FILE_NAME = "passages.jsonl"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as it was when the index was built. ``types`` and ``mesh`` are in lower case.

    ``mesh`` holds each heading by every way of asking for it (see `mesh_terms`).
    """

    id: str
    text_sha256: str
    year: int | None
    types: tuple[str, ...]
    mesh: tuple[str, ...]
    evidence_level: str
    text_kind: str
    retracted: bool
    passages: tuple[tuple[int, int, str | None], ...] = field(default=())

    @classmethod
    def of(cls, document: Document, passages: Iterable[Passage]) -> IndexedDocument:
        """Return what the index keeps of a document."""
        return cls(
            id=document.id,
            text_sha256=document.text_sha256,
            year=document.year,
            types=tuple(name.lower() for name in document.publication_types),
            mesh=mesh_terms(document.mesh),
            evidence_level=document.evidence[0].value,
            text_kind=document.text_kind.value,
            retracted=document.editorial_status is EditorialStatus.RETRACTED,
            passages=tuple((passage.start, passage.end, passage.section) for passage in passages),
        )


def mesh_terms(headings: Iterable[MeshHeading]) -> tuple[str, ...]:
    """Return what a filter may name headings by, in lower case, each once.

    A descriptor by its name, by its UI (``d015535``) and with a qualifier (``arthritis, psoriatic/therapy``); with an
    asterisk before it where it is a major topic, as MEDLINE writes it. Narrower descriptors are not counted in.
    """
    terms = dict.fromkeys(term for heading in headings for term in _terms(heading))
    # The same few thousand words stand in every document: one copy of each.
    return tuple(map(sys.intern, terms))


def _terms(heading: MeshHeading) -> Iterator[str]:
    name = heading.descriptor.lower()
    yield name
    if heading.major:
        yield f"*{name}"
    if heading.ui:
        yield heading.ui.lower()
    for qualifier in heading.qualifiers:
        yield f"{name}/{qualifier.name.lower()}"


_FIELDS = tuple(one.name for one in fields(IndexedDocument))


class PassageTable:
    """The rows of an index. ``documents`` stand in the order of their ids, rows in that order and that of the text."""

    def __init__(self, documents: list[IndexedDocument]) -> None:
        self.documents = documents
        counts = [len(document.passages) for document in self.documents]
        self.owners: NDArray[np.int64] = np.repeat(np.arange(len(counts)), counts)
        self.first_rows: NDArray[np.int64] = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])

    def __len__(self) -> int:
        return len(self.owners)

    def position(self, document_id: str) -> int | None:
        """Return the place of a document in `documents`; None when it is not there."""
        place = bisect_left(self.documents, document_id, key=lambda document: document.id)
        found = place < len(self.documents) and self.documents[place].id == document_id
        return place if found else None

    def rows_of(self, owners: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of these documents, document after document."""
        counts = self.first_rows[owners + 1] - self.first_rows[owners]
        # Row i of all is row i - (rows of the documents before) of its own.
        shifts = self.first_rows[owners] - (np.cumsum(counts) - counts)
        return np.asarray(np.repeat(shifts, counts) + np.arange(counts.sum()), np.int64)

    def passage(self, row: int) -> Passage:
        """Return the passage of row ``row``."""
        owner = int(self.owners[row])
        document = self.documents[owner]
        return Passage(document.id, *document.passages[row - int(self.first_rows[owner])])

    def in_context(self, row: int) -> Passage:
        """Return the passage of row ``row`` with a neighbour on each side where its section has one: for reading."""
        middle = self.passage(row)
        neighbours = [self.passage(other) for other in (row - 1, row + 1) if self._same_owner(row, other)]
        together = [middle, *(other for other in neighbours if other.section == middle.section)]
        start, end = min(one.start for one in together), max(one.end for one in together)
        return Passage(middle.document_id, start, end, middle.section)

    def _same_owner(self, row: int, other: int) -> bool:
        return 0 <= other < len(self) and bool(self.owners[row] == self.owners[other])

    def save(self, directory: Path) -> None:
        """Write the table into an existing directory, one document a line."""
        with (directory / FILE_NAME).open("w", encoding="utf-8") as lines:
            for document in self.documents:
                # Not `asdict`, which copies every passage: half the time of writing.
                values = {name: getattr(document, name) for name in _FIELDS}
                lines.write(json.dumps(values, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, directory: Path) -> PassageTable:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        path = directory / FILE_NAME
        try:
            with path.open(encoding="utf-8") as lines:
                return cls([_document(json.loads(line)) for line in lines])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(path, str(error)) from error


def _document(values: dict[str, Any]) -> IndexedDocument:
    for name in ("types", "mesh"):
        values[name] = tuple(map(sys.intern, values[name]))
    values["passages"] = tuple(tuple(passage) for passage in values["passages"])
    return IndexedDocument(**values)
