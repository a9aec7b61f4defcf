from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from corpus.documents import Author, Correction, Document, TextKind
from corpus.export import WRITERS
from corpus.files import READERS
from corpus.interfaces import Parsed
from corpus.writers.bibtex_text import title_of
from corpus.writers.dates import date_parts
from corpus.writers.names import Name, has_others, names
from tests.examples import a_document


def written(format_name: str, *documents: Document) -> str:
    return "".join(WRITERS[format_name].write(documents))


def read_back(format_name: str, *documents: Document) -> list[Document]:
    (reader,) = (reader for reader in READERS if reader.format_name == format_name)
    outcomes = reader.read(io.BytesIO(written(format_name, *documents).encode()))
    return [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]


def item(document: Document) -> dict[str, Any]:
    (made,) = json.loads(written("csl-json", document))
    assert isinstance(made, dict)
    return made


def field(document: Document, name: str) -> str:
    return str(parse_string(written("bibtex", document)).entries[0].fields_dict[name].value)


class TestDates:
    @pytest.mark.parametrize(
        ("date", "parts"),
        [
            ("2020", (2020,)),
            ("2020-09", (2020, 9)),
            ("2020-09-30", (2020, 9, 30)),
            ("2020-09-30T10:00", (2020, 9, 30)),
            ("2020-00", (2020,)),
            ("2020-13-01", (2020,)),
            ("2020-02-00", (2020, 2)),
            ("2020/02/03", (2020,)),
            ("spring 2020", (1999,)),
            (None, (1999,)),
        ],
    )
    def test_parts_are_as_many_as_are_known(self, date: str | None, parts: tuple[int, ...]) -> None:
        assert date_parts(a_document(date=date, year=1999)) == parts

    def test_no_date_has_no_parts(self) -> None:
        assert date_parts(a_document()) == date_parts(a_document(date="soon")) == ()

    @pytest.mark.parametrize("format_name", WRITERS)
    @pytest.mark.parametrize("date", ["spring", "2020-13", "0000-00-00", "2020-1-1", ""])
    def test_an_odd_one_breaks_no_file(self, format_name: str, date: str) -> None:
        assert "Title 2" in written(format_name, a_document(1, date=date), a_document(2))

    def test_no_month_is_made_up(self) -> None:
        for format_name in ("ris", "bibtex", "nbib"):
            assert "dec" not in written(format_name, a_document(date="2020-00")).lower()


class TestNames:
    @pytest.mark.parametrize(
        ("author", "name"),
        [
            (Author("Roe J", "Roe", "Jane"), Name("Roe J", "Roe", "Jane")),
            (Author("Roe JQ"), Name("Roe JQ", "Roe", "JQ")),
            (Author("van der Roe Á"), Name("van der Roe Á", "van der Roe", "Á")),
            (Author("Jane Roe"), Name("Jane Roe")),
            (Author("Roe"), Name("Roe")),
            (Author("Invented Joints Study Group UK"), Name("Invented Joints Study Group UK")),
            (Author("A\nB  C"), Name("A B C", "A B", "C")),
        ],
    )
    def test_parts_are_those_given_or_of_the_short_form(self, author: Author, name: Name) -> None:
        assert list(names(a_document(authors=(author,)))) == [name]

    def test_a_sponsor_is_no_person(self) -> None:
        entry = a_document(authors=(Author("Acme Cells SA"),), text_kind=TextKind.REGISTRY)
        assert list(names(entry)) == [Name("Acme Cells SA")]

    def test_others_are_nobody_and_are_told(self) -> None:
        document = a_document(authors=(Author("Roe J"), Author("et al")))
        assert has_others(document)
        assert [one.whole for one in names(document)] == ["Roe J"]
        assert field(document, "author") == "Roe, J and others"
        for format_name in ("ris", "csl-json", "nbib"):
            assert "et al" not in written(format_name, document)
            assert "more authors than are named" in written(format_name, document)

    def test_a_person_in_short_form_is_no_corporate_author(self) -> None:
        document = a_document(authors=(Author("Roe JQ"), Author("Invented Joints Group")))
        assert item(document)["author"] == [{"family": "Roe", "given": "JQ"}, {"literal": "Invented Joints Group"}]
        assert "AU  - Roe JQ\nCN  - Invented Joints Group\n" in written("nbib", document)
        assert rispy.loads(written("ris", document))[0]["authors"] == ["Roe, JQ", "Invented Joints Group,"]
        assert field(document, "author") == "Roe, JQ and {Invented Joints Group}"


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "kept"),
        [
            ("Cells of the gut in mice", "Cells of the gut in mice"),
            ("T cells and Th17 cells in PsA", "{T} cells and {Th17} cells in {PsA}"),
            (
                "Bone loss in Crohn's disease: a cohort in Poland",
                "Bone loss in {Crohn's} disease: a cohort in {Poland}",
            ),
            ("A Trial of Vitamin D in Severe Psoriasis", "A Trial of Vitamin {D} in Severe Psoriasis"),
            ("A Double-Blind Study of (IL-17A) Inhibition", "A Double-Blind Study of {(IL-17A)} Inhibition"),
            ("CAR-T after {all} 5 %", r"{CAR-T} after \textbraceleft{}all\textbraceright{} 5 \%"),
        ],
    )
    def test_capitals_that_mean_something_are_kept(self, title: str, kept: str) -> None:
        assert title_of(title) == kept


