from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.canonical import Section
from corpus.documents import Correction, Document, MeshHeading, MeshQualifier
from index.errors import IndexDamagedError
from index.passage_table import FILE_NAME, IndexedDocument, PassageTable
from index.passages import PassageOptions, cut
from tests.examples import a_document
from tests.fakes import HashingEmbedder

DOCUMENTS = (
    a_document(1, "Pain fell. Skin cleared.", year=2020, mesh=(MeshHeading("Humans"),)),
    a_document(2),
    a_document(3, title="T", sections=(Section("AIM", "First. Second. Third."), Section("RESULTS", "Fourth."))),
)


def table_of(*documents: Document) -> PassageTable:
    options, count_tokens = PassageOptions(256), HashingEmbedder().count_tokens
    return PassageTable([IndexedDocument.of(document, cut(document, options, count_tokens)) for document in documents])


TABLE = table_of(*DOCUMENTS)


def words_in_context(row: int) -> str:
    context = TABLE.in_context(row)
    document = next(document for document in DOCUMENTS if document.id == context.document_id)
    return document.text[context.start : context.end]


def test_a_document_is_kept_with_what_filters_ask_of_it() -> None:
    document = a_document(
        5,
        "Pain fell.",
        year=2020,
        publication_types=("Case Reports",),
        mesh=(MeshHeading("Arthritis, Psoriatic", "D015535", major=True, qualifiers=(MeshQualifier("therapy"),)),),
        corrections=(Correction("RetractionIn"),),
    )
    assert table_of(document).documents == [
        IndexedDocument(
            id="PMID:5",
            text_sha256=document.text_sha256,
            year=2020,
            types=("case reports",),
            mesh=("arthritis, psoriatic", "*arthritis, psoriatic", "d015535", "arthritis, psoriatic/therapy"),
            evidence_level=document.evidence[0].value,
            text_kind="abstract",
            retracted=True,
            passages=((0, 7, "TITLE"), (8, 18, None)),
        )
    ]


def test_rows_are_passages_in_the_order_of_documents_and_text() -> None:
    assert len(TABLE) == 9
    assert TABLE.owners.tolist() == [0, 0, 0, 1, 2, 2, 2, 2, 2]
    assert TABLE.first_rows.tolist() == [0, 3, 4, 9]
    assert [TABLE.passage(row).id for row in (0, 2, 3, 8)] == [
        *("PMID:1#0-7", "PMID:1#19-32", "PMID:2#0-7", "PMID:3#38-45"),
    ]
    assert TABLE.passage(8).section == "RESULTS"


def test_the_rows_of_documents_come_document_after_document() -> None:
    assert TABLE.rows_of(np.array([2, 0])).tolist() == [4, 5, 6, 7, 8, 0, 1, 2]


@pytest.mark.parametrize(
    ("document_id", "place"),
    [("PMID:1", 0), ("PMID:3", 2), ("PMID:0", None), ("PMID:10", None), ("PMID:4", None), ("", None)],
)
def test_a_document_is_found_by_its_id(document_id: str, place: int | None) -> None:
    assert TABLE.position(document_id) == place


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (0, "Title 1"),
        (1, "Pain fell. Skin cleared."),
        (2, "Pain fell. Skin cleared."),
        (3, "Title 2"),
        (5, "First. Second."),
        (6, "First. Second. Third."),
        (7, "Second. Third."),
        (8, "Fourth."),
    ],
)
def test_the_context_is_the_neighbours_in_the_same_section_of_the_same_document(row: int, words: str) -> None:
    assert words_in_context(row) == words
    assert TABLE.in_context(row).section == TABLE.passage(row).section


def test_a_saved_table_is_read_as_it_was(tmp_path: Path) -> None:
    table = table_of(*DOCUMENTS, a_document(4, "Αποτέλεσμα.", title="🧬", sections=(Section("Σ\u2028", "α. β."),)))
    table.save(tmp_path)
    loaded = PassageTable.load(tmp_path)
    assert loaded.documents == table.documents
    assert loaded.owners.tolist() == table.owners.tolist()
    assert loaded.first_rows.tolist() == table.first_rows.tolist()


def test_a_missing_table_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="No such file"):
        PassageTable.load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"\n", b"\x80\x04.", b"{}\n", b"[]\n", b"null\n", b'{"id": "PMID:1"', b'{"types": 1, "mesh": []}\n'],
)
def test_what_is_no_table_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(IndexDamagedError, match=FILE_NAME):
        PassageTable.load(tmp_path)


@pytest.mark.parametrize("missing", ["id", "retracted", "passages"])
def test_a_document_with_a_field_missing_is_damage(tmp_path: Path, missing: str) -> None:
    TABLE.save(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{missing}"', '"another"'), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=FILE_NAME):
        PassageTable.load(tmp_path)
