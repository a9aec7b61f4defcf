from __future__ import annotations

import gzip
import io
import tracemalloc
from typing import BinaryIO, cast

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, EditorialStatus, MeshHeading, MeshQualifier, TextKind
from corpus.interfaces import Deletion, Outcome, Parsed, Reject
from corpus.readers.pubmed_xml import TAGS, PubMedXmlReader
from corpus.readers.xml_records import RecordSplitter

FULL_DATE = "<PubDate><Year>2021</Year><Month>09</Month><Day>14</Day></PubDate>"
ABSTRACT = "<Abstract><AbstractText>Words.</AbstractText></Abstract>"


def article(
    inner: str = ABSTRACT,
    *,
    pmid: str = "<PMID>1</PMID>",
    title: str = "<ArticleTitle>A title.</ArticleTitle>",
    date: str = FULL_DATE,
    citation: str = "",
    data: str = "",
) -> str:
    journal = (
        f"<Journal><JournalIssue><Volume>5</Volume><Issue>2</Issue>{date}</JournalIssue><Title>J</Title></Journal>"
    )
    return (
        f"<PubmedArticle><MedlineCitation>{pmid}<Article>{journal}{title}{inner}</Article>{citation}</MedlineCitation>"
        f"<PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def numbered(number: int) -> str:
    return article(pmid=f"<PMID>{number}</PMID>")


def book(inner: str) -> str:
    return f"<PubmedBookArticle><BookDocument><PMID>7</PMID>{inner}</BookDocument></PubmedBookArticle>"


def in_set(*records: str, root: str = "PubmedArticleSet", attributes: str = "") -> str:
    return f'<?xml version="1.0"?>\n<{root}{attributes}>\n' + "\n".join(records) + f"\n</{root}>\n"


def read(xml: str | bytes, chunk_bytes: int = 65536) -> list[Outcome]:
    content = xml.encode() if isinstance(xml, str) else xml
    return list(PubMedXmlReader(chunk_bytes=chunk_bytes).read(io.BytesIO(content)))


def document(record: str) -> Document:
    (outcome,) = read(in_set(record))
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def reject(xml: str | bytes) -> Reject:
    (outcome,) = read(xml)
    assert isinstance(outcome, Reject), outcome
    return outcome


def summary(outcomes: list[Outcome]) -> list[str]:
    """PMIDs of documents, reasons of rejects."""
    assert all(isinstance(outcome, Parsed | Reject) for outcome in outcomes)
    return [
        outcome.document.id if isinstance(outcome, Parsed) else outcome.reason
        for outcome in outcomes
        if isinstance(outcome, Parsed | Reject)
    ]


def words(markup: str) -> str:
    (section,) = document(article(f"<Abstract><AbstractText>{markup}</AbstractText></Abstract>")).sections
    return section.text


def title(markup: str, vernacular: str = "") -> str:
    extra = f"<VernacularTitle>{vernacular}</VernacularTitle>" if vernacular else ""
    return document(article(extra, title=f"<ArticleTitle>{markup}</ArticleTitle>")).title


def date(markup: str) -> str | None:
    return document(article(date=markup)).date


def pages(markup: str) -> str | None:
    return document(article(markup)).pages


class TestText:
    def test_inline_tags_keep_their_text(self) -> None:
        assert words("<i>In <b>vivo</b></i> CO<sub>2</sub>, 10<sup>6</sup> <u>cells</u>") == "In vivo CO2, 10⁶ cells"

    def test_entities_and_character_references_are_resolved(self) -> None:
        assert words("p &lt; 0.05 &amp; &#946; &#x2265; 1") == "p < 0.05 & β ≥ 1"

    def test_a_comment_inside_text_is_no_text(self) -> None:
        assert words("one <!-- two --> three") == "one three"

    def test_a_cdata_section_is_text(self) -> None:
        assert words("<![CDATA[a < b </PubmedArticle> c]]>") == "a < b </PubmedArticle> c"

    def test_line_breaks_of_pretty_printing_become_one_space(self) -> None:
        assert words("\n\t\tone\n\t\t<i>two</i>\n") == "one two"

    def test_a_formula_is_read_in_the_order_it_is_printed(self) -> None:
        formula = (
            "<mml:math><mml:mmultiscripts>\n <mml:mi>He</mml:mi>\n <mml:mprescripts/><mml:none/><mml:mn>3</mml:mn>"
            "</mml:mmultiscripts><mml:mtext> </mml:mtext><mml:mi>MRI</mml:mi></mml:math>"
        )
        assert words(f"inhaled {formula} imaging") == "inhaled 3He MRI imaging"

    def test_the_annotation_of_a_formula_does_not_repeat_it(self) -> None:
        formula = (
            "<mml:math><mml:semantics><mml:mrow><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:mrow>"
            '<mml:annotation encoding="TeX">x=2</mml:annotation></mml:semantics></mml:math>'
        )
        assert words(f"({formula})") == "(x=2)"

    def test_a_fraction_has_a_stroke_and_brackets_where_it_needs_them(self) -> None:
        total = "<mml:mrow><mml:mi>a</mml:mi><mml:mo>+</mml:mo><mml:mi>b</mml:mi></mml:mrow>"
        formula = (
            f"<mml:mfrac>{total}<mml:mn>2</mml:mn></mml:mfrac><mml:mspace/><mml:mi>c</mml:mi><mml:mo>\u2062</mml:mo>"
        )
        assert words(f"<mml:math>{formula}</mml:math>") == "(a+b)/2 c"


class TestAbstract:
    def test_each_part_of_a_structured_abstract_is_a_section(self) -> None:
        parts = (
            '<AbstractText Label="Methods" NlmCategory="METHODS">We did.</AbstractText>'
            '<AbstractText Label="RESULTS">We saw.</AbstractText>'
        )
        found = document(article(f"<Abstract>{parts}</Abstract>")).sections
        assert found == (Section("METHODS", "We did."), Section("RESULTS", "We saw."))

    @pytest.mark.parametrize("attributes", ['NlmCategory="RESULTS"', 'Label="UNLABELLED" NlmCategory="RESULTS"', ""])
    def test_a_category_given_by_nlm_is_no_label(self, attributes: str) -> None:
        found = document(article(f"<Abstract><AbstractText {attributes}>Words.</AbstractText></Abstract>")).sections
        assert found == (Section(None, "Words."),)

    def test_copyright_is_not_part_of_the_text(self) -> None:
        copyrighted = ABSTRACT.replace("</Abstract>", "<CopyrightInformation>© us</CopyrightInformation></Abstract>")
        assert document(article(copyrighted)).text == "A title\nWords."

    def test_another_abstract_is_not_added_to_the_abstract(self) -> None:
        other = '<OtherAbstract Language="eng"><AbstractText>Plain words.</AbstractText></OtherAbstract>'
        assert document(article(citation=other)).sections == (Section(None, "Words."),)

    def test_without_abstract_the_english_other_abstract_is_taken(self) -> None:
        french = '<OtherAbstract Language="fre"><AbstractText>Mots.</AbstractText></OtherAbstract>'
        english = '<OtherAbstract Language="eng"><AbstractText>Other words.</AbstractText></OtherAbstract>'
        assert document(article("", citation=french + english)).sections == (Section(None, "Other words."),)
        assert document(article("", citation=french)).sections == (Section(None, "Mots."),)

    def test_a_note_that_the_publisher_has_the_abstract_is_no_abstract(self) -> None:
        note = "<OtherAbstract><AbstractText>Abstract available from the publisher.</AbstractText></OtherAbstract>"
        assert document(article("", citation=note)).sections == ()

    def test_a_record_without_any_abstract_is_a_document_with_a_title(self) -> None:
        assert document(article("")).text == "A title"


class TestTitle:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("A title.", "A title"),
            ("Is it a title?", "Is it a title?"),
            ("To be continued...", "To be continued..."),
            ("Reply to Smith et al.", "Reply to Smith et al."),
            ("Made in the U.S.", "Made in the U.S."),
            ("Hepatitis B.", "Hepatitis B"),
            ("<i>Candida</i> in H<sub>2</sub>O.", "Candida in H2O"),
            ("[A translated title.]", "A translated title"),
            ("[A [nested] one].", "A [nested] one"),
            ("[18F]FDG in [psoriasis]", "[18F]FDG in [psoriasis]"),
        ],
    )
    def test_full_stop_and_brackets_are_dropped_where_they_are_no_part_of_it(self, given: str, expected: str) -> None:
        assert title(given) == expected

    @pytest.mark.parametrize("placeholder", ["", "[Not Available].", "[Not Available]", "In process", "<i/>"])
    def test_a_placeholder_gives_way_to_the_vernacular_title(self, placeholder: str) -> None:
        assert title(placeholder, vernacular="Psoriasis och artrit.") == "Psoriasis och artrit"


