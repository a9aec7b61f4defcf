"""NBIB: records, their fields, and what is no record. All articles are made up."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, EditorialStatus, MeshHeading, MeshQualifier
from corpus.interfaces import Parsed, Reject
from corpus.readers.nbib import NbibReader
from corpus.readers.pubmed_xml import PubMedXmlReader

WHOLE = """
PMID- 1234567
OWN - NLM
STAT- MEDLINE
LR  - 20230405
IS  - 0000-0000 (Print)
VI  - 12
IP  - 3
DP  - 2021 Sep 14
TI  - Invented cells for invented arthritis in
      one sentence.
PG  - 132-42
LID - 10.1000/made.up.1 [doi]
LID - S0000-0000(21)00001-1 [pii]
AB  - BACKGROUND: Nobody tried it. METHODS: Ten invented patients got cells. RESULTS: DNA: was
      not looked at. CONCLUSIONS: None.
FAU - Mustermann, Erika M
AU  - Mustermann EM
AD  - Nowhere.
FAU - Roe, John Jr
AU  - Roe J Jr
CN  - The Made-Up Group
LA  - eng
SI  - ClinicalTrials.gov/NCT01234567
SI  - ISRCTN/ISRCTN12345678
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Made Up
JT  - Journal of made-up results
PMC - PMC7654321
MH  - *Arthritis, Psoriatic/drug therapy/*genetics
MH  - Humans
ZZ  - an unknown tag
SO  - J Made Up. 2021 Sep 14;12(3):132-142. doi: 10.1000/made.up.1.
"""
XML = """<PubmedArticle><MedlineCitation><PMID>1234567</PMID>
<DateRevised><Year>2023</Year><Month>04</Month><Day>05</Day></DateRevised>
<Article><Journal><JournalIssue><Volume>12</Volume><Issue>3</Issue>
<PubDate><Year>2021</Year><Month>Sep</Month><Day>14</Day></PubDate></JournalIssue>
<Title>Journal of made-up results</Title><ISOAbbreviation>J Made Up</ISOAbbreviation></Journal>
<ArticleTitle>Invented cells for invented arthritis in one sentence.</ArticleTitle>
<Pagination><MedlinePgn>132-42</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.1000/made.up.1</ELocationID>
<Abstract><AbstractText Label="BACKGROUND">Nobody tried it.</AbstractText>
<AbstractText Label="METHODS">Ten invented patients got cells.</AbstractText>
<AbstractText Label="RESULTS">DNA: was not looked at.</AbstractText>
<AbstractText Label="CONCLUSIONS">None.</AbstractText></Abstract>
<AuthorList><Author><LastName>Mustermann</LastName><ForeName>Erika M</ForeName><Initials>EM</Initials></Author>
<Author><LastName>Roe</LastName><ForeName>John</ForeName><Initials>J</Initials><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Made-Up Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
<AccessionNumberList><AccessionNumber>NCT01234567</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType>
<PublicationType>Randomized Controlled Trial</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>J Made Up. 2022;1:1. doi: 10.1000/made.up.2</RefSource><PMID>7</PMID></CommentsCorrections>
</CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="Y">Arthritis, Psoriatic</DescriptorName>
<QualifierName UI="Q1" MajorTopicYN="N">drug therapy</QualifierName>
<QualifierName UI="Q2" MajorTopicYN="Y">genetics</QualifierName></MeshHeading>
<MeshHeading><DescriptorName UI="D2" MajorTopicYN="N">Humans</DescriptorName></MeshHeading></MeshHeadingList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC7654321</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>"""


def read(text: str | bytes) -> list[Parsed | Reject]:
    return list(NbibReader().read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def parsed(*lines: str) -> Document:
    (outcome,) = read("\n".join(("PMID- 1", *lines)))
    assert isinstance(outcome, Parsed), outcome
    return outcome.document


def titled(*lines: str) -> Document:
    return parsed("STAT- MEDLINE", "TI  - Title", *lines)


def summary(outcomes: list[Parsed | Reject]) -> list[str]:
    return [outcome.document.id if isinstance(outcome, Parsed) else outcome.reason for outcome in outcomes]


def test_a_whole_record_is_a_document() -> None:
    (outcome,) = read(WHOLE)
    assert isinstance(outcome, Parsed)
    assert outcome.position == "record 1, line 2"
    assert outcome.revised == "2023-04-05"
    assert outcome.document == Document(
        id="PMID:1234567",
        title="Invented cells for invented arthritis in one sentence",
        sections=(
            Section("BACKGROUND", "Nobody tried it."),
            Section("METHODS", "Ten invented patients got cells."),
            Section("RESULTS", "DNA: was not looked at."),
            Section("CONCLUSIONS", "None."),
        ),
        authors=(
            Author("Mustermann EM", "Mustermann", "Erika M"),
            Author("Roe J Jr", "Roe", "John"),
            Author("The Made-Up Group"),
        ),
        journal="Journal of made-up results",
        date="2021-09-14",
        year=2021,
        volume="12",
        issue="3",
        pages="132-142",
        doi="10.1000/made.up.1",
        pmid="1234567",
        pmcid="PMC7654321",
        nct=("NCT01234567",),
        url="https://pubmed.ncbi.nlm.nih.gov/1234567/",
        language="eng",
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        mesh=(
            MeshHeading(
                "Arthritis, Psoriatic",
                major=True,
                qualifiers=(MeshQualifier("drug therapy", major=False), MeshQualifier("genetics", major=True)),
            ),
            MeshHeading("Humans", major=False),
        ),
        reports_corrections=True,
    )


def test_an_article_is_the_same_from_xml_but_for_what_only_xml_says() -> None:
    (ours,) = read(WHOLE + "RIN - J Made Up. 2022;1:1. doi: 10.1000/made.up.2 PMID: 7\n")
    (theirs,) = PubMedXmlReader().read(io.BytesIO(f"<PubmedArticleSet>{XML}</PubmedArticleSet>".encode()))
    assert isinstance(ours, Parsed)
    assert isinstance(theirs, Parsed)
    without_uis = tuple(
        replace(one, ui=None, qualifiers=tuple(replace(qualifier, ui=None) for qualifier in one.qualifiers))
        for one in theirs.document.mesh
    )
    assert ours.document == replace(theirs.document, mesh=without_uis)


class TestRecognition:
    @pytest.mark.parametrize(
        "head", ["PMID- 1", "\ufeff\r\nPMID- 1\r\nTI  - T", "OWN - NLM\nPMID- 1", "OWN - ERIC\nTI  - T"]
    )
    def test_tagged_lines_with_a_pmid_or_an_owner_are_recognised(self, head: str) -> None:
        assert NbibReader().recognises(head.encode())

    @pytest.mark.parametrize("head", ["TI  - T", "Text\nPMID- 1", "PMID: 1", "PMID,Title", "TY  - JOUR\nPMID- 1"])
    def test_others_are_not(self, head: str) -> None:
        assert not NbibReader().recognises(head.encode())


class TestRecords:
    def test_a_blank_line_or_the_next_pmid_ends_a_record(self) -> None:
        outcomes = read("\n\nPMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n\n\n\nPMID- 3\nTI  - Three")
        assert summary(outcomes) == ["PMID:1", "PMID:2", "PMID:3"]
        assert [outcome.position for outcome in outcomes] == [
            "record 1, line 3",
            "record 2, line 5",
            "record 3, line 10",
        ]

    @pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["Windows", "old Mac"])
    def test_lines_may_end_in_any_way(self, end: str) -> None:
        assert read("PMID- 1\nTI  - One\n\nPMID- 2\nTI  - Two\n".replace("\n", end)) == read(
            "PMID- 1\nTI  - One\n\nPMID- 2\nTI  - Two\n"
        )

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
    def test_encodings_are_told_apart(self, encoding: str) -> None:
        (outcome,) = read("PMID- 1\nTI  - Müller’s cells – 37 °C\n".encode(encoding))
        assert isinstance(outcome, Parsed)
        assert outcome.document.title == "Müller’s cells – 37 °C"

    @pytest.mark.parametrize(
        ("record", "reason"),
        [
            ("PMID- 7", "no title"),
            ("PMID- 7\nTI  - [Not Available].", "no title"),
            ("PMID- 000000\nTI  - T", "'000000' is no PMID"),
            ("PMID- abc\nTI  - T", "'abc' is no PMID"),
            ("TI  - T", "no PMID"),
            ("OWN - NLM\nTI  - T", "no PMID"),
            ("Words of an e-mail", "no PMID"),
        ],
    )
    def test_a_bad_record_loses_only_itself(self, record: str, reason: str) -> None:
        outcomes = read(f"PMID- 1\nTI  - One\n\n{record}\n\nPMID- 3\nTI  - Three\n")
        assert summary(outcomes) == ["PMID:1", reason, "PMID:3"]
        assert outcomes[1].position == "record 2, line 4"

    def test_a_reject_names_the_pmid_that_was_seen(self) -> None:
        (outcome,) = read("PMID- 0007\nAB  - Words.")
        assert outcome == Reject("record 1, line 1", "no title", "PMID:7")

    def test_a_record_of_eric_has_no_pmid_and_reports_no_corrections(self) -> None:
        (outcome,) = read(
            "OWN - ERIC\nTI  - Invented schools\nAU  - Roe, Jane\nDP  - 2021\n"
            "LID - http://eric.example.org/?id=1\nISBN - 1\n"
        )
        assert isinstance(outcome, Parsed)
        assert outcome.document.authors == (Author("Roe J", "Roe", "Jane"),)
        assert outcome.document.id.startswith("URL:")
        assert outcome.document.editorial_status is EditorialStatus.UNKNOWN

    def test_a_record_with_a_pmid_that_pubmed_did_not_write_reports_no_corrections(self) -> None:
        assert parsed("TI  - Title").editorial_status is EditorialStatus.UNKNOWN

    def test_a_record_of_too_many_lines_loses_only_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.readers.tagged_records.MAX_CHARACTERS", 1000)
        long = "PMID- 2\nTI  - Two\n" + "MH  - Humans\n" * 20
        outcomes = read(f"PMID- 1\nTI  - One\n\n{long}\nPMID- 3\nTI  - Three\n")
        assert summary(outcomes)[::2] == ["PMID:1", "PMID:3"]
        assert "longer than" in summary(outcomes)[1]


class TestFields:
    def test_the_vernacular_or_the_books_title_stands_in_for_a_missing_one(self) -> None:
        assert parsed("TI  - [Not Available].", "TT  - Erfundene Zellen.").title == "Erfundene Zellen"
        assert parsed("BTI - A Made-Up Book", "PB  - A Press").journal == "A Press"
        assert parsed("TI  - Chapter", "BTI - A Made-Up Book", "PB  - A Press").journal == "A Made-Up Book"

    def test_another_abstract_stands_in_for_a_missing_one_an_english_one_first(self) -> None:
        others = ("OAB - Publisher: Des mots.", "OABL- fre", "OAB - PIP: Some words.", "OABL- eng")
        assert titled(*others).sections == (Section(None, "Some words."),)
        assert titled(*others[:2]).sections == (Section(None, "Des mots."),)
        assert titled("AB  - Own words.", *others).sections == (Section(None, "Own words."),)
        assert titled("OAB - Publisher: Abstract available from the publisher.").sections == ()

    @pytest.mark.parametrize(
        ("line", "date"),
        [
            ("DP  - 2021", "2021"),
            ("DP  - 2021 Sep", "2021-09"),
            ("DP  - 2021 Spring", "2021"),
            ("DP  - 1998 Dec-1999 Jan", "1998"),
            ("DP  - 2021 Feb 30", "2021-02"),
            ("DEP - 20211227", "2021-12-27"),
            ("DEP - 2021", None),
        ],
    )
    def test_a_date_is_as_exact_as_the_record(self, line: str, date: str | None) -> None:
        assert titled(line).date == date

    def test_an_author_without_a_full_name_keeps_the_family_name(self) -> None:
        assert titled("AU  - van Roe JA 3rd", "AU  - Group").authors == (
            Author("van Roe JA 3rd", "van Roe"),
            Author("Group"),
        )

    def test_full_names_without_short_ones_are_authors_too(self) -> None:
        lines = ("FAU - Roe, Jane", "FAU - Doe", "CN  - A Group", "FAU - Poe, Edgar")
        names = [author.name for author in titled(*lines).authors]
        assert names == ["Roe Jane", "Doe", "A Group", "Poe Edgar"]

    def test_editors_are_no_authors(self) -> None:
        assert titled("FED - Roe, Jane", "ED  - Roe J").authors == ()

    def test_an_article_number_is_its_pages_and_a_publishers_item_id_is_not(self) -> None:
        assert titled("LID - e0123 [pii]").pages == "e0123"
        assert titled("LID - S0000-0000(21)00001-1 [pii]").pages is None
        assert titled("LID - e0123 [pii]", "PT  - Preprint").pages is None

    def test_a_doi_may_stand_among_the_article_ids(self) -> None:
        assert titled("AID - e1 [pii]", "AID - 10.1000/X [doi]").doi == "10.1000/x"

    def test_a_heading_may_go_on_in_the_next_line(self) -> None:
        (heading,) = titled("MH  - Invented Disease/adverse", "      effects/*therapy").mesh
        assert [qualifier.name for qualifier in heading.qualifiers] == ["adverse effects", "therapy"]
        assert heading.major

    def test_a_heading_without_a_descriptor_is_none(self) -> None:
        assert titled("MH  - */therapy", "MH  - Humans//").mesh == (MeshHeading("Humans", major=False),)


