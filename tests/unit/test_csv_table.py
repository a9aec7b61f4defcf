"""CSV: dialects, the columns of the usual exports, and rows that are none. All publications are made up."""

from __future__ import annotations

import codecs
import io

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Document, TextKind
from corpus.interfaces import Parsed, Reject
from corpus.readers.csv_table import CsvReader

PUBMED = (
    "\ufeffPMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\r\n"
    '"17","Invented cells.","Roe J, van Doe AB, Poe E Jr.","J Made Up. 2021 Sep 14;12(3):132-42. doi: 10.1000/x.",'
    '"Roe J","J Made Up","2021","2022/01/02","PMC7","","10.1000/x"\r\n'
)
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","ISSN","DOI","Url",'
    '"Abstract Note","Date","Pages","Issue","Volume","Language","Extra"\n'
    '"A1","journalArticle","2021","Roe, Jane; Doe, John","Invented cells","Journal of made-up results","","0000-0000",'
    '"10.1000/x","https://example.org/x","BACKGROUND: None. RESULTS: No.","2021-09-14","132-142","3","12","eng",'
    '"PMID: 17\nPMCID: PMC7"\n'
)
SCOPUS = (
    'Authors,"Author full names","Title","Year","Source title","Volume","Issue","Art. No.","Page start","Page end",'
    'DOI,Link,Abstract,"Document Type","PubMed ID","Language of Original Document"\n'
    '"Roe J., Doe A.B.","Roe, Jane (1)","Invented cells","2021","Journal of made-up results","12","3","","132","142",'
    '"10.1000/X","https://example.org/?eid=1","No words","Review","17","English"\n'
)
EMBASE = (
    '"Title","Author names","Source title","Publication year","Publication type","Volume","Issue","First page",'
    '"Last page","Abstract","DOI","Medline PMID"\n'
    '"Invented cells","Roe J.; Doe A.B.","Journal of made-up results","2021","Article","12","3","132","142","No words",'
    '"10.1000/x","17"\n'
)
WEB_OF_SCIENCE = "PT\tAU\tTI\tSO\tLA\tDT\tAB\tPY\tVL\tIS\tBP\tEP\tDI\tPM\n" + "\t".join(
    (
        *("J", "Roe, J; Doe, AB", "Invented cells", "JOURNAL OF MADE-UP RESULTS", "English", "Article; Letter"),
        *("No words", "2021", "12", "3", "132", "142", "10.1000/x", "17\n"),
    )
)


def read(text: str | bytes) -> list[Parsed | Reject]:
    return list(CsvReader().read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def parsed(text: str | bytes) -> Document:
    (outcome,) = read(text)
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def row(**cells: str) -> Document:
    """The document of a row with these cells, and a title if none is among them."""
    cells = {"title": "Title", **cells}
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells.values())
    return parsed(f"{','.join(cells)}\n{','.join(quoted)}\n")


def summary(outcomes: list[Parsed | Reject]) -> list[str]:
    return [outcome.document.title if isinstance(outcome, Parsed) else outcome.position for outcome in outcomes]


class TestExports:
    def test_pubmeds(self) -> None:
        assert parsed(PUBMED) == Document(
            id="PMID:17",
            title="Invented cells",
            authors=(Author("Roe J"), Author("van Doe AB"), Author("Poe E Jr")),
            journal="J Made Up",
            date="2021-09-14",
            year=2021,
            volume="12",
            issue="3",
            pages="132-142",
            doi="10.1000/x",
            pmid="17",
            pmcid="PMC7",
        )

    def test_zoteros(self) -> None:
        assert parsed(ZOTERO) == Document(
            id="PMID:17",
            title="Invented cells",
            sections=(Section("BACKGROUND", "None."), Section("RESULTS", "No.")),
            authors=(Author("Roe J", "Roe", "Jane"), Author("Doe J", "Doe", "John")),
            journal="Journal of made-up results",
            date="2021-09-14",
            year=2021,
            volume="12",
            issue="3",
            pages="132-142",
            doi="10.1000/x",
            pmid="17",
            pmcid="PMC7",
            url="https://example.org/x",
            language="eng",
        )

    @pytest.mark.parametrize("text", [SCOPUS, EMBASE, WEB_OF_SCIENCE], ids=["Scopus", "Embase", "Web of Science"])
    def test_others(self, text: str) -> None:
        document = parsed(text)
        assert document.text == "Invented cells\nNo words"
        assert [author.name.replace(".", "") for author in document.authors] == ["Roe J", "Doe AB"]
        assert (document.journal or "").casefold() == "journal of made-up results"
        assert (document.year, document.volume, document.issue, document.pages) == (2021, "12", "3", "132-142")
        assert (document.id, document.doi) == ("PMID:17", "10.1000/x")

    def test_clinicaltrials_govs(self) -> None:
        text = (
            "NCT Number,Study Title,Study URL,Brief Summary\nNCT01234567,Cells,https://example.org/NCT01234567,Words\n"
        )
        document = parsed(text)
        assert (document.id, document.text_kind) == ("NCT:NCT01234567", TextKind.REGISTRY)

    def test_document_types_are_the_sources_publication_types(self) -> None:
        assert parsed(SCOPUS).publication_types == ("Review",)
        assert parsed(WEB_OF_SCIENCE).publication_types == ("Article", "Letter")

    @pytest.mark.parametrize("text", [PUBMED, ZOTERO, SCOPUS, EMBASE, WEB_OF_SCIENCE])
    def test_each_is_recognised(self, text: str) -> None:
        assert CsvReader().recognises(text.encode())