class TestAuthors:
    def authors(self, markup: str) -> tuple[Author, ...]:
        return document(article(f"<AuthorList>{markup}</AuthorList>")).authors

    def test_name_is_last_name_and_initials_and_suffix(self) -> None:
        markup = (
            "<Author><LastName>Mease</LastName><ForeName>Philip J</ForeName><Initials>PJ</Initials></Author>"
            "<Author><LastName>Doe</LastName><ForeName>J</ForeName><Initials>J</Initials><Suffix>Jr</Suffix></Author>"
        )
        assert self.authors(markup) == (Author("Mease PJ", "Mease", "Philip J"), Author("Doe J Jr", "Doe", "J"))

    def test_a_group_keeps_its_place_among_the_authors(self) -> None:
        markup = (
            "<Author><CollectiveName>METRIC Group</CollectiveName></Author>"
            "<Author><LastName>Öz</LastName><Initials>Ç</Initials></Author>"
        )
        assert [author.name for author in self.authors(markup)] == ["METRIC Group", "Öz Ç"]

    def test_an_author_marked_invalid_is_left_out(self) -> None:
        markup = '<Author ValidYN="N"><LastName>Meese</LastName></Author><Author><LastName>Mease</LastName></Author>'
        assert self.authors(markup) == (Author("Mease", "Mease"),)

    def test_editors_are_no_authors(self) -> None:
        editors = '<AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList>'
        assert document(article(editors)).authors == ()


