"""Documents put together from the records of all sources, and written as new versions where that changes them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.canonical import sha256_of
from corpus.documents import Document, EditorialStatus
from corpus.merging.derivation import documents_of
from corpus.merging.identity import Group, names_to_look_up, partition
from corpus.merging.provenance import ImportReport, Provenance
from corpus.merging.source_rows import Row, by_document, by_id, decode, encoded, links_of, listed, names_of

Members = dict[str, list[Row]]

_LINKING_TO = (
    "SELECT document_id, target FROM links JOIN source_records ON id = record_id "
    "WHERE target IN (SELECT value FROM json_each(?))"
)
_NOTICED = (
    "SELECT document_id, 'PMID:' || json_extract(correction, '$.pmid') FROM notices JOIN identifiers "
    "ON identifier = target JOIN source_records ON id = record_id "
    "WHERE 'PMID:' || json_extract(correction, '$.pmid') IN (SELECT value FROM json_each(?))"
)
_NOTICED_BY_DOI = _NOTICED.replace("PMID:", "DOI:").replace("$.pmid", "$.doi")
_KNOWN_BY = (
    "SELECT document_id, identifier FROM identifiers JOIN source_records ON id = record_id "
    "WHERE identifier IN (SELECT value FROM json_each(?))"
)


@dataclass(slots=True)
class Change:
    """What happened to source records since documents were last put together, each with what did it.

    ``records`` are new or changed. ``documents`` had such a record, or lost one for a ``reason``. ``names`` are those
    of such records, ``targets`` what their links point at, before and after; ``looked_up`` are the names by which
    former ones could meet others.
    """

    records: dict[int, Row] = field(default_factory=dict)
    documents: dict[str, Provenance] = field(default_factory=dict)
    names: dict[str, Provenance] = field(default_factory=dict)
    targets: dict[str, Provenance] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    looked_up: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.records) + len(self.documents) + len(self.targets)

    def former(self, row: Row, cause: Provenance) -> None:
        """Take down a record that is changed or removed, as it was."""
        self.documents[row.document_id] = cause
        self.looked_up |= names_to_look_up(row.claims)
        self.note(row, cause)

    def note(self, row: Row, cause: Provenance) -> None:
        """Take down what a record is found by and says of others."""
        self.names.update(dict.fromkeys(names_of(row.own_id, [row.claims]), cause))
        self.targets.update((target, cause) for target, _ in links_of(row.document))

    def causes(self) -> Iterator[Provenance]:
        """Yield what changed anything, the last first."""
        yield from reversed([row.provenance for row in self.records.values()])
        for each in (self.documents, self.targets, self.names):
            yield from reversed(each.values())


def assemble(connection: sqlite3.Connection, change: Change, report: ImportReport) -> set[int]:
    """Put together every document that a change touches; return the rows of the records of those written.

    Touched are the documents of all records that may be about one publication with a changed one, and the documents at
    the other end of a link.
    """
    rows = _with_relatives(connection, change)
    members = _regrouped(connection, partition(row.claims for row in rows.values()), rows)
    causes = _causes(change, members)
    for document_id, (cause, linked) in _linked(connection, change, members).items():
        causes[document_id], members[document_id] = cause, linked
    former = {*change.documents, *members, *(row.document_id for row in rows.values())}
    before = {
        one
        for (one,) in listed(
            connection, "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?))", former
        )
    }
    became = _became(members, before)
    documents = documents_of(connection, members)
    retracted = _newly_retracted(connection, documents, before, became)
    written = _write(connection, documents, members, causes)
    _let_go(connection, before - members.keys(), became, change, report)
    report.added += [one for one in written if one not in before]
    report.changed += [one for one in written if one in before]
    report.retracted += [one for one in written if one in retracted]
    return {row.id for one in written for row in members[one]}


def _with_relatives(connection: sqlite3.Connection, change: Change) -> dict[int, Row]:
    """Return the changed records and all that may, through whatever others, be about one publication with them."""
    rows = dict(change.records)
    asked: set[str] = set()
    rows.update((row.id, row) for row in by_document(connection, change.documents) if row.id not in rows)
    fresh, names = list(rows.values()), set(change.looked_up)
    while fresh or names:
        names = names.union(*(names_to_look_up(row.claims) for row in fresh)) - asked
        asked |= names
        query = "SELECT DISTINCT record_id FROM identifiers WHERE identifier IN (SELECT value FROM json_each(?))"
        found = {row_id for (row_id,) in listed(connection, query, names)} - rows.keys()
        fresh = list(by_id(connection, found))
        rows.update((row.id, row) for row in fresh)
        names = set()
    return rows


def _regrouped(connection: sqlite3.Connection, groups: Iterable[Group], rows: Mapping[int, Row]) -> Members:
    """Return the records of each document, with each record's row set to its document."""
    by_key = {(row.source, row.own_id): row for row in rows.values()}
    members = {group.id: [by_key[one.source, one.own_id] for one in group.members] for group in groups}
    moved = ((one, row.id) for one, each in members.items() for row in each if row.document_id != one)
    connection.executemany("UPDATE source_records SET document_id = ? WHERE id = ?", moved)
    return members


