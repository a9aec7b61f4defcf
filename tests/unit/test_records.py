from __future__ import annotations

from typing import Any

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier, TextKind
from corpus.errors import InvalidDocumentError
from corpus.records import dump, parse

FULL = Document(
    id="PMID:7",
    title="A title",
    sections=(Section("RESULTS", "Pain fell."), Section(None, "So.")),
    text_kind=TextKind.DIGEST,
    authors=(Author("Mease PJ", "Mease", "Philip J"), Author("METRIC Group")),
    journal="J",
    date="2021-09-14",
    year=2021,
    volume="5",
    issue="2",
    pages="132-142",
    doi="10.1000/x",
    pmid="7",
    pmcid="PMC7",
    nct=("NCT00000001", "NCT00000002"),
    url="https://example.org",
    language="eng",
    publication_types=("Review",),
    mesh=(
        MeshHeading(
            "Arthritis",
            "D1",
            major=True,
            qualifiers=(MeshQualifier("therapy", "Q1", major=True), MeshQualifier("genetics")),
        ),
        MeshHeading("Humans", major=False),
    ),
    corrections=(Correction("ErratumIn", "J 2022", "8", "see", "10.1000/x", "2022-03"), Correction("CommentIn")),
    reports_corrections=True,
    basis="abstract",
)


def parsed(**fields: Any) -> Document:
    return parse({"id": "PMID:1", "title": "t", **fields})


def fault(fields: Any) -> str:
    with pytest.raises(InvalidDocumentError) as caught:
        parse(fields)
    return str(caught.value)


class TestText:
    @pytest.mark.parametrize("field", ["abstract", "text"])
    def test_one_text_is_one_section_without_a_label(self, field: str) -> None:
        assert parsed(**{field: "Pain fell."}).sections == (Section(None, "Pain fell."),)

    def test_sections_are_preferred_to_an_abstract_and_that_to_a_text(self) -> None:
        sections = [{"label": "RESULTS", "text": "Sections."}]
        assert parsed(sections=sections, abstract="Abstract.", text="Text.").text == "t\nRESULTS: Sections."
        assert parsed(sections=[], abstract="Abstract.", text="Text.").text == "t\nAbstract."
        assert parsed(abstract="", text="Text.").text == "t\nText."

    def test_a_title_is_text_enough(self) -> None:
        assert parsed().text == "t"


class TestTextKind:
    @pytest.mark.parametrize(
        ("fields", "kind"),
        [
            ({}, TextKind.ABSTRACT),
            ({"basis": "abstract"}, TextKind.DIGEST),
            ({"basis": ""}, TextKind.ABSTRACT),
            ({"id": "NCT:NCT00000001"}, TextKind.REGISTRY),
            ({"id": None, "nct": "NCT00000001"}, TextKind.REGISTRY),
            ({"id": "NCT:NCT00000001", "basis": "entry"}, TextKind.DIGEST),
            ({"basis": "entry", "text_kind": "registry"}, TextKind.REGISTRY),
            ({"nct": "NCT00000001"}, TextKind.ABSTRACT),
        ],
    )
    def test_what_the_text_is_follows_from_the_record_unless_it_says(
        self, fields: dict[str, Any], kind: TextKind
    ) -> None:
        assert parsed(**fields).text_kind is kind


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"pmid": 7, "doi": "10.1000/x"}, "PMID:7"),
            ({"pmid": "no", "doi": "https://doi.org/10.1000/X"}, "DOI:10.1000/x"),
            ({"pmcid": "7"}, "PMCID:PMC7"),
            ({"nct": ["no", "nct00000001"]}, "NCT:NCT00000001"),
            ({"url": "https://example.org"}, "URL:50d7a905e304"),
            ({"id": "PMID:1", "pmid": "2"}, "PMID:1"),
            ({"id": "", "pmid": "2"}, "PMID:2"),
        ],
    )
    def test_the_id_is_given_or_made_of_the_first_identifier(self, fields: dict[str, Any], expected: str) -> None:
        assert parse({"title": "t", **fields}).id == expected

    def test_identifiers_are_cleaned_and_what_is_none_is_left_out(self) -> None:
        document = parsed(doi="DOI:10.1000/X", pmid=" 007", pmcid="12", nct=["nct00000001", "x"])
        assert (document.doi, document.pmid, document.pmcid) == ("10.1000/x", "7", "PMC12")
        assert document.nct == ("NCT00000001",)
        assert (parsed(doi="x", pmid="x", pmcid="x", nct="x").doi, parsed(nct="").nct) == (None, ())

    def test_without_an_identifier_there_is_no_document(self) -> None:
        assert fault({"title": "t", "pmid": "x"}) == "no identifier: give one of id, pmid, doi, pmcid, nct, url"


class TestShortForms:
    def test_a_name_stands_for_an_author_and_a_descriptor_for_a_heading(self) -> None:
        document = parsed(authors=["Mease PJ", {"name": "Doe J", "family": "Doe"}], mesh=["Humans"])
        assert document.authors == (Author("Mease PJ"), Author("Doe J", "Doe"))
        assert document.mesh == (MeshHeading("Humans"),)

    def test_numbers_may_stand_for_text_and_text_for_the_year(self) -> None:
        document = parsed(volume=50, issue=7, pages=12, year="2004")
        assert (document.volume, document.issue, document.pages, document.year) == ("50", "7", "12", 2004)

    def test_fields_that_are_no_part_of_a_document_are_passed_over(self) -> None:
        assert parsed(facts={"n": 1}, evidence_level="x") == parsed()

    def test_a_record_says_of_corrections_only_when_it_states_that_it_does(self) -> None:
        assert not parsed().reports_corrections
        assert parsed(reports_corrections=True).reports_corrections