class TestRetraction:
    RETRACTED = a_document(1, corrections=(Correction("RetractionIn", "Inv J. 2021;7:1", "10"),), journal="Inv J")

    def test_it_stands_where_the_format_has_a_place(self) -> None:
        assert "PT  - Retracted Publication\nRIN - Inv J. 2021;7:1. PMID: 10\n" in written("nbib", self.RETRACTED)
        assert (item(self.RETRACTED)["status"], item(self.RETRACTED)["note"][:9]) == ("retracted", "RETRACTED")
        assert field(self.RETRACTED, "note") == "RETRACTED: Inv J. 2021;7:1, PMID 10"
        assert "N1  - RETRACTED: Inv J. 2021;7:1, PMID 10\n" in written("ris", self.RETRACTED)

    def test_it_is_said_once_where_the_types_say_it(self) -> None:
        said = replace(self.RETRACTED, publication_types=("Retracted Publication",))
        assert written("nbib", said).count("PT  - Retracted Publication") == 1

    def test_styles_print_nothing_else(self) -> None:
        sound = a_document(1, journal="Inv J", publication_types=("Review",), text_kind=TextKind.DIGEST)
        assert "note" not in item(sound)
        assert "  note = " not in written("bibtex", sound)
        assert "digest" in field(sound, "annote")


class TestOurReaders:
    @pytest.mark.parametrize("format_name", ["ris", "nbib"])
    def test_the_document_has_the_same_id(self, format_name: str) -> None:
        documents = [
            a_document(7, pmid="7"),
            Document(id="DOI:10.1000/a", title="A", doi="10.1000/a"),
            Document(id="PMCID:PMC8", title="B", pmcid="PMC8"),
        ]
        found = read_back(format_name, *documents)
        assert [one.title for one in found] == [one.title for one in documents]
        assert [one.id for one in found][:2] == [one.id for one in documents][:2]

    def test_a_registry_entry_has_the_same_id_in_ris(self) -> None:
        entry = Document(id="NCT:NCT00000001", title="A", nct=("NCT00000001",), text_kind=TextKind.REGISTRY)
        (found,) = read_back("ris", entry)
        assert (found.id, found.text_kind) == (entry.id, TextKind.REGISTRY)


class TestKinds:
    @pytest.mark.parametrize(
        ("types", "ris", "bibtex", "csl"),
        [
            (("Journal Article",), "JOUR", "article", "article-journal"),
            (("Preprint",), "UNPB", "article", "article"),
            (("Review", "Book"), "BOOK", "book", "book"),
            (("Book Chapter",), "CHAP", "incollection", "chapter"),
        ],
    )
    def test_each_has_a_type_of_its_own(self, types: tuple[str, ...], ris: str, bibtex: str, csl: str) -> None:
        document = a_document(journal="Where", publication_types=types)
        assert written("ris", document).startswith(f"TY  - {ris}\n")
        assert written("bibtex", document).startswith(f"@{bibtex}{{")
        assert item(document)["type"] == csl
        (found,) = read_back("nbib", replace(document, pmid="1"))
        assert (found.title, found.journal) == (document.title, "Where")


@pytest.mark.parametrize("format_name", ["ris", "nbib", "bibtex"])
def test_no_field_can_begin_a_record(format_name: str) -> None:
    evil = "x\nER  - \n\nTY  - JOUR\nTI  - Evil\n\nPMID- 99\nTI  - Evil\n@misc{y, title={Evil}}"
    document = a_document(
        1, "Words.", pmid="1", authors=(Author(evil),), journal=evil, volume=evil, url=evil, publication_types=(evil,)
    )
    if format_name == "bibtex":
        assert len(parse_string(written("bibtex", document, document)).blocks) == 2
    else:
        assert [one.title for one in read_back(format_name, document, a_document(2, pmid="2"))] == [
            "Title 1",
            "Title 2",
        ]