class TestDialects:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_the_separator_is_the_one_that_gives_names(self, separator: str) -> None:
        lines = (("title", "abstract", "a,b;c"), ("One", "Words", "x"), ("Two", "More words", ""))
        text = "".join(separator.join(f'"{cell}"' for cell in line) + "\n" for line in lines)
        assert summary(read(text)) == ["One", "Two"]

    def test_excel_may_be_told_the_separator_before(self) -> None:
        assert parsed("sep=;\nTitle;Abstract\nOne, two; Words\n").text == "One, two\nWords"

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "latin-1"]
    )
    def test_encodings_are_told_apart(self, encoding: str) -> None:
        assert parsed("Title,Abstract\nMüller at 37 °C,é\n".encode(encoding)).text == "Müller at 37 °C\né"

    def test_a_text_in_another_script_is_read_by_its_statistics(self) -> None:
        words = "Применение стволовых клеток при псориатическом артрите"
        assert parsed(f"Title,Abstract\n{words},{words}\n".encode("windows-1251")).title == words

    def test_a_mark_without_a_file_is_nothing(self) -> None:
        assert read(codecs.BOM_UTF8) == []
        assert read(codecs.BOM_UTF16_LE) == []

    def test_columns_may_be_written_in_any_way(self) -> None:
        assert parsed("PRIMARY-TITLE,Notes_Abstract,PubMed_ID\nOne,Words,17\n").id == "PMID:17"

    def test_a_cell_may_hold_lines_and_separators(self) -> None:
        assert parsed('Title,Abstract\n"One, ""two""","Words\n\nmore, words"\n').text == 'One, "two"\nWords more, words'

    def test_blank_rows_and_blank_cells_beyond_the_header_are_passed_over(self) -> None:
        outcomes = read("Title,Abstract,DOI,\n\n,,\nOne,,\n  \nTwo,Words,,,\n")
        assert summary(outcomes) == ["One", "Two"]
        assert [outcome.position for outcome in outcomes] == ["line 4", "line 6"]

    def test_the_same_row_twice_is_the_same_record_twice(self) -> None:
        first, second = read("Title,Year\nOne,2020\nOne,2020\n")
        assert isinstance(first, Parsed)
        assert isinstance(second, Parsed)
        assert first.document == second.document
        assert first.position != second.position


class TestTableWithoutTitles:
    def test_it_is_recognised_by_its_other_columns_and_refused_once(self) -> None:
        text = "abstract,doi,number of mice\n" + "Words,10.1000/x,7\n" * 3
        assert CsvReader().recognises(text.encode())
        (outcome,) = read(text)
        assert isinstance(outcome, Reject)
        assert outcome.position == "header"
        assert "abstract, doi, number of mice" in outcome.reason
        assert "primary title" in outcome.reason

    @pytest.mark.parametrize(
        "head", ["a,b", "title", "Some prose, and a title", '{"title": 1,"abstract","doi"', "<title>,doi"]
    )
    def test_what_is_no_table_of_publications_is_not_recognised(self, head: str) -> None:
        assert not CsvReader().recognises(head.encode())


