from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from corpus.documents import Author, Document, TextKind
from corpus.identifiers import document_id
from corpus.merging.identity import Claims, claims_of, kept_names, names_to_look_up, partition

LONG = "Cells of the cord in made-up arthritis"


def a_record(source: str = "jsonl", title: str = LONG, **fields: Any) -> Claims:
    nct = fields.get("nct", ())
    named = {name: fields.get(name) for name in ("pmid", "doi", "pmcid", "url")}
    is_registry = fields.get("text_kind") is TextKind.REGISTRY
    own_id = fields.pop("id", None) or document_id(
        **named, nct=nct[0] if nct and is_registry else None, title=title, year=fields.get("year")
    )
    return claims_of(Document(id=own_id, title=title, **fields), source)


def groups(*records: Claims) -> dict[str, list[str]]:
    """The own ids of the records of each document, which are the same in any order of the records."""
    found = [
        {group.id: [one.own_id for one in group.members] for group in partition(order)}
        for order in permutations(records)
    ]
    assert all(one == found[0] for one in found)
    return found[0]


class TestIdentifiers:
    def test_records_meet_by_pmid_though_all_else_differs(self) -> None:
        one = a_record("nbib", pmid="1", doi="10.1000/a", title="A title")
        other = a_record("jsonl", pmid="1", doi="10.1000/b", title="Another")
        assert groups(one, other) == {"PMID:1": ["PMID:1", "PMID:1"]}

    def test_records_meet_by_doi_and_have_the_better_id(self) -> None:
        assert groups(a_record(pmid="1", doi="10.1000/a"), a_record(doi="10.1000/a", title="Another")) == {
            "PMID:1": ["DOI:10.1000/a", "PMID:1"]
        }

    def test_records_meet_by_pmcid(self) -> None:
        assert groups(a_record(pmcid="PMC1", title="One"), a_record(doi="10.1000/a", pmcid="PMC1", title="Two")) == {
            "DOI:10.1000/a": ["DOI:10.1000/a", "PMCID:PMC1"]
        }

    def test_records_meet_through_a_third(self) -> None:
        first, last = a_record(pmid="1", pmcid="PMC1", title="One"), a_record(doi="10.1000/a", title="Three")
        assert len(groups(first, last)) == 2
        middle = a_record(doi="10.1000/a", pmcid="PMC1", title="Two", source="jats")
        assert groups(first, middle, last).keys() == {"PMID:1"}

    def test_different_pmids_never_meet(self) -> None:
        shared: dict[str, Any] = {"doi": "10.1000/a", "pmcid": "PMC1", "year": 2020}
        assert groups(a_record(pmid="1", **shared), a_record(pmid="2", **shared)).keys() == {"PMID:1", "PMID:2"}

    def test_what_two_could_have_goes_to_the_one_with_the_smaller_number(self) -> None:
        found = groups(
            a_record(pmid="10", doi="10.1000/a"), a_record(pmid="9", doi="10.1000/a"), a_record(doi="10.1000/a")
        )
        assert found == {"PMID:9": ["DOI:10.1000/a", "PMID:9"], "PMID:10": ["PMID:10"]}

    def test_contradicting_dois_stay_apart_where_no_pmid_joins_them(self) -> None:
        erratum, preprint = a_record(doi="10.1000/a", pmcid="PMC1"), a_record(doi="10.1000/b", pmcid="PMC1")
        assert groups(erratum, preprint).keys() == {"DOI:10.1000/a", "DOI:10.1000/b"}

    def test_of_two_dois_one_joins_a_record_that_has_none(self) -> None:
        found = groups(
            a_record(pmid="1", pmcid="PMC1"),
            a_record(doi="10.1000/b", pmcid="PMC1"),
            a_record(doi="10.1000/a", pmcid="PMC1"),
        )
        assert found == {"PMID:1": ["DOI:10.1000/a", "PMID:1"], "DOI:10.1000/b": ["DOI:10.1000/b"]}


