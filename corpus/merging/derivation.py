"""What documents are by all that the corpus holds: their own records put together, and what others say of them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from corpus.documents import Correction, Document
from corpus.merging.corrections import (
    Publication,
    as_publication,
    complete,
    filled,
    seen_from_the_other,
    standing,
    targets_of,
)
from corpus.merging.fields import SourceDocument, merge
from corpus.merging.identity import rank_of_id
from corpus.merging.provenance import SourceRecord
from corpus.merging.source_rows import Row, by_document, decode, listed, names_of

_NOTICES = (
    "SELECT target, correction, (SELECT other.target FROM notices AS other WHERE other.source = notices.source "
    "AND other.own_id = notices.own_id AND other.target LIKE 'PMID:%') "
    "FROM notices WHERE target IN (SELECT value FROM json_each(?)) ORDER BY source, own_id, target"
)

Members = Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class _Said:
    """What others say of a document: the kind of link and who has it, and the notices of lists."""

    links: set[tuple[str, str]] = field(default_factory=set)
    notices: list[Correction] = field(default_factory=list)


def documents_of(connection: sqlite3.Connection, members: Members) -> dict[str, Document]:
    """Return each document of ``members``, which has the source records of each by its id."""
    merged = {document_id: merged_of(document_id, rows) for document_id, rows in members.items()}
    said = _said_of(connection, members)
    speaking = [document.corrections for document in merged.values()] + [one.notices for one in said.values()]
    homes = _homes(connection, {target for each in speaking for one in each for target in targets_of(one)})
    speakers = {speaker for one in said.values() for _, speaker in one.links}
    publications = _publications(connection, merged, speakers.union(homes.values()))

    def finder(document_id: str) -> Callable[[Correction], Publication | None]:
        def find(correction: Correction) -> Publication | None:
            found = (homes.get(target) for target in targets_of(correction))
            return next((publications[home] for home in found if home and home != document_id), None)

        return find

    return {
        document_id: _with_links(document, said.get(document_id, _Said()), publications, finder(document_id))
        for document_id, document in merged.items()
    }


def merged_of(document_id: str, rows: Sequence[Row]) -> Document:
    """Return the document that ``rows`` make by themselves."""
    if len(rows) == 1 and rows[0].own_id == document_id:  # most: there is nothing to choose
        return rows[0].document
    return merge(document_id, [SourceDocument(row.source, row.document) for row in rows]).document


def sources_of(connection: sqlite3.Connection, document_id: str) -> list[SourceRecord]:
    """Return the records of a document and what each gave to it, in the order of their ids."""
    rows = sorted(by_document(connection, [document_id]), key=lambda row: (rank_of_id(row.own_id), row.source))
    if not rows:
        return []
    given_by = merge(document_id, [SourceDocument(row.source, row.document) for row in rows]).given_by
    return [
        SourceRecord(
            source=row.source,
            own_id=row.own_id,
            file=row.provenance.file,
            position=row.provenance.position,
            added_at=row.provenance.added_at,
            revised=row.revised,
            fields=tuple(name for name, places in given_by.items() if place in places),
        )
        for place, row in enumerate(rows)
    ]


def encode_correction(correction: Correction) -> str:
    """Return a correction as a notice keeps it."""
    return json.dumps({name: value for name, value in asdict(correction).items() if value}, ensure_ascii=False)


def _with_links(
    document: Document,
    said: _Said,
    publications: Mapping[str, Publication],
    find: Callable[[Correction], Publication | None],
) -> Document:
    links = (seen_from_the_other(kind, publications[speaker]) for kind, speaker in said.links)
    linked = sorted(filter(None, links), key=encode_correction)
    listed_of_it = (filled(one, find(one)) for one in standing(said.notices))
    stated = tuple(filled(one, find(one)) for one in document.corrections)
    corrections = complete(stated, (*linked, *listed_of_it))
    return document if corrections == document.corrections else replace(document, corrections=corrections)


def _said_of(connection: sqlite3.Connection, members: Members) -> dict[str, _Said]:
    named: defaultdict[str, list[str]] = defaultdict(list)
    for document_id, rows in members.items():
        for name in names_of(document_id, (row.claims for row in rows)):
            named[name].append(document_id)
    said: defaultdict[str, _Said] = defaultdict(_Said)
    links = listed(
        connection,
        "SELECT DISTINCT target, kind, document_id FROM links JOIN source_records ON id = record_id "
        "WHERE target IN (SELECT value FROM json_each(?))",
        named,
    )
    for target, kind, speaker in links:
        for document_id in named[target]:
            if speaker != document_id:
                said[document_id].links.add((kind, speaker))
    for document_id, correction in _noticed(connection, named):
        said[document_id].notices.append(correction)
    return said


def _noticed(connection: sqlite3.Connection, named: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Correction]]:
    """Yield the documents that a list speaks of by one of their names, and what it says.

    A notice often has the DOI of the paper that it is about: where PMIDs tell the two apart, they do.
    """
    pmids: defaultdict[str, set[str]] = defaultdict(set)
    for name, document_ids in named.items():
        if name.startswith("PMID:"):
            for document_id in document_ids:
                pmids[document_id].add(name)
    for target, encoded, settled in listed(connection, _NOTICES, named):
        correction = Correction(**json.loads(encoded))
        for document_id in named[target]:
            own = pmids[document_id]
            if f"PMID:{correction.pmid}" not in own and (not own or settled is None or settled in own):
                yield document_id, correction


def _homes(connection: sqlite3.Connection, targets: Collection[str]) -> dict[str, str]:
    """Return the document that each target of a link is; the first by its id where a DOI names several."""
    found = listed(
        connection,
        "SELECT identifier, document_id FROM identifiers JOIN source_records ON id = record_id "
        "WHERE identifier IN (SELECT value FROM json_each(?)) ORDER BY identifier, document_id DESC",
        targets,
    )
    return dict(found)


def _publications(
    connection: sqlite3.Connection, merged: Mapping[str, Document], document_ids: Iterable[str]
) -> dict[str, Publication]:
    wanted = set(document_ids)
    publications = {one: as_publication(merged[one]) for one in wanted & merged.keys()}
    for document_id, record in listed(
        connection,
        "SELECT id, record FROM documents JOIN versions ON document_id = id AND versions.version = documents.version "
        "WHERE id IN (SELECT value FROM json_each(?))",
        wanted - merged.keys(),
    ):
        publications[document_id] = as_publication(decode(record))
    return publications
