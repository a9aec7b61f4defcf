from __future__ import annotations

import io
import json
from typing import Any

import pytest

from corpus.documents import Author, Correction, Document, EditorialStatus, MeshHeading, MeshQualifier
from corpus.interfaces import Damage, Outcome, Parsed
from corpus.readers.europepmc import EuropePmcReader
from corpus.readers.html_text import sections_of, words_of

RESULT: dict[str, Any] = {"id": "7", "source": "MED", "pmid": "7", "title": "Cells in <i>skin</i>."}


def read(content: str) -> list[Outcome]:
    return list(EuropePmcReader().read(io.BytesIO(content.encode())))


def document(**fields: Any) -> Document:
    (outcome,) = read(json.dumps({**RESULT, **fields}))
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


@pytest.mark.parametrize(
    "shape",
    [
        lambda results: json.dumps({"version": "6.9", "hitCount": 2, "resultList": {"result": results}}),
        lambda results: json.dumps({"resultList": {"result": results}}, indent=2),
        json.dumps,
        lambda results: "\n".join(map(json.dumps, results)),
        lambda results: "\ufeff" + json.dumps(results),
    ],
    ids=["answer", "indented", "list", "lines", "marked"],
)
def test_results_are_found_whatever_holds_them(shape: Any) -> None:
    content = shape([RESULT, {**RESULT, "id": "8", "pmid": "8"}])
    assert EuropePmcReader().recognises(content.encode()[:4096])
    outcomes = read(content)
    assert [outcome.document.id for outcome in outcomes if isinstance(outcome, Parsed)] == ["PMID:7", "PMID:8"]


def test_an_empty_answer_has_no_records() -> None:
    assert read('{"hitCount": 0, "resultList": {"result": []}}') == []


def test_a_cut_answer_keeps_what_came_before_and_tells_of_the_rest() -> None:
    whole = json.dumps({"resultList": {"result": [RESULT, RESULT]}})
    first, last = read(whole[:-20])
    assert isinstance(first, Parsed)
    assert isinstance(last, Damage)
    assert last.position == "after result 1"


def test_what_core_results_say_is_taken_over() -> None:
    found = document(
        doi="10.1000/X",
        pmcid="PMC9",
        authorList={
            "author": [
                {"fullName": "Doe J", "firstName": "Jane", "lastName": "Doe", "initials": "J"},
                {"collectiveName": "Some Group"},
            ]
        },
        journalInfo={
            "volume": "5",
            "issue": "2",
            "dateOfPublication": "2020 Feb",
            "printPublicationDate": "2020-02-01",
            "journal": {"title": "Journal of Cells"},
        },
        pageInfo="132-42",
        language="eng",
        pubTypeList={"pubType": ["Case Reports", "Journal Article"]},
        meshHeadingList={
            "meshHeading": [
                {
                    "majorTopic_YN": "N",
                    "descriptorName": "Arthritis, Psoriatic",
                    "meshQualifierList": {"meshQualifier": [{"qualifierName": "therapy", "majorTopic_YN": "Y"}]},
                },
                {"majorTopic_YN": "N", "descriptorName": "Humans"},
            ]
        },
    )
    assert (found.id, found.doi, found.pmcid, found.title) == ("PMID:7", "10.1000/x", "PMC9", "Cells in skin")
    assert found.authors == (Author("Doe J", "Doe", "Jane"), Author("Some Group"))
    assert (found.journal, found.date, found.year) == ("Journal of Cells", "2020-02", 2020)
    assert (found.volume, found.issue, found.pages, found.language) == ("5", "2", "132-142", "eng")
    assert found.publication_types == ("Case Reports", "Journal Article")
    assert found.mesh == (
        MeshHeading("Arthritis, Psoriatic", None, major=True, qualifiers=(MeshQualifier("therapy", None, major=True),)),
        MeshHeading("Humans", None, major=False),
    )


def test_a_bare_year_gets_no_month_from_its_print_date() -> None:
    dated = {"dateOfPublication": "2020", "printPublicationDate": "2020-01-01"}
    assert document(journalInfo=dated).date == "2020"


def test_links_are_named_as_pubmed_names_them() -> None:
    links = [
        {"id": "9", "source": "MED", "type": "Retraction in", "reference": "J. 2021;1:2"},
        {"id": "8", "source": "PPR", "type": "Corrected and republished in"},
    ]
    found = document(commentCorrectionList={"commentCorrection": links})
    assert found.corrections == (
        Correction("RetractionIn", "J. 2021;1:2", "9"),
        Correction("CorrectedandRepublishedIn"),
    )
    assert found.editorial_status is EditorialStatus.RETRACTED


def test_only_pubmeds_records_tell_of_retractions() -> None:
    assert document(journalInfo={"volume": "5"}).editorial_status is EditorialStatus.OK
    assert document().editorial_status is EditorialStatus.UNKNOWN  # a short answer says of no notices
    preprint = document(source="PPR", id="PPR1", pmid=None, doi="10.1000/p")
    assert preprint.editorial_status is EditorialStatus.UNKNOWN
    assert preprint.publication_types == ("Preprint",)


def test_the_day_of_the_last_change_is_told() -> None:
    (outcome,) = read(json.dumps({**RESULT, "dateOfRevision": "2021-02-03"}))
    assert isinstance(outcome, Parsed)
    assert outcome.revised == "2021-02-03"


def test_headings_open_sections_and_signs_are_no_tags() -> None:
    abstract = "P<a &amp; b, <0.05 <i>in vivo</i>.<h4>Aims: </h4>CO<sub>2</sub> x&lt;y <h4>Results</h4><p>a</p><p>b</p>"
    assert list(sections_of(abstract)) == [(None, "P<a & b, <0.05 in vivo."), ("AIMS", "CO2 x<y"), ("RESULTS", "a b")]


@pytest.mark.parametrize("text", ["", " ", "<p></p>"])
def test_no_words_are_no_section(text: str) -> None:
    assert words_of(text) == ""
    assert list(sections_of(text)) == []