class TestBadRows:
    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (",Words,7", "no title"),
            (",,7", "neither title nor abstract"),
            ("Title,Words", "2 cells where the header names 3 columns"),
            ("Title,Words,7,more", "4 cells where the header names 3 columns"),
            ('"Title,Words,7', "its quotes do not add up"),
            ('"Title" more,Words,7', "its quotes do not add up"),
            ("Title,\0,7", "a NUL character in it"),
        ],
    )
    @pytest.mark.parametrize("after", ["Three,Words,3\n", '"Three","Wo,\nrds","3"\n'], ids=["plain", "quoted"])
    def test_each_loses_only_itself(self, bad: str, reason: str, after: str) -> None:
        outcomes = read(f"Title,Abstract,PMID\nOne,Words,1\n{bad}\n{after}Four,Words,4\n")
        assert summary(outcomes) == ["One", "line 3", "Three", "Four"]
        assert isinstance(outcomes[1], Reject)
        assert outcomes[1].reason.startswith(reason)

    def test_the_rest_of_a_cell_that_was_cut_off_is_not_taken_for_rows(self) -> None:
        outcomes = read('Title,Abstract,PMID\nOne,Words,1\nTwo,"Words,\nand more, so to say, of it\nand')
        assert summary(outcomes) == ["One", "line 3"]

    def test_a_quote_left_open_among_rows_with_quotes_loses_its_row_alone(self) -> None:
        rows = '"One","Words","1"\n"Two,"Words","2"\n"Three","Wo\nrds","3"\nFour,Words,4\n'
        assert summary(read(f"Title,Abstract,PMID\n{rows}")) == ["One", "line 3", "Three", "Four"]

    def test_it_is_told_how_far_an_open_quote_may_have_reached(self) -> None:
        _, bad, last = read('Title, Abstract, PMID\nOne, Words, 1\nTwo, "Words, 2\nThree, Words, 3\n')
        assert isinstance(bad, Reject)
        assert bad.reason.endswith("(and lines up to 4 with it, where they are no whole rows themselves)")
        assert summary([last]) == ["Three"]

    def test_a_row_beyond_bounds_loses_only_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.csv_rows._MAX_LINES", 5)
        rows = 'One,Words,1\nTwo,"' + "Words\n" * 20 + '",2\nThree,Words,3\n'
        first, *bad, last = summary(read(f"Title,Abstract,PMID\n{rows}"))
        assert (first, last) == ("One", "Three")
        assert bad

    def test_a_file_made_to_be_read_for_ever_is_read_in_time(self) -> None:
        # Each line leaves a quote open, whether or not one was open before.
        outcomes = read("Title,Abstract,PMID\nOne,Words,1\n" + '",x","\n' * 100_000 + "Two,Words,2\n")
        assert summary(outcomes)[0] == "One"

    def test_a_reject_names_the_identifier_that_was_seen(self) -> None:
        (outcome,) = read("Title,DOI\n,10.1000/x\n")
        assert outcome == Reject("line 2", "neither title nor abstract", "DOI:10.1000/x")


class TestCells:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Roe J, Doe AB", ["Roe J", "Doe AB"]),
            ("Roe, Jane; Doe, A.B.", ["Roe J", "Doe AB"]),
            ("Jane Roe, John Doe", ["Jane Roe", "John Doe"]),
            ("Roe, Jane", ["Roe J"]),
            ("['Roe, Jane', 'Doe, John']", ["Roe J", "Doe J"]),
            ("A Group", ["A Group"]),
            ("Roe, Jane, Doe, John", ["Roe, Jane, Doe, John"]),
            (" ; , ", []),
        ],
    )
    def test_authors(self, text: str, names: list[str]) -> None:
        assert [author.name for author in row(authors=text).authors] == names

    @pytest.mark.parametrize(
        ("cells", "date"),
        [
            ({"year": "2014//"}, "2014"),
            ({"year": "2014.0"}, "2014"),
            ({"year": "2014", "date": "2014-03"}, "2014-03"),
            ({"year": "2014", "date": "2015-03"}, "2014"),
            ({"date": "March 2014"}, "2014-03"),
            ({"year": "n.d."}, None),
        ],
    )
    def test_dates(self, cells: dict[str, str], date: str | None) -> None:
        assert row(**cells).date == date

    def test_a_pmid_may_have_become_a_number_with_a_point(self) -> None:
        assert row(pmid="17.0").pmid == "17"
        assert row(pmid="17.5").pmid is None

    def test_registry_numbers_are_found_in_their_column(self) -> None:
        assert row(nct="NCT01234567, nct00000001").nct == ("NCT01234567", "NCT00000001")

    def test_mesh_terms_are_headings(self) -> None:
        headings = row(mesh="Arthritis, Psoriatic/*therapy; Humans").mesh
        assert [heading.descriptor for heading in headings] == ["Arthritis, Psoriatic", "Humans"]

    def test_a_row_without_identifiers_is_named_by_title_and_year(self) -> None:
        assert row(year="2014").id == row(year="2014", title="TITLE!").id != row().id