class TestRegistryEntries:
    def test_entries_meet_by_their_number(self) -> None:
        entry: dict[str, Any] = {"nct": ("NCT00000001",), "text_kind": TextKind.REGISTRY}
        assert len(groups(a_record(**entry), a_record("clinicaltrials", "Another", **entry))) == 1

    def test_the_registration_that_a_paper_names_is_not_the_paper(self) -> None:
        entry = a_record(nct=("NCT00000001",), text_kind=TextKind.REGISTRY, year=2020)
        papers = (
            a_record(pmid="1", nct=("NCT00000001",), year=2020),
            a_record(pmid="2", nct=("NCT00000001",), year=2020),
        )
        assert groups(entry, *papers).keys() == {"PMID:1", "PMID:2", "NCT:NCT00000001"}

    def test_an_entry_and_a_paper_with_one_title_stay_apart(self) -> None:
        entry = a_record(id="NCT:NCT00000001", year=2020)
        assert len(groups(entry, a_record(year=2020, doi="10.1000/a"))) == 2

    def test_an_entry_and_a_paper_with_one_doi_stay_apart(self) -> None:
        entry = a_record("clinicaltrials", doi="10.1000/a", text_kind=TextKind.REGISTRY)
        found = groups(entry, a_record("ris", doi="10.1000/a"))
        assert len(found) == 2
        assert "DOI:10.1000/a" in found


class TestTitles:
    def test_records_meet_by_title_and_year(self) -> None:
        assert groups(
            a_record(pmid="1", year=2020), a_record("csv", "CELLS OF THE CORD, in made-up arthritis.", year=2020)
        ).keys() == {"PMID:1"}

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"year": 2020}, {"year": 2021}),
            ({"year": 2020}, {"year": None}),
            ({"year": 2020, "title": "A reply to all"}, {"year": 2020, "title": "A reply to all"}),
            (
                {"year": 2020, "title": "Immunohistochemistry revisited"},
                {"year": 2020, "title": "Immunohistochemistry revisited"},
            ),
            ({"year": 2020, "doi": "10.1000/a"}, {"year": 2020, "doi": "10.1000/b"}),
            ({"year": 2020, "pmid": "1", "pmcid": "PMC1"}, {"year": 2020, "doi": "10.1000/a", "pmcid": "PMC2"}),
            ({"year": 2020, "authors": (Author("Ada A", "Ada"),)}, {"year": 2020, "authors": (Author("Bo B", "Bo"),)}),
        ],
        ids=["years", "no year", "short", "few words", "DOIs", "PMCIDs", "authors"],
    )
    def test_what_differs_keeps_them_apart(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        assert (
            len(groups(a_record(**one, url="https://example.org/1"), a_record(**other, url="https://example.org/2")))
            == 2
        )

    @pytest.mark.parametrize(
        "other", [(), (Author("Ada AB"),), (Author("ADA, Maria"),), (Author("M. Ada", "ada"), Author("Bo"))]
    )
    def test_the_first_author_is_the_same_or_not_stated(self, other: tuple[Author, ...]) -> None:
        records = a_record(pmid="1", year=2020, authors=(Author("Ada M", "Ada"),)), a_record(year=2020, authors=other)
        assert len(groups(*records)) == 1

    def test_addresses_do_not_contradict_each_other(self) -> None:
        records = (a_record(url=f"https://example.org/{number}", year=2020) for number in (1, 2))
        assert len(groups(*records)) == 1

    def test_records_without_identifiers_meet_by_title_unless_their_authors_differ(self) -> None:
        ada, bo = ((Author(name, name),) for name in ("Ada", "Bo"))
        assert len(groups(a_record("csv", "Editorial"), a_record("ris", "Editorial"))) == 1
        apart = groups(a_record("csv", "Editorial", authors=ada), a_record("ris", "Editorial", authors=bo))
        assert len(apart) == 2
        assert all(name.startswith("URL:") for name in apart)

    def test_records_with_pmids_are_not_looked_up_by_their_titles(self) -> None:
        first, second = (a_record(pmid=number, year=2020) for number in "12")
        assert not kept_names(first) & names_to_look_up(second)
        without = a_record(doi="10.1000/a", year=2020)
        assert kept_names(first) & names_to_look_up(without)
        assert kept_names(without) & names_to_look_up(first)


class TestIds:
    def test_a_record_alone_keeps_its_id(self) -> None:
        assert groups(a_record(id="DOI:10.1000/a", pmid="7")) == {"DOI:10.1000/a": ["DOI:10.1000/a"]}

    def test_an_id_holds_where_a_field_contradicts_it(self) -> None:
        assert len(groups(a_record(id="PMID:1", pmid="2"), a_record(pmid="2"))) == 2

    def test_two_documents_never_have_one_id(self) -> None:
        one, other = (
            a_record(source, id="DOI:10.1000/a", pmid=pmid) for source, pmid in (("jsonl", "1"), ("csv", "2"))
        )
        assert groups(one, other).keys() == {"DOI:10.1000/a", "PMID:2"}
