from __future__ import annotations

from typing import Any

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading, TextKind
from corpus.merging.fields import SOURCES, SourceDocument, merge

WORDS = (Section(None, "Pain fell."),)


def a_record(source: str, title: str = "A title", **fields: Any) -> SourceDocument:
    return SourceDocument(source, Document(id=fields.pop("id", "PMID:1"), title=title, **fields))


def merged(*records: SourceDocument) -> Document:
    return merge("PMID:1", records).document


def test_a_record_alone_stays_as_it_is() -> None:
    odd = a_record(
        "csv",
        date="2020-02",
        year=1999,
        corrections=(Correction("ErratumIn"), Correction("ErratumIn")),
        nct=("NCT00000001", "NCT00000001"),
    )
    assert merged(odd) == odd.document


@pytest.mark.parametrize(("better", "worse"), list(zip(SOURCES, (*SOURCES[1:], "another"), strict=True)))
def test_each_field_is_taken_from_the_best_source_that_states_it(better: str, worse: str) -> None:
    one = a_record(better, journal="Better", volume="1", mesh=(MeshHeading("Humans"),))
    other = a_record(worse, "Worse", journal="Worse", issue="2", pages="3", url="https://example.org", pmcid="PMC1")
    for records in ((one, other), (other, one)):
        document = merged(*records)
        assert (document.title, document.journal, document.volume, document.issue) == ("A title", "Better", "1", "2")
        assert (document.pages, document.url, document.pmcid) == ("3", "https://example.org", "PMC1")
        assert document.mesh == (MeshHeading("Humans"),)


def test_the_id_is_the_one_that_is_given() -> None:
    assert merge("DOI:10.1000/a", [a_record("csv"), a_record("ris")]).document.id == "DOI:10.1000/a"


def test_the_text_comes_as_a_whole_from_the_best_record_that_has_one() -> None:
    empty = a_record("pubmed-xml", "A bare title", language="eng")
    full = a_record("csv", "A full title", sections=WORDS, basis=None, language="fre")
    document = merged(empty, full)
    assert (document.title, document.sections, document.language) == ("A full title", WORDS, "fre")


def test_an_abstract_comes_before_a_digest() -> None:
    digest = a_record("jsonl", "Of the digest", sections=WORDS, text_kind=TextKind.DIGEST, basis="abstract")
    abstract = a_record("ris", "Of the abstract", sections=(Section(None, "Pain rose."),))
    document = merged(digest, abstract)
    assert (document.title, document.text_kind, document.basis) == ("Of the abstract", TextKind.ABSTRACT, None)
    bare = a_record("pubmed-xml", "Bare")
    assert merged(digest, bare).text_kind is TextKind.DIGEST


def test_a_date_is_never_of_another_year() -> None:
    year_only, dated = a_record("nbib", year=2021), a_record("csv", date="2020-12-31", year=2020)
    assert (merged(year_only, dated).date, merged(year_only, dated).year) == (None, 2021)
    same_year = a_record("ris", date="2021-02-03", year=2021)
    assert merged(year_only, dated, same_year).date == "2021-02-03"


def test_registrations_and_corrections_are_united() -> None:
    one = a_record("pubmed-xml", nct=("NCT00000002",), corrections=(Correction("ErratumIn", "J. 2020;1:2", "8"),))
    other = a_record(
        "europepmc",
        nct=("NCT00000001", "NCT00000002"),
        corrections=(Correction("ErratumIn", pmid="8", doi="10.1000/e"), Correction("CommentIn", pmid="9")),
        reports_corrections=True,
    )
    document = merged(one, other)
    assert document.nct == ("NCT00000002", "NCT00000001")
    assert document.corrections == (
        Correction("ErratumIn", "J. 2020;1:2", "8", doi="10.1000/e"),
        Correction("CommentIn", pmid="9"),
    )
    assert document.reports_corrections


def test_authors_and_types_come_from_the_best_that_has_any() -> None:
    one = a_record("pubmed-xml", authors=(Author("Ada A"),))
    other = a_record("csv", authors=(Author("Ada"), Author("Bo")), publication_types=("Review",))
    document = merged(one, other)
    assert (document.authors, document.publication_types) == ((Author("Ada A"),), ("Review",))


def test_it_is_said_which_record_gave_what() -> None:
    one = a_record("csv", volume="1", sections=WORDS, nct=("NCT00000001",))
    other = a_record("pubmed-xml", journal="J", nct=("NCT00000002",))
    given_by = merge("PMID:1", [one, other]).given_by
    assert {name: places for name, places in given_by.items() if name != "text_kind"} == {
        "title": (0,),
        "sections": (0,),
        "volume": (0,),
        "journal": (1,),
        "nct": (1, 0),
    }


def test_records_of_one_source_are_told_apart_by_their_ids() -> None:
    one, other = a_record("csv", journal="One"), a_record("csv", id="DOI:10.1000/a", journal="Other")
    assert merged(one, other) == merged(other, one)
