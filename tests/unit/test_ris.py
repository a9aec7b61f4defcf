"""RIS: its dialects, what each tag means, and what is no record. All publications are made up."""

from __future__ import annotations

import io

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Document, TextKind
from corpus.interfaces import Parsed, Reject
from corpus.readers.ris import RisReader

WHOLE = """
TY  - JOUR
AU  - Mustermann, Erika M.
AU  - Roe, John
TI  - Invented cells for invented arthritis
JF  - Journal of made-up results
JO  - J Made Up
PY  - 2021
DA  - 2021/09/14/
VL  - 12
IS  - 3
SP  - 132
EP  - 142
DO  - https://doi.org/10.1000/Made.Up.1
UR  - https://pubmed.ncbi.nlm.nih.gov/1234567/
C2  - PMC7654321
LA  - eng
KW  - invented
KW  - cells
AB  - BACKGROUND: Nobody tried it. RESULTS: None.
ER  -
"""


def read(text: str | bytes) -> list[Parsed | Reject]:
    return list(RisReader().read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def titled(*lines: str, kind: str = "JOUR") -> Document:
    (outcome,) = read("\n".join((f"TY  - {kind}", "TI  - Title", *lines, "ER  - ")))
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def titles(outcomes: list[Parsed | Reject]) -> list[str]:
    return [outcome.document.title if isinstance(outcome, Parsed) else outcome.reason for outcome in outcomes]


def test_a_whole_record_is_a_document() -> None:
    (outcome,) = read(WHOLE)
    assert isinstance(outcome, Parsed)
    assert outcome.position == "record 1, line 2"
    assert outcome.document == Document(
        id="PMID:1234567",
        title="Invented cells for invented arthritis",
        sections=(Section("BACKGROUND", "Nobody tried it."), Section("RESULTS", "None.")),
        authors=(Author("Mustermann EM", "Mustermann", "Erika M."), Author("Roe J", "Roe", "John")),
        journal="Journal of made-up results",
        date="2021-09-14",
        year=2021,
        volume="12",
        issue="3",
        pages="132-142",
        doi="10.1000/made.up.1",
        pmid="1234567",
        pmcid="PMC7654321",
        url="https://pubmed.ncbi.nlm.nih.gov/1234567/",
        language="eng",
    )


class TestRecognition:
    @pytest.mark.parametrize(
        "head", ["TY  - JOUR", "\ufeffTY  - JOUR\r\n", "1.\nTY  - JOUR", "TY - JOUR", "TY-JOUR", "ty  - jour", "TY  -"]
    )
    def test_a_type_line_is_recognised(self, head: str) -> None:
        assert RisReader().recognises(head.encode())

    @pytest.mark.parametrize(
        "head",
        ["TI  - T", "PMID- 1\nTY  - JOUR", '{"a": "\nTY  - JOUR', "<a>\nTY  - JOUR", "TY - of a longer sentence"],
    )
    def test_others_are_not(self, head: str) -> None:
        assert not RisReader().recognises(head.encode())


class TestDialects:
    @pytest.mark.parametrize(
        "text",
        [
            "TY  - JOUR\nTI  - One\nTI  - x\nER  - \n\nTY  - JOUR\nT1  - Two\nER  - \n",
            "TY - JOUR\nTI - One\nER - \nTY - JOUR\nTI - Two\nER - \n",
            "TY- JOUR\nTI- One\nER- \nTY- JOUR\nTI- Two\nER- \n",
            "TY-JOUR\nTI-One\nER-\nTY-JOUR\nTI-Two\nER-\n",
            "ty  - jour\nti  - One\ner  - \nty  - jour\nti  - Two\ner  - \n",
            "1.\nTY  - JOUR\nTI  - One\nER  -\nNL  - J\n\nLink: x\n\n2.\nTY  - JOUR\nTI  - Two\nER  -\n",
            "TY  - JOUR\n\nTI  - One\n\n\nKW  - a\n\nTY  - JOUR\nTI  - Two",
            "TY  - Journal Article\nTI  - One\nER  - 1\nER  - \nTY  - GEN\nCT  - Two\nER  - \n",
            "TY  - JOUR\r\nTI  - One\r\nER  - \r\nTY  - JOUR\r\nTI  - Two\r\nER  - \r\n",
        ],
        ids=[
            "usual",
            "one space",
            "no space before",
            "no space",
            "lower case",
            "Ovid",
            "no ends",
            "odd types",
            "Windows",
        ],
    )
    def test_each_gives_its_records(self, text: str) -> None:
        assert titles(read(text)) == ["One", "Two"]

    def test_a_line_without_a_tag_goes_on_with_the_field_before(self) -> None:
        text = "TY  - JOUR\nTI  - One\nand a half\nAB  - Words\n\nT2-weighted and T2 - weighted\nIL -6\nER  - "
        (outcome,) = read(text)
        assert isinstance(outcome, Parsed)
        assert outcome.document.text == "One and a half\nWords T2-weighted and T2 - weighted IL -6"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
    def test_encodings_are_told_apart(self, encoding: str) -> None:
        assert titles(read("TY  - JOUR\nTI  - Müller’s cells\nER  - \n".encode(encoding))) == ["Müller’s cells"]


class TestBadRecords:
    @pytest.mark.parametrize(
        ("record", "reason"),
        [
            ("TY  - JOUR\nER  - ", "neither title nor abstract"),
            ("TY  - JOUR\nAU  - Roe, J\nKW  - k\nER  - ", "neither title nor abstract"),
            ("TY  - JOUR\nN2  - Words\nER  - ", "no title"),
            ("TI  - T\nER  - ", "no TY line before it: the beginning of the record is missing"),
        ],
    )
    def test_each_loses_only_itself(self, record: str, reason: str) -> None:
        outcomes = read(f"TY  - JOUR\nTI  - One\nER  - \n{record}\nTY  - JOUR\nTI  - Three\nER  - \n")
        assert titles(outcomes) == ["One", reason, "Three"]
        assert outcomes[1].position == "record 2, line 4"

    def test_a_reject_names_the_identifier_that_was_seen(self) -> None:
        (outcome,) = read("TY  - JOUR\nDO  - 10.1000/x\nER  - ")
        assert isinstance(outcome, Reject)
        assert outcome.identifier == "DOI:10.1000/x"


class TestTitleAndText:
    def test_only_the_first_abstract_field_counts_and_its_parts_are_joined(self) -> None:
        assert titled("AB  - One.", "AB  - Two.", "N2  - Other.").text == "Title\nOne. Two."

    def test_a_books_title_may_stand_in_bt(self) -> None:
        (outcome,) = read("TY  - BOOK\nBT  - A Made-Up Book\nT2  - A Series\nER  - ")
        assert isinstance(outcome, Parsed)
        assert (outcome.document.title, outcome.document.journal) == ("A Made-Up Book", None)

    def test_keywords_and_the_type_of_reference_say_nothing_of_the_study(self) -> None:
        document = titled("KW  - Randomized Controlled Trial")
        assert (document.mesh, document.publication_types) == ((), ())


class TestFields:
    @pytest.mark.parametrize(
        ("lines", "journal"),
        [
            (("JO  - J Made Up", "T2  - Journal of made-up results"), "Journal of made-up results"),
            (("JA  - J Made Up", "JF  - Journal of made-up results"), "Journal of made-up results"),
            (("J2  - J Made Up",), "J Made Up"),
        ],
    )
    def test_the_journals_full_name_comes_before_its_abbreviation(self, lines: tuple[str, ...], journal: str) -> None:
        assert titled(*lines).journal == journal

    @pytest.mark.parametrize(
        ("lines", "date"),
        [
            (("PY  - 2011/03/04/",), "2011-03-04"),
            (("PY  - 2019//",), "2019"),
            (("Y1  - 2011/3/spring",), "2011-03"),
            (("PY  - 2011", "DA  - 2011/03/04"), "2011-03-04"),
            (("PY  - 2011", "DA  - 2012/03/04"), "2011"),
            (("PY  - 2011", "DA  - Jun"), "2011-06"),
            (("PY  - 2011", "DA  - Mar 4"), "2011-03-04"),
            (("DA  - 4 March 2011",), "2011-03-04"),
            (("PY  - 03/04/2011",), "2011"),
            (("PY  - 10 15",), None),
            (("PY  - in press",), None),
            ((), None),
        ],
    )
    def test_a_date_is_as_exact_as_the_fields_agree_on(self, lines: tuple[str, ...], date: str | None) -> None:
        document = titled(*lines)
        assert (document.date, document.year) == (date, int(date[:4]) if date else None)

    @pytest.mark.parametrize(
        ("lines", "pages"),
        [
            (("SP  - 132", "EP  - 142"), "132-142"),
            (("SP  - 132-42",), "132-142"),
            (("SP  - 132-42", "EP  - 42"), "132-142"),
            (("SP  - e7", "EP  - e7"), "e7"),
            (("SP  - xi", "EP  - xv"), "xi-xv"),
            (("C7  - 104501",), "104501"),
            (("SP  - No", "EP  - Specified"), None),
            (("EP  - 7",), None),
        ],
    )
    def test_pages(self, lines: tuple[str, ...], pages: str | None) -> None:
        assert titled(*lines).pages == pages

    @pytest.mark.parametrize(
        ("line", "issue"), [("IS  - 3-4", "3-4"), ("CP  - 5", "5"), ("M1  - 6", "6"), ("M1  - G01N 33", None)]
    )
    def test_issue(self, line: str, issue: str | None) -> None:
        assert titled(line).issue == issue

    def test_authors_keep_their_order_and_secondary_ones_count_where_there_are_no_others(self) -> None:
        lines = ("A2  - Editor, E", "AU  - Roe, Jane; Doe, John", "A1  - A Group")
        assert [author.name for author in titled(*lines).authors] == ["Roe J", "Doe J", "A Group"]
        assert [author.name for author in titled(lines[0]).authors] == ["Editor E"]


class TestIdentifiers:
    @pytest.mark.parametrize(
        "line",
        [
            "DO  - 10.1000/x",
            "DI  - doi:10.1000/X",
            "UR  - https://doi.org/10.1000/x",
            "UR  - http://dx.doi.org/10.1000/x",
            "N1  - doi: 10.1000/x",
            "M3  - doi:10.1000/x",
        ],
    )
    def test_a_doi_is_read_where_it_is_called_one(self, line: str) -> None:
        assert titled(line).doi == "10.1000/x"

    @pytest.mark.parametrize("line", ["N1  - 10.1000/x", "N1  - Erratum in doi:10.1000/x", "M1  - 10", "DO  - none"])
    def test_and_nowhere_else(self, line: str) -> None:
        assert titled(line).doi is None

    @pytest.mark.parametrize(
        "lines",
        [
            ("AN  - PMID:17",),
            ("AN  - MEDLINE:17",),
            ("AN  - CN-01234567", "C3  - PUBMED 17,EMBASE 2001234567"),
            ("N1  - PMID: 17", "PMCID: PMC7"),
            ("AN  - 17", "DB  - PubMed"),
            ("AN  - 17", "DB  - Ovid MEDLINE(R)"),
            ("AN  - 17", "DP  - NLM"),
            ("ID  - PMID: 17",),
            ("N1  - PMID: 17",),
            ("UR  - https://www.ncbi.nlm.nih.gov/pubmed/17",),
            ("L2  - https://pubmed.ncbi.nlm.nih.gov/17/",),
        ],
    )
    def test_a_pmid_is_read_where_it_can_be_nothing_else(self, lines: tuple[str, ...]) -> None:
        assert titled(*lines).id == "PMID:17"

    @pytest.mark.parametrize(
        "lines",
        [
            ("AN  - 17",),
            ("ID  - 17",),
            ("C3  - EMBASE 2001234567",),
            ("AN  - 17", "DB  - Embase"),
            ("AN  - WOS:17", "DB  - MEDLINE"),
            ("AN  - PMID:17", "UR  - https://pubmed.ncbi.nlm.nih.gov/18/"),
        ],
    )
    def test_and_nowhere_else_nor_where_two_are_named(self, lines: tuple[str, ...]) -> None:
        assert titled(*lines).pmid is None

    def test_a_registry_number_names_a_registry_entry(self) -> None:
        document = titled("AN  - NCT01234567")
        assert (document.id, document.text_kind) == ("NCT:NCT01234567", TextKind.REGISTRY)

    def test_a_trials_number_elsewhere_is_the_trial_that_an_article_reports(self) -> None:
        document = titled("M1  - NCT01234567", "M1  - NCT00000001", "DO  - 10.1000/x")
        assert (document.id, document.nct) == ("DOI:10.1000/x", ("NCT01234567", "NCT00000001"))
        assert titled("M1  - NCT01234567").text_kind is TextKind.ABSTRACT

    @pytest.mark.parametrize("own_id", ["PMID:17", "DOI:10.1000/x", "PMCID:PMC7", "NCT:NCT01234567"])
    def test_a_documents_own_id_is_read_back(self, own_id: str) -> None:
        assert titled(f"ID  - {own_id}").id == own_id

    def test_a_custom_field_is_no_pmcid_unless_it_says_so(self) -> None:
        assert titled("C2  - 7654321").pmcid is None

    def test_a_link_that_many_records_may_share_names_none_of_them(self) -> None:
        by_title = titled("PY  - 2021").id
        assert titled("PY  - 2021", "UR  - https://example.org/search?q=cells").id == by_title