class TestDate:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("<Year>2021</Year><Month>09</Month><Day>14</Day>", "2021-09-14"),
            ("<Year>2021</Year><Month>Sep</Month><Day>4</Day>", "2021-09-04"),
            ("<Year>2021</Year><Month>September</Month>", "2021-09"),
            ("<Year>2021</Year><Month>Feb</Month><Day>30</Day>", "2021-02"),
            ("<Year>2021</Year><Month>13</Month><Day>1</Day>", "2021"),
            ("<Year>2021</Year><Month>Sep</Month><Day>99999999999999999999</Day>", "2021-09"),
            ("<Year>2000</Year><Season>Spring</Season>", "2000"),
            ("<Year>20x1</Year>", None),
            ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998"),
            ("<MedlineDate>1998 Dec 5-12</MedlineDate>", "1998-12"),
            ("<MedlineDate>2000 Spring</MedlineDate>", "2000"),
            ("<MedlineDate>Winter 1997</MedlineDate>", "1997"),
            ("<MedlineDate>no date</MedlineDate>", None),
        ],
    )
    def test_date_says_as_much_as_is_sure(self, given: str, expected: str | None) -> None:
        assert date(f"<PubDate>{given}</PubDate>") == expected

    def test_year_is_that_of_the_date(self) -> None:
        assert document(article()).year == 2021
        assert document(article(date="")).year is None

    def test_the_date_of_the_issue_is_kept_over_a_fuller_electronic_date(self) -> None:
        electronic = "<ArticleDate><Year>2020</Year><Month>12</Month><Day>23</Day></ArticleDate>"
        issue = "<PubDate><Year>2021</Year><Month>Feb</Month></PubDate>"
        assert document(article(electronic, date=issue)).date == "2021-02"
        assert document(article(electronic, date="")).date == "2020-12-23"


class TestPages:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("132-42", "132-142"),
            ("S12-9", "S12-S19"),
            ("1865-1876", "1865-1876"),
            ("113-25; discussion 126-8", "113-125; discussion 126-128"),
            ("199-3", "199-3"),
            ("026002", "026002"),
            ("3307-3324.e30", "3307-3324.e30"),
        ],
    )
    def test_the_last_page_is_written_out(self, given: str, expected: str) -> None:
        assert pages(f"<Pagination><MedlinePgn>{given}</MedlinePgn></Pagination>") == expected

    def test_first_and_last_page_do_where_there_is_no_range(self) -> None:
        assert pages("<Pagination><StartPage>107</StartPage><EndPage>114</EndPage></Pagination>") == "107-114"

    def test_an_article_number_stands_for_pages(self) -> None:
        assert pages('<ELocationID EIdType="pii">e42692</ELocationID>') == "e42692"

    def test_an_item_id_of_a_publisher_or_preprint_server_is_no_page(self) -> None:
        preprint = "<PublicationTypeList><PublicationType>Preprint</PublicationType></PublicationTypeList>"
        assert pages('<ELocationID EIdType="pii">S0140-6736(20)30183-5</ELocationID>') is None
        assert pages(f'<ELocationID EIdType="pii">e123</ELocationID>{preprint}') is None


