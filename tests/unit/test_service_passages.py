from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.canonical import Section
from corpus.documents import Correction, MeshHeading
from index.generations import Generations
from service.errors import NotFoundError
from service.passages import describe_document, read_passage
from service.sources import Sources
from tests.examples import CORD, a_document, a_store, add
from tests.fakes import HashingEmbedder

DOI = replace(a_document(1, "Words 🧬 of it."), id="DOI:10.1000/a#1-2")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(a_store(tmp_path, CORD, DOI), Generations(tmp_path / "index"), HashingEmbedder())


def test_a_document_is_described_in_full(sources: Sources) -> None:
    full = replace(
        CORD,
        mesh=(MeshHeading("Humans"),),
        corrections=(Correction("ErratumIn", citation="J 2022", pmid="9", note="a digit"),),
    )
    add(sources.store, full, file="second.jsonl")
    described = describe_document(sources, CORD.id)
    assert (described.id, described.text, described.text_sha256) == (full.id, full.text, full.text_sha256)
    assert [(section.label, section.text) for section in described.sections] == [
        (section.label, section.text) for section in full.sections
    ]
    assert [described.text[section.start : section.end] for section in described.sections] == [
        section.text for section in described.sections
    ]
    assert described.citation.editorial_status == "corrected"
    assert described.mesh == ["Humans"]
    assert described.corrections[0].model_dump() == {
        "kind": "ErratumIn",
        "citation": "J 2022",
        "pmid": "9",
        "note": "a digit",
        "doi": None,
        "date": "2022",
    }
    (source,) = described.sources
    assert (source.source, source.own_id, source.file) == ("jsonl", CORD.id, "second.jsonl")
    assert {"title", "sections", "mesh", "corrections"} <= set(source.fields)
    assert [(version.version, version.file) for version in described.history] == [
        (1, "test.jsonl"),
        (2, "second.jsonl"),
    ]


def test_a_document_that_became_part_of_another_is_described_under_its_old_id(sources: Sources) -> None:
    add(sources.store, replace(CORD, doi="10.1000/a#1-2"))
    described = describe_document(sources, DOI.id)
    assert described.id == CORD.id
    assert [source.own_id for source in described.sources] == [CORD.id, DOI.id]
    assert [version.version for version in described.history] == [1, 2]


def test_there_is_no_description_of_a_document_that_is_not_there(sources: Sources) -> None:
    with pytest.raises(NotFoundError, match="no document 'PMID:99'"):
        describe_document(sources, "PMID:99")


def test_a_passage_is_read_by_its_id(sources: Sources) -> None:
    words = CORD.sections[1].text
    start = CORD.text.index(words)
    passage = read_passage(sources, f"{CORD.id}#{start}-{start + len(words)}")
    assert passage.model_dump() == {
        "id": f"PMID:1#{start}-{start + len(words)}",
        "document_id": "PMID:1",
        "section": "RESULTS",
        "text": words,
        "start": start,
        "end": start + len(words),
        "editorial_status": "unknown",
    }


def test_the_last_hash_of_an_id_begins_the_place(sources: Sources) -> None:
    assert read_passage(sources, f"{DOI.id}#0-5").text == "Title"


def test_offsets_are_code_points(sources: Sources) -> None:
    place = DOI.text.index("🧬")
    assert read_passage(sources, f"{DOI.id}#{place}-{place + 1}").text == "🧬"


def test_zeros_in_front_name_the_same_passage(sources: Sources) -> None:
    assert read_passage(sources, "PMID:1#000-004").id == "PMID:1#0-4"


def test_a_passage_over_two_sections_is_of_none(sources: Sources) -> None:
    assert read_passage(sources, f"PMID:1#0-{len(CORD.text)}").section is None


@pytest.mark.parametrize(
    "passage_id",
    [
        *("PMID:1", "PMID:1#", "PMID:1#3", "PMID:1#-3-5", "PMID:1#a-b", "PMID:1#5-3", "PMID:1#5-5", "", "#0-1"),
        *("PMID:1#0-99999", "PMID:1#9999999999-99999999999", "PMID:99#0-1", "PMID:1#٠-٥", "PMID:1#0-5\n"),
    ],
)
def test_what_names_no_place_in_a_text_is_not_found(sources: Sources, passage_id: str) -> None:
    with pytest.raises(NotFoundError):
        read_passage(sources, passage_id)


def test_a_section_without_a_label_has_none(tmp_path: Path) -> None:
    document = a_document(1, sections=(Section(None, "Words."),))
    sources = Sources(a_store(tmp_path, document), Generations(tmp_path / "index"), HashingEmbedder())
    start = document.text.index("Words.")
    assert read_passage(sources, f"PMID:1#{start}-{start + 6}").section is None