class TestCorrections:
    @pytest.mark.parametrize(
        ("tag", "kind", "status"),
        [
            ("RIN", "RetractionIn", EditorialStatus.RETRACTED),
            ("RRI", "RetractedandRepublishedIn", EditorialStatus.RETRACTED),
            ("ECI", "ExpressionOfConcernIn", EditorialStatus.CONCERN),
            ("EIN", "ErratumIn", EditorialStatus.CORRECTED),
            ("CRI", "CorrectedandRepublishedIn", EditorialStatus.CORRECTED),
            ("ROF", "RetractionOf", EditorialStatus.OK),
            ("ECF", "ExpressionOfConcernFor", EditorialStatus.OK),
            ("EFR", "ErratumFor", EditorialStatus.OK),
            ("CRF", "CorrectedandRepublishedFrom", EditorialStatus.OK),
            ("RRF", "RetractedandRepublishedFrom", EditorialStatus.OK),
            ("RPI", "RepublishedIn", EditorialStatus.OK),
            ("RPF", "RepublishedFrom", EditorialStatus.OK),
            ("UIN", "UpdateIn", EditorialStatus.OK),
            ("UOF", "UpdateOf", EditorialStatus.OK),
            ("CIN", "CommentIn", EditorialStatus.OK),
            ("CON", "CommentOn", EditorialStatus.OK),
        ],
    )
    def test_each_tag_is_pubmeds_kind_and_tells_the_status(self, tag: str, kind: str, status: EditorialStatus) -> None:
        document = titled(f"{tag:4}- J Made Up. 2022 Feb 1;1(1):5. doi: 10.1000/made.up.2. PMID: 76543")
        assert document.corrections == (
            Correction(kind, "J Made Up. 2022 Feb 1;1(1):5. doi: 10.1000/made.up.2.", "76543"),
        )
        assert document.editorial_status is status

    def test_a_link_may_lack_a_pmid_or_all_else(self) -> None:
        document = titled("EIN - J Made Up. 2022;1:", "      5. [corrected]", "CIN - PMID: 5.")
        assert document.corrections == (
            Correction("ErratumIn", "J Made Up. 2022;1: 5. [corrected]"),
            Correction("CommentIn", None, "5"),
        )


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("PMID- 7\n", "PMID:7"),
        ("PMID- 000\nOWN - NLM\nTI  - Title\nLID - 10.1000/X [doi]\n", "DOI:10.1000/x"),
        ("OWN - ERIC\nAID - 10.1000/x [doi]\n", "DOI:10.1000/x"),
        ("OWN - ERIC\n", None),
    ],
)
def test_a_refused_record_is_named(fields: str, identifier: str | None) -> None:
    (outcome,) = NbibReader().read(io.BytesIO(fields.encode()))
    assert isinstance(outcome, Reject)
    assert outcome.identifier == identifier