class TestIdentifiers:
    def test_a_doi_marked_invalid_is_not_used(self) -> None:
        invalid = '<ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>'
        own = '<ArticleIdList><ArticleId IdType="doi">10.1000/Right</ArticleId></ArticleIdList>'
        assert document(article(invalid, data=own)).doi == "10.1000/right"
        assert document(article(invalid)).doi is None

    def test_ids_of_references_are_not_the_records_own(self) -> None:
        ids = '<ArticleId IdType="doi">10.1000/other</ArticleId><ArticleId IdType="pmc">PMC99</ArticleId>'
        references = f"<ReferenceList><Reference><ArticleIdList>{ids}</ArticleIdList></Reference></ReferenceList>"
        found = document(article(data=references))
        assert (found.doi, found.pmcid) == (None, None)

    def test_pmid_gives_id_and_address(self) -> None:
        found = document(article(pmid='<PMID Version="1">0012</PMID>'))
        assert (found.id, found.pmid, found.url) == ("PMID:12", "12", "https://pubmed.ncbi.nlm.nih.gov/12/")

    def test_pmcid_is_taken_from_the_records_own_ids(self) -> None:
        own = '<ArticleIdList><ArticleId IdType="pmc">PMC123.1</ArticleId></ArticleIdList>'
        assert document(article(data=own)).pmcid == "PMC123"

    def test_trial_numbers_come_from_the_data_bank_and_never_from_the_text(self) -> None:
        def bank(name: str, number: str) -> str:
            numbers = f"<AccessionNumberList><AccessionNumber>{number}</AccessionNumber></AccessionNumberList>"
            return f"<DataBank><DataBankName>{name}</DataBankName>{numbers}</DataBank>"

        banks = bank("ClinicalTrials.gov", "NCT00000001") * 2 + bank("GENBANK", "NCT00000002")
        mentioned = "<Abstract><AbstractText>See NCT00000003.</AbstractText></Abstract>"
        found = document(article(f"{mentioned}<DataBankList>{banks}</DataBankList>"))
        assert found.nct == ("NCT00000001",)