def _became(members: Members, before: set[str]) -> dict[str, str]:
    """Return the document that each became whose records are now in another; the first by its id, of several."""
    became: dict[str, str] = {}
    for document_id in sorted(members, reverse=True):
        became.update((row.document_id, document_id) for row in members[document_id])
    return {old: new for old, new in became.items() if old in before and old not in members}


def _causes(change: Change, members: Members) -> dict[str, Provenance]:
    """Return what made each document change: a record of its own, or else whatever took one from it."""
    last = next(change.causes())
    causes = {}
    for document_id, rows in members.items():
        own = [change.records[row.id].provenance for row in rows if row.id in change.records]
        lost = [change.documents[row.document_id] for row in rows if row.document_id in change.documents]
        causes[document_id] = next(iter((*reversed(own), *lost)), last)
    return causes


def _linked(
    connection: sqlite3.Connection, change: Change, members: Members
) -> dict[str, tuple[Provenance, list[Row]]]:
    """Return the other documents that a link leads to or from, with what touched them."""
    touched = Change(names=dict(change.names), targets=dict(change.targets))
    for rows in members.values():
        for row in rows:
            touched.note(row, row.provenance)
    causes: dict[str, Provenance] = {}
    for query, names in (
        (_LINKING_TO, touched.names),
        (_NOTICED, touched.names),
        (_NOTICED_BY_DOI, touched.names),
        (_KNOWN_BY, touched.targets),
    ):
        for document_id, name in listed(connection, query, names):
            if document_id not in members:
                causes.setdefault(document_id, names[name])
    rows_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in by_document(connection, causes):
        rows_of[row.document_id].append(row)
    return {document_id: (causes[document_id], rows) for document_id, rows in rows_of.items()}


def _newly_retracted(
    connection: sqlite3.Connection, documents: Mapping[str, Document], before: set[str], became: Mapping[str, str]
) -> set[str]:
    retracted = {one for one, document in documents.items() if _is_retracted(document)}
    former = {one: one for one in retracted & before} | {old: new for old, new in became.items() if new in retracted}
    records = listed(
        connection,
        "SELECT id, record FROM documents JOIN versions ON document_id = id AND versions.version = documents.version "
        "WHERE id IN (SELECT value FROM json_each(?))",
        former,
    )
    return retracted - {former[document_id] for document_id, record in records if _is_retracted(decode(record))}


def _is_retracted(document: Document) -> bool:
    return document.editorial_status is EditorialStatus.RETRACTED


def _write(
    connection: sqlite3.Connection,
    documents: Mapping[str, Document],
    members: Members,
    causes: Mapping[str, Provenance],
) -> list[str]:
    """Write a version of each document that is new, came back or changed; return their ids."""
    latest = {
        document_id: rest
        for document_id, *rest in listed(
            connection,
            "SELECT document_id, max(versions.version), record_sha256, documents.id IS NOT NULL FROM versions "
            "LEFT JOIN documents ON id = document_id WHERE document_id IN (SELECT value FROM json_each(?)) "
            "GROUP BY document_id",  # SQLite takes the other columns from the row that has the maximum
            documents,
        )
    }
    versions, current = [], []
    for document_id, document in documents.items():
        number, known_sha256, is_current = latest.get(document_id, (0, None, False))
        record = encoded(document, members[document_id])
        record_sha256 = sha256_of(record)
        if record_sha256 != known_sha256:
            number += 1
            texts = (record, record_sha256, document.text, document.text_sha256)
            versions.append((document_id, number, *texts, *causes[document_id]))
        elif is_current:
            continue
        current.append((document_id, number))
    connection.executemany("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", versions)
    connection.executemany(
        "INSERT INTO documents VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version", current
    )
    connection.executemany("DELETE FROM gone WHERE document_id = ?", ((one,) for one, _ in current))
    return [document_id for document_id, _ in current]


def _let_go(
    connection: sqlite3.Connection,
    document_ids: Iterable[str],
    became: Mapping[str, str],
    change: Change,
    report: ImportReport,
) -> None:
    """Take documents that no record makes any more out of the corpus; their versions stay."""
    now = next(change.causes()).added_at
    for document_id in sorted(document_ids):
        new = became.get(document_id)
        reason = "merged" if new else change.reasons.get(document_id, "removed")
        (report.merged if new else report.removed).append(document_id)
        connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        connection.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?)", (document_id, reason, new, now))
