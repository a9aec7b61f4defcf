from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from corpus.canonical import Section, sha256_of
from corpus.documents import Correction, Document, EditorialStatus
from corpus.errors import InvalidDocumentError
from tests.examples import a_document


def corrected(*kinds: str, types: tuple[str, ...] = (), reports: bool = True) -> EditorialStatus:
    return a_document(
        corrections=tuple(Correction(kind) for kind in kinds), publication_types=types, reports_corrections=reports
    ).editorial_status


def test_title_and_sections_are_normalised_and_the_text_composed() -> None:
    document = Document(
        id="PMID:1",
        title=" A\ttitle ",
        sections=(Section(" RESULTS ", "Pain\n fell."), Section("EMPTY", " \u00a0"), Section(" ", "e\u0301")),
    )
    assert document.title == "A title"
    assert document.sections == (Section("RESULTS", "Pain fell."), Section(None, "é"))
    assert document.text == "A title\nRESULTS: Pain fell.\né"
    assert document.text_sha256 == sha256_of(document.text)
    assert [document.text[span.start : span.end] for span in document.spans] == ["Pain fell.", "é"]


@pytest.mark.parametrize("title", ["", " ", "\u00a0\n\x00"])
def test_a_title_is_required(title: str) -> None:
    with pytest.raises(InvalidDocumentError, match="no title"):
        Document(id="PMID:1", title=title)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "\ud800"},
        {"title": "t", "sections": (Section(None, "\udfff"),)},
        {"title": "t", "sections": (Section("\ud800", "words"),)},
    ],
    ids=["title", "section", "label"],
)
def test_a_lone_surrogate_makes_no_document(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocumentError, match="lone surrogate"):
        a_document(**fields)


def test_a_malformed_id_makes_no_document() -> None:
    with pytest.raises(InvalidDocumentError, match="id 'x' is none of"):
        Document(id="x", title="t")


def test_a_document_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_document().title = "another"  # type: ignore[misc]


def test_a_copy_derives_its_own_text() -> None:
    copy = dataclasses.replace(a_document(1, "Words."), title="Another")
    assert copy.text == "Another\nWords."
    assert copy.text_sha256 == sha256_of(copy.text)


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), EditorialStatus.OK),
        (("CommentIn", "ErratumFor", "RetractionOf", "UpdateIn"), EditorialStatus.OK),
        (("ErratumIn",), EditorialStatus.CORRECTED),
        (("CorrectedandRepublishedIn",), EditorialStatus.CORRECTED),
        (("ErratumIn", "ExpressionOfConcernIn"), EditorialStatus.CONCERN),
        (("ExpressionOfConcernIn", "RetractionIn", "ErratumIn"), EditorialStatus.RETRACTED),
        (("RetractedandRepublishedIn",), EditorialStatus.RETRACTED),
        (("PartialRetractionIn",), EditorialStatus.CORRECTED),
    ],
)
def test_the_worst_correction_is_the_editorial_status(kinds: tuple[str, ...], status: EditorialStatus) -> None:
    assert corrected(*kinds) is status


def test_the_publication_type_says_retracted_as_well() -> None:
    assert corrected(types=("Journal Article", "Retracted Publication")) is EditorialStatus.RETRACTED


def test_a_notice_of_retraction_is_not_itself_retracted() -> None:
    assert corrected("RetractionOf", types=("Retraction of Publication",)) is EditorialStatus.OK


def test_a_source_that_does_not_report_corrections_leaves_the_status_unknown() -> None:
    assert corrected(reports=False) is EditorialStatus.UNKNOWN
    assert corrected("RetractionIn", reports=False) is EditorialStatus.RETRACTED


def test_every_place_in_the_text_has_its_section() -> None:
    document = a_document(1, title="Title", sections=(Section("RESULTS", "Pain fell."), Section(None, "So.")))
    assert document.text == "Title\nRESULTS: Pain fell.\nSo."
    found = {document.text[start:end]: document.section_at(start) for start, end in ((0, 5), (15, 25), (26, 29))}
    assert found == {"Title": "TITLE", "Pain fell.": "RESULTS", "So.": None}
    assert document.section_at(4) == "TITLE"
    assert document.section_at(24) == "RESULTS"


def test_after_the_text_there_is_no_section() -> None:
    document = a_document(1, sections=(Section("RESULTS", "Pain fell."),))
    assert document.section_at(len(document.text)) is None