class TestIndexing:
    def test_plain_fields_are_taken_over(self) -> None:
        types = "<PublicationTypeList><PublicationType>Review</PublicationType></PublicationTypeList>"
        found = document(article(f"<Language>ger</Language><Language>eng</Language>{types}"))
        assert (found.journal, found.volume, found.issue) == ("J", "5", "2")
        assert (found.language, found.publication_types) == ("ger", ("Review",))
        assert found.text_kind is TextKind.ABSTRACT

    def test_a_heading_is_major_when_a_qualifier_is(self) -> None:
        headings = (
            '<MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Arthritis</DescriptorName>'
            '<QualifierName UI="Q1" MajorTopicYN="Y">therapy</QualifierName></MeshHeading>'
            '<MeshHeading><DescriptorName MajorTopicYN="N">Humans</DescriptorName></MeshHeading>'
        )
        found = document(article(citation=f"<MeshHeadingList>{headings}</MeshHeadingList>")).mesh
        assert found == (
            MeshHeading("Arthritis", ui="D1", major=True, qualifiers=(MeshQualifier("therapy", "Q1", major=True),)),
            MeshHeading("Humans", major=False),
        )

    def test_corrections_are_kept_and_citations_are_not(self) -> None:
        links = (
            '<CommentsCorrections RefType="Cites"><RefSource>X</RefSource></CommentsCorrections>'
            '<CommentsCorrections RefType="RetractionIn"><RefSource>J. 2022;1</RefSource><PMID>9</PMID>'
            "<Note>data</Note></CommentsCorrections>"
        )
        found = document(article(citation=f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList>"))
        assert found.corrections == (Correction("RetractionIn", "J. 2022;1", "9", "data"),)
        assert found.editorial_status is EditorialStatus.RETRACTED

    def test_a_record_without_corrections_is_known_to_have_none(self) -> None:
        assert document(article()).editorial_status is EditorialStatus.OK


class TestBooks:
    BOOK = (
        "<Book><Publisher><PublisherName>UW</PublisherName></Publisher><BookTitle>GeneReviews</BookTitle>"
        "<PubDate><Year>1993</Year></PubDate></Book>"
    )

    def test_a_chapter_appeared_in_its_book(self) -> None:
        chapter = "<ArticleTitle>A gene.</ArticleTitle><ContributionDate><Year>2010</Year></ContributionDate>"
        found = document(book(self.BOOK + chapter))
        assert (found.title, found.journal, found.date) == ("A gene", "GeneReviews", "2010")

    def test_a_whole_book_goes_by_its_own_title_and_publisher(self) -> None:
        found = document(book(self.BOOK + ABSTRACT))
        assert (found.title, found.journal, found.year) == ("GeneReviews", "UW", 1993)
        assert found.text == "GeneReviews\nWords."


class TestBadRecords:
    def test_a_malformed_record_in_the_middle_is_rejected_and_the_next_is_read(self) -> None:
        broken = article(pmid="<PMID>2</PMID>", title="<ArticleTitle>\n<i>Broken</ArticleTitle>")
        first, second, third = read(in_set(numbered(1), broken, numbered(3)))
        assert isinstance(first, Parsed)
        assert isinstance(third, Parsed)
        assert isinstance(second, Reject)
        assert second.position.startswith("record 2, line 4, byte ")
        assert second.reason == "not well-formed XML at line 5: Opening and ending tag mismatch: i and ArticleTitle"
        assert second.identifier == "PMID:2"

    def test_the_position_leads_to_the_record(self) -> None:
        xml = in_set(numbered(1), numbered(2))
        _, second = read(xml)
        offset = int(second.position.removeprefix("record 2, line 4, byte "))
        assert xml.encode()[offset:] == in_set(numbered(2)).encode()[offset - len(numbered(1)) - 1 :]

    def test_record_without_end_tag_is_rejected_and_the_next_is_read(self) -> None:
        xml = in_set(numbered(1).removesuffix("</PubmedArticle>"), numbered(2))
        assert summary(read(xml)) == ["its end tag is missing", "PMID:2"]

    def test_the_last_record_without_end_tag_is_not_taken_for_a_cut(self) -> None:
        assert reject(in_set(numbered(1).removesuffix("</PubmedArticle>"))).reason == "its end tag is missing"

    def test_record_without_start_tag_is_rejected_and_the_next_is_read(self) -> None:
        lost, found = read(in_set(numbered(1).replace("<PubmedArticle>", "<PubmedArtcle>"), numbered(2)))
        assert isinstance(lost, Reject)
        assert lost.reason.startswith("an end tag without a start tag")
        assert isinstance(found, Parsed)

    @pytest.mark.parametrize(
        ("record", "reason"),
        [
            (article(pmid=""), "no PMID"),
            (article(pmid="<PMID>twelve</PMID>"), "'twelve' is no PMID"),
            (article(title=""), "no title"),
            (article(title="<ArticleTitle>[Not Available].</ArticleTitle>"), "no title"),
            ("<PubmedArticle></PubmedArticle>", "no MedlineCitation"),
            ("<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>", "no Article"),
            ("<PubmedBookArticle></PubmedBookArticle>", "no BookDocument"),
        ],
    )
    def test_a_record_that_lacks_what_a_document_needs_is_rejected(self, record: str, reason: str) -> None:
        assert reject(in_set(record)).reason == reason

    def test_the_pmid_of_a_cited_article_does_not_name_the_record(self) -> None:
        cited = '<CommentsCorrections RefType="Cites"><PMID>99</PMID></CommentsCorrections>'
        record = article(pmid="", citation=f"<CommentsCorrectionsList>{cited}</CommentsCorrectionsList>")
        assert reject(in_set(record)).identifier is None

    def test_bytes_that_are_not_in_the_declared_encoding_reject_their_record_only(self) -> None:
        xml = in_set(numbered(1), numbered(2).replace("Words", "W\udcff"), numbered(3)).encode(errors="surrogateescape")
        first, second, third = summary(read(xml))
        assert (first, third) == ("PMID:1", "PMID:3")
        assert second.startswith("not well-formed XML")

    def test_a_record_that_grows_beyond_bounds_is_rejected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.xml_records._MAX_RECORD_BYTES", 1000)
        long = article(pmid="<PMID>2</PMID>", citation="x" * 20_000)
        outcomes = read(in_set(numbered(1), long, numbered(3)), chunk_bytes=100)
        assert summary(outcomes) == ["PMID:1", "longer than 1000 bytes", "PMID:3"]


class TestDanger:
    def test_entities_of_the_file_are_not_expanded(self) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        doctype = f'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY l0 "ha">{laughs}]>'
        xml = f"{doctype}<PubmedArticleSet>{article('<Language>&l9;</Language>')}{numbered(2)}</PubmedArticleSet>"
        assert summary(read(xml)) == ["not well-formed XML at line 1: Entity 'l9' not defined", "PMID:2"]

    def test_no_file_is_fetched_for_an_external_entity(self) -> None:
        doctype = '<!DOCTYPE PubmedArticleSet [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
        record = article("<Language>&secret;</Language>")
        assert "not defined" in reject(f"{doctype}<PubmedArticleSet>{record}</PubmedArticleSet>").reason

    def test_deep_nesting_is_rejected(self) -> None:
        nested = "<i>" * 100_000 + "</i>" * 100_000
        deep, after = summary(read(in_set(article(title=nested), numbered(2))))
        assert deep.startswith("not well-formed XML")
        assert after == "PMID:2"


class TestFiles:
    def test_a_record_in_a_comment_is_not_read(self) -> None:
        xml = in_set(numbered(1), f"<!-- {numbered(2)} -->", numbered(3))
        assert summary(read(xml)) == ["PMID:1", "PMID:3"]

    def test_a_comment_inside_a_record_may_hold_an_end_tag(self) -> None:
        record = numbered(1).replace("<PubmedData>", "<!-- </PubmedArticle> --><PubmedData>")
        assert summary(read(in_set(record, numbered(2)))) == ["PMID:1", "PMID:2"]

    def test_prefixes_declared_on_the_root_hold_in_its_records(self) -> None:
        attributes = '\n xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:mml="urn:other"'
        formula = "<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>"
        record = article(f"<Abstract><AbstractText>{formula} <mml:b>x</mml:b></AbstractText></Abstract>")
        (outcome,) = read(in_set(record, attributes=attributes))
        assert isinstance(outcome, Parsed)
        assert outcome.document.sections == (Section(None, "1/2 x"),)

    def test_a_default_namespace_changes_nothing(self) -> None:
        assert summary(read(in_set(numbered(1), attributes=' xmlns="urn:some"'))) == ["PMID:1"]

    def test_the_declared_encoding_is_used(self) -> None:
        xml = in_set(article(title="<ArticleTitle>Köhler</ArticleTitle>"))
        declared = xml.replace('version="1.0"', 'version="1.0" encoding="ISO-8859-1"')
        (outcome,) = read(declared.encode("iso-8859-1"))
        assert isinstance(outcome, Parsed)
        assert outcome.document.title == "Köhler"

    def test_an_unknown_encoding_is_named(self) -> None:
        xml = in_set(numbered(1)).replace('version="1.0"', 'version="1.0" encoding="x-klingon"')
        assert "Unsupported encoding: x-klingon" in reject(xml).reason

    def test_a_byte_order_mark_changes_nothing(self) -> None:
        assert summary(read(b"\xef\xbb\xbf" + in_set(numbered(1)).encode())) == ["PMID:1"]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16_is_named(self, encoding: str) -> None:
        xml = in_set(numbered(1)).encode(encoding)
        assert PubMedXmlReader().recognises(xml[:4096])
        assert reject(xml).reason == "UTF-16 text: save the file as UTF-8 and add it again"

    def test_a_record_may_stand_without_a_set(self) -> None:
        assert summary(read(numbered(1))) == ["PMID:1"]

    def test_files_joined_end_to_end_are_read_through(self) -> None:
        assert summary(read(in_set(numbered(1)) + in_set(numbered(2)))) == ["PMID:1", "PMID:2"]

    def test_the_root_of_a_set_of_books_is_known(self) -> None:
        xml = in_set(book("<ArticleTitle>A</ArticleTitle>"), root="PubmedBookArticleSet")
        assert summary(read(xml)) == ["PMID:7"]

    @pytest.mark.parametrize(
        "xml",
        [
            "<PubmedArticleSet/>",
            '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM" "x.dtd">\n<PubmedArticleSet />\n',
            '\ufeff<PubmedArticleSet a="b">\n<!-- none --></PubmedArticleSet>',
            "<PubmedBookArticleSet></PubmedBookArticleSet>",
        ],
    )
    def test_an_empty_set_has_no_records_and_nothing_wrong(self, xml: str) -> None:
        assert read(xml) == []

    @pytest.mark.parametrize(
        ("xml", "reason"),
        [
            (
                "<eFetchResult>\n<ERROR>Empty id\nlist</ERROR></eFetchResult>",
                "E-utilities answered with an error: Empty id list",
            ),
            ("<!DOCTYPE html>\n<html lang=en><body>Log in</body></html>", "a web page (HTML), not PubMed XML"),
            ("<HTML><p>502</HTML>", "a web page (HTML), not PubMed XML"),
            (
                "<pmc-articleset><article/></pmc-articleset>",
                "no PubMed record in the file: its root is <pmc-articleset>",
            ),
            ("<PubmedArticleSet>", "no PubMed record in the file: its root is <PubmedArticleSet>"),
            ("", "no PubMed record in the file"),
        ],
    )
    def test_a_file_without_records_says_what_it_is_instead(self, xml: str, reason: str) -> None:
        assert reject(xml).reason == reason


class TestRecognition:
    @pytest.mark.parametrize("head", [b"<?xml", b"\n <PubmedArticleSet>", b"\xef\xbb\xbf<a>", b"\xff\xfe<\0a\0"])
    def test_a_file_of_tags_is_recognised(self, head: bytes) -> None:
        assert PubMedXmlReader().recognises(head)

    @pytest.mark.parametrize("head", [b"", b'{"id": "PMID:1"}', b"PMID- 1", b"TY  - JOUR"])
    def test_other_text_is_not(self, head: bytes) -> None:
        assert not PubMedXmlReader().recognises(head)


class Failing(io.RawIOBase):
    """A stream that gives its content and then an error."""

    def __init__(self, content: bytes, error: Exception) -> None:
        self._content = io.BytesIO(content)
        self._error = error

    def read(self, size: int = -1, /) -> bytes:
        if chunk := self._content.read(size):
            return chunk
        raise self._error


class TestDamage:
    def test_a_file_cut_off_in_a_record_says_so(self) -> None:
        xml = in_set(numbered(1), numbered(2))
        cut = xml[: xml.rindex("<Title>")]
        first, last = read(cut)
        assert isinstance(first, Parsed)
        assert isinstance(last, Reject)
        assert last.reason == "cut off at the end of the file"
        assert last.position.startswith("record 2, line 4, byte ")
        assert last.identifier == "PMID:2"

    def test_a_file_cut_off_between_two_records_says_so(self) -> None:
        xml = in_set(numbered(1), numbered(2))
        first, last = read(xml[: xml.rindex("<PubmedArticle>")])
        assert isinstance(first, Parsed)
        assert isinstance(last, Reject)
        assert last.reason == "cut off at the end of the file, which has no </PubmedArticleSet>"
        assert last.position.startswith("after record 1, byte ")

    def test_a_comment_that_never_ends_is_told(self) -> None:
        _, last = summary(read(in_set(numbered(1), "<!-- ", numbered(2))))
        assert last == "cut off at the end of the file, inside a comment or CDATA section"

    def test_truncated_gzip_gives_what_could_be_read_and_one_reject(self) -> None:
        compressed = gzip.compress(in_set(*map(numbered, range(1, 2001))).encode())
        with gzip.GzipFile(fileobj=io.BytesIO(compressed[: len(compressed) // 2])) as stream:
            *before, last = PubMedXmlReader().read(cast("BinaryIO", stream))
        assert len(before) > 500
        assert all(isinstance(outcome, Parsed) for outcome in before)
        assert isinstance(last, Reject)
        assert last.reason.startswith("the file is damaged here: Compressed file ended")

    def test_a_wrong_checksum_is_told_after_all_records(self) -> None:
        compressed = bytearray(gzip.compress(in_set(numbered(1)).encode()))
        compressed[-8] ^= 1
        with gzip.GzipFile(fileobj=io.BytesIO(compressed)) as stream:
            first, last = PubMedXmlReader().read(cast("BinaryIO", stream))
        assert isinstance(first, Parsed)
        assert isinstance(last, Reject)
        assert "CRC check failed" in last.reason

    @pytest.mark.parametrize("keep", ["", in_set(numbered(1), numbered(2))[:-200]])
    def test_an_unreadable_place_ends_the_reading_with_one_reject(self, keep: str) -> None:
        stream = cast("BinaryIO", Failing(keep.encode(), OSError("disk")))
        *before, last = PubMedXmlReader().read(stream)
        assert all(isinstance(outcome, Parsed) for outcome in before)
        assert isinstance(last, Reject)
        assert last.reason == "the file is damaged here: disk; nothing after it was read"


class Generated(io.RawIOBase):
    """A set of many records that never exists as a whole."""

    def __init__(self, count: int) -> None:
        self.given = 0
        self._count = count

    def read(self, _size: int = -1, /) -> bytes:
        if self.given == self._count:
            return b""
        self.given += 1
        return numbered(self.given).encode()


class TestStreaming:
    @pytest.mark.parametrize("chunk_bytes", range(1, 8))
    def test_the_size_of_the_chunks_makes_no_difference(self, chunk_bytes: int) -> None:
        records = (
            numbered(1),
            numbered(2).removesuffix("</PubmedArticle>"),
            f"<!-- {numbered(3)} --><![CDATA[{numbered(4)}]]>",
            article(title="<ArticleTitle><i>x</ArticleTitle>", citation="<!-- </PubmedArticle> -->"),
            book("<ArticleTitle>A</ArticleTitle>"),
            "x" * 9000,
            numbered(5).replace("</PubmedArticle>", "</PubmedArticle\n >"),
        )
        xml = in_set(*records)
        for content in (xml, xml[:-100]):
            assert read(content, chunk_bytes) == read(content)

    def test_records_are_given_before_the_next_are_read(self) -> None:
        stream = Generated(5000)
        count = 0
        for outcome in PubMedXmlReader().read(cast("BinaryIO", stream)):
            assert isinstance(outcome, Parsed)
            count += 1
            assert stream.given - count < 50
        assert count == 5000

    def test_memory_does_not_grow_with_the_file(self) -> None:
        tracemalloc.start()
        try:
            count = sum(record.fault is None for record in RecordSplitter(cast("BinaryIO", Generated(5000)), TAGS))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert count == 5000
        assert peak < 100_000


class TestUpdateFiles:
    def test_deletions_come_in_their_place(self) -> None:
        deleted = '<DeleteCitation><PMID Version="1">8</PMID>\n<PMID Version="1">9</PMID></DeleteCitation>'
        xml = f"<PubmedArticleSet>{article()}{deleted}</PubmedArticleSet>"
        first, *rest = read(xml)
        assert isinstance(first, Parsed)
        assert [outcome.document_id for outcome in rest if isinstance(outcome, Deletion)] == ["PMID:8", "PMID:9"]
        assert len({outcome.position for outcome in rest}) == 1

    def test_a_deletion_of_nothing_is_told(self) -> None:
        outcome = reject("<PubmedArticleSet><DeleteCitation><PMID>x</PMID></DeleteCitation></PubmedArticleSet>")
        assert outcome.reason == "'x' is no PMID"

    def test_the_day_of_the_last_revision_is_told(self) -> None:
        revised = "<DateRevised><Year>2021</Year><Month>02</Month><Day>03</Day></DateRevised>"
        (outcome,) = read(article(citation=revised))
        assert isinstance(outcome, Parsed)
        assert outcome.revised == "2021-02-03"


@pytest.mark.parametrize(
    ("attribute", "version"),
    [("", 1), (' Version="1"', 1), (' Version="3"', 3), (' Version="12"', 12), (' Version="x"', 1), (' Version=""', 1)],
)
def test_the_version_of_a_record_is_told(attribute: str, version: int) -> None:
    for record in (
        article(pmid=f"<PMID{attribute}>1</PMID>"),
        book("<ArticleTitle>A</ArticleTitle>").replace("<PMID", f"<PMID{attribute}"),
    ):
        (outcome,) = read(in_set(record))
        assert isinstance(outcome, Parsed)
        assert outcome.version == version