class TestEmptyText:
    @pytest.mark.parametrize("field", ["journal", "date", "volume", "issue", "pages", "url", "language", "basis"])
    def test_an_empty_field_says_nothing(self, field: str) -> None:
        assert parsed(**{field: ""}) == parsed()

    @pytest.mark.parametrize(
        "fields",
        [
            {"authors": [""]},
            {"authors": [{"name": "", "family": "Mease"}]},
            {"mesh": [""]},
            {"mesh": [{"descriptor": ""}]},
            {"corrections": [{"kind": ""}]},
        ],
    )
    def test_a_part_without_a_name_is_left_out(self, fields: dict[str, Any]) -> None:
        document = parsed(**fields)
        assert document == parsed()
        assert parse(dump(document)) == document

    def test_an_empty_field_of_a_part_says_nothing(self) -> None:
        assert parsed(authors=[{"name": "Mease PJ", "family": "", "given": ""}]).authors == (Author("Mease PJ"),)


class TestFaults:
    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"title": None}, "title"),
            ({"title": True}, "title"),
            ({"id": ["PMID:1"]}, "id"),
            ({"sections": "Words."}, "sections"),
            ({"sections": ["Words."]}, "sections.0"),
            ({"sections": [{"text": "a"}, {"label": "RESULTS"}]}, "sections.1.text"),
            ({"sections": [{"label": [], "text": "a"}]}, "sections.0.label"),
            ({"abstract": {}}, "abstract"),
            ({"text_kind": "poem"}, "text_kind"),
            ({"authors": "Mease PJ"}, "authors"),
            ({"authors": [{"family": "Mease"}]}, "authors.0.name"),
            ({"authors": [None]}, "authors.0"),
            ({"year": 999}, "year"),
            ({"year": 3000}, "year"),
            ({"year": "MMIV"}, "year"),
            ({"year": float("inf")}, "year"),
            ({"year": float("nan")}, "year"),
            ({"year": 2004.5}, "year"),
            ({"doi": False}, "doi"),
            ({"nct": {}}, "nct"),
            ({"publication_types": "Review"}, "publication_types"),
            ({"mesh": [{"ui": "D1"}]}, "mesh.0.descriptor"),
            ({"mesh": [{"descriptor": "Humans", "major": "perhaps"}]}, "mesh.0.major"),
            ({"mesh": [{"descriptor": "Humans", "qualifiers": [None]}]}, "mesh.0.qualifiers.0"),
            ({"corrections": [{"pmid": "1"}]}, "corrections.0.kind"),
            ({"reports_corrections": "perhaps"}, "reports_corrections"),
            ({"basis": ["abstract"]}, "basis"),
        ],
    )
    def test_a_field_of_the_wrong_kind_is_named(self, fields: dict[str, Any], named: str) -> None:
        assert fault({"id": "PMID:1", "title": "t", **fields}).startswith(named)

    def test_a_missing_title_is_named(self) -> None:
        assert fault({"id": "PMID:1"}) == "title: Field required"

    def test_every_fault_is_told(self) -> None:
        told = fault({"year": 1, "sections": [{}]}).split("; ")
        assert [each.split(":")[0] for each in told] == ["title", "sections.0.text", "year"]

    @pytest.mark.parametrize("fields", [None, 3, "PMID:1", [], [{"title": "t"}], True])
    def test_what_is_no_object_is_no_record(self, fields: Any) -> None:
        assert fault(fields).startswith("record: ")

    @pytest.mark.parametrize("title", ["", " \u00a0"])
    def test_an_empty_title_is_no_title(self, title: str) -> None:
        assert fault({"id": "PMID:1", "title": title}) == "no title"

    def test_a_malformed_id_is_shown(self) -> None:
        assert fault({"id": "x", "title": "t"}).startswith("id 'x' is none of")

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            *(({field: "\ud800"}, field) for field in ("id", "title", "abstract", "text", "journal", "date", "volume")),
            *(({field: "\ud800"}, field) for field in ("issue", "pages", "doi", "pmid", "pmcid", "url", "language")),
            *(({field: "\ud800"}, field) for field in ("basis", "nct", "text_kind")),
            ({"sections": [{"text": "\ud800"}]}, "sections.0.text"),
            ({"sections": [{"label": "\ud800", "text": "a"}]}, "sections.0.label"),
            ({"authors": ["\ud800"]}, "authors.0.name"),
            ({"publication_types": ["\ud800"]}, "publication_types.0"),
            ({"mesh": [{"descriptor": "Humans", "qualifiers": ["\ud800"]}]}, "mesh.0.qualifiers.0"),
            ({"corrections": [{"kind": "ErratumIn", "note": "\ud800"}]}, "corrections.0.note"),
        ],
    )
    def test_a_lone_surrogate_is_refused_wherever_it_stands(self, fields: dict[str, Any], named: str) -> None:
        assert fault({"id": "PMID:1", "title": "t", **fields}).startswith(named)


class TestDump:
    def test_a_full_document_comes_back_whole(self) -> None:
        assert parse(dump(FULL)) == FULL

    def test_empty_fields_are_left_out(self) -> None:
        assert dump(Document(id="PMID:1", title="t")) == {"id": "PMID:1", "title": "t", "text_kind": "abstract"}

    def test_that_a_heading_is_not_major_is_kept(self) -> None:
        assert dump(FULL)["mesh"][1] == {"descriptor": "Humans", "major": False}

    def test_the_order_of_the_keys_is_fixed(self) -> None:
        fields = dump(FULL)
        assert list(dump(parse(dict(reversed(fields.items()))))) == list(fields)
