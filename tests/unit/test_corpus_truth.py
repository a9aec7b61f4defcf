"""What a sceptical reader tried: figures, states and identities that must come through whatever brings them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document, EditorialStatus
from corpus.files import READERS, open_files
from corpus.interfaces import Outcome, Parsed
from corpus.store import CorpusStore

OK, RETRACTED, UNKNOWN = EditorialStatus.OK, EditorialStatus.RETRACTED, EditorialStatus.UNKNOWN
_COLUMNS = ("Record ID", "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDOI")
RETRACTION_WATCH = ",".join((*_COLUMNS, "OriginalPaperPubMedID", "RetractionNature")) + "\n"


def outcomes_of(content: str | bytes) -> list[Outcome]:
    raw = content.encode() if isinstance(content, str) else content
    (reader,) = (reader for reader in READERS if reader.recognises(raw[:4096]))
    return list(reader.read(io.BytesIO(raw)))


def documents_of(content: str) -> list[Document]:
    return [outcome.document for outcome in outcomes_of(content) if isinstance(outcome, Parsed)]


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return CorpusStore(tmp_path / "corpus.sqlite", create=True)


def add(store: CorpusStore, *contents: str) -> None:
    for content in contents:
        (reader,) = (reader for reader in READERS if reader.recognises(content.encode()[:4096]))
        store.add(reader.read(io.BytesIO(content.encode())), file="file", format_name=reader.format_name)


def status(store: CorpusStore, document_id: str) -> EditorialStatus:
    document = store.get(document_id)
    assert document is not None
    return document.editorial_status


def pubmed(pmid: int, *, article: str = "", citation: str = "", title: str = "Made-up cells in made-up joints") -> str:
    return (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>{title}"
        f"</ArticleTitle>{article}</Article>{citation}</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )


def link(kind: str, pmid: int) -> str:
    links = f'<CommentsCorrections RefType="{kind}"><RefSource>J. 2021;1:2</RefSource><PMID>{pmid}</PMID>'
    return f"<CommentsCorrectionsList>{links}</CommentsCorrections></CommentsCorrectionsList>"


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


class TestStatus:
    def test_a_type_in_small_letters_retracts_as_well(self) -> None:
        result = {"id": "1", "source": "MED", "title": "T", "pubType": "retracted publication; journal article"}
        assert documents_of(lines(result))[0].editorial_status is RETRACTED

    def test_a_title_that_says_retracted_retracts(self) -> None:
        titles = {"RETRACTED ARTICLE: Cells": RETRACTED, "RETRACTED: Cells": RETRACTED, "Retraction: Cells": UNKNOWN}
        assert {
            title: documents_of(lines({"id": "PMID:1", "title": title}))[0].editorial_status for title in titles
        } == titles

    def test_no_better_sources_silence_hides_that_one_has_it_retracted(self, store: CorpusStore) -> None:
        types = "<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>"
        core = {"id": "1", "source": "MED", "title": "T", "pubTypeList": {"pubType": ["Retracted Publication"]}}
        add(store, pubmed(1, article=types))
        assert status(store, "PMID:1") is OK
        add(store, lines(core))
        assert status(store, "PMID:1") is RETRACTED
        assert store.verify() == []

    def test_a_partial_retraction_is_told_at_both_ends(self, store: CorpusStore) -> None:
        add(store, pubmed(1), pubmed(2, citation=link("PartialRetractionOf", 1)))
        assert status(store, "PMID:1") is EditorialStatus.CORRECTED

    def test_a_notice_with_the_papers_doi_is_not_retracted_itself(self, store: CorpusStore) -> None:
        doi = '<ELocationID EIdType="doi">10.1000/x</ELocationID>'
        row = "1,3/2/2021 0:00,10.1000/x,2,10.1000/x,1,Retraction\n"
        add(store, pubmed(1, article=doi), pubmed(2, article=doi, title="Retraction notice to: made-up cells"))
        add(store, RETRACTION_WATCH + row)
        assert (status(store, "PMID:1"), status(store, "PMID:2")) == (RETRACTED, OK)

    @pytest.mark.parametrize("day", ["25/11/2020", "", "5/6/2020 0:00"], ids=["unknown order", "unknown", "same day"])
    def test_a_reinstatement_takes_back_only_what_surely_came_before(self, store: CorpusStore, day: str) -> None:
        rows = f"1,{day},,0,,1,Retraction\n2,5/6/2020 0:00,,0,,1,Reinstatement\n"
        add(store, pubmed(1), RETRACTION_WATCH + rows)
        assert status(store, "PMID:1") is RETRACTED

    def test_an_article_says_that_it_was_retracted_wherever_the_notice_is(self) -> None:
        related = '<related-article related-article-type="retraction-forward" ext-link-type="pmc" xlink:href="PMC1"/>'
        dates = (
            '<pub-date publication-format="electronic" date-type="retracted"><year>2023</year></pub-date>'
            '<pub-date publication-format="electronic" date-type="pub"><year>2019</year></pub-date>'
        )
        (found,) = documents_of(
            '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>'
            '<article-id pub-id-type="pmid">1</article-id><title-group><article-title>T</article-title></title-group>'
            f"{dates}{related}</article-meta></front></article>"
        )
        assert (found.editorial_status, found.year) == (RETRACTED, 2019)


class TestFigures:
    @pytest.mark.parametrize(
        ("markup", "words"),
        [
            ("1 x 10<sup>6</sup> cells/kg", "1 x 10⁶ cells/kg"),
            ("p = 3 x 10<sup>-8</sup>", "p = 3 x 10⁻⁸"),
            ("the 5<sup>th</sup> week", "the 5th week"),
            ('<mml:math xmlns:mml="m"><mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup></mml:math>', "10⁶"),
            ('<mml:math xmlns:mml="m"><mml:msqrt><mml:mn>2</mml:mn></mml:msqrt></mml:math>', "√(2)"),
        ],
    )
    def test_powers_stay_powers(self, markup: str, words: str) -> None:
        abstract = f"<Abstract><AbstractText>{markup}</AbstractText></Abstract>"
        (found,) = documents_of(pubmed(1, article=abstract))
        assert found.text.split("\n")[1] == words
        if "mml" not in markup:
            (other,) = documents_of(lines({"id": "1", "source": "MED", "title": "T", "abstractText": markup}))
            assert other.text.split("\n")[1] == words

    def test_blocks_and_numbers_of_references_join_no_figures(self) -> None:
        abstract = (
            "<abstract><p>24<sup><xref ref-type='bibr'>3</xref></sup> of 30; week 4<break/>5 of 9</p>"
            "<list><list-item><p>group 5</p></list-item><list-item><p>6 mg</p></list-item></list></abstract>"
        )
        (found,) = documents_of(
            "<article><front><article-meta><article-id pub-id-type='pmid'>1</article-id><title-group>"
            f"<article-title>T</article-title></title-group>{abstract}</article-meta></front></article>"
        )
        assert found.text.split("\n")[1] == "24 of 30; week 4 5 of 9 group 5 6 mg"

    def test_wrapped_lines_of_the_registry_keep_their_figures(self) -> None:
        words = "Not older than\n65. Those treated changed by\n- 0.5 points\n\n* one\n* two"
        study = {
            "protocolSection": {
                "identificationModule": {"nctId": "NCT00000001", "briefTitle": "T"},
                "descriptionModule": {"briefSummary": words},
            },
            "resultsSection": {
                "outcomeMeasuresModule": {"outcomeMeasures": [{"type": "PRIMARY", "analyses": [{"groupIds": 5}]}]}
            },
        }
        (found,) = documents_of(json.dumps(study))
        assert "Not older than 65. Those treated changed by - 0.5 points. one. two." in found.text

    def test_a_publishers_item_id_is_no_range_of_pages(self) -> None:
        pagination = "<Pagination><MedlinePgn>S0140-6736(20)30183-5</MedlinePgn></Pagination>"
        assert documents_of(pubmed(1, article=pagination))[0].pages == "S0140-6736(20)30183-5"

    @pytest.mark.parametrize(
        ("fields", "date"),
        [
            ("PY  - 2020\nDA  - March 2021", "2020"),
            ("PY  - 2021\nDA  - 2020 Dec 15", "2021"),
            ("PY  - 2009-10", "2009"),
        ],
    )
    def test_no_month_is_made_of_another_year(self, fields: str, date: str) -> None:
        assert documents_of(f"TY  - JOUR\nTI  - Made-up cells\n{fields}\nER  - \n")[0].date == date

    def test_signs_in_an_abstract_are_no_tags(self) -> None:
        result = {"id": "1", "source": "MED", "title": "T", "abstractText": "ratio <u 5 and v> 6, A<B when n>5"}
        assert documents_of(lines(result))[0].text == "T\nratio <u 5 and v> 6, A<B when n>5"


class TestIdentity:
    def test_a_doi_is_the_same_in_capitals(self, store: CorpusStore) -> None:
        add(store, lines({"id": "DOI:10.1000/ABC", "doi": "10.1000/ABC", "title": "Made-up cells"}))
        add(store, RETRACTION_WATCH + "1,3/2/2021 0:00,,0,10.1000/ABC,0,Retraction\n")
        assert status(store, "DOI:10.1000/abc") is RETRACTED
        assert len(store) == 1

    def test_papers_that_name_one_trial_stay_two(self, store: CorpusStore) -> None:
        rows = "Title A of made-up cells,Lancet,2015,NCT01392326\nTitle B of made-up cells,RMD Open,2020,NCT01392326\n"
        add(store, f"title,journal,year,nct number\n{rows}")
        assert len(store) == 2
        assert {document.text_kind.value for document in store.documents()} == {"abstract"}

    def test_a_field_of_that_name_makes_no_record_europe_pmcs(self) -> None:
        record = {"pmid": 1, "title": "T", "sections": [{"text": "5 mg"}], "source": "MED"}
        assert documents_of(lines(record))[0].text == "T\n5 mg"

    @pytest.mark.parametrize(
        ("url", "document_id"),
        [("https://doi.org/10.1000/x", "DOI:10.1000/x"), ("https://pubmed.ncbi.nlm.nih.gov/7/", "PMID:7")],
    )
    def test_an_address_that_names_a_publication_is_understood(self, url: str, document_id: str) -> None:
        assert documents_of(f"title,url\nMade-up cells in joints,{url}\n")[0].id == document_id

    def test_rows_that_share_an_address_stay_apart(self, store: CorpusStore) -> None:
        add(store, "title,url\nMade-up cells,https://example.org/s?q=1\nOther cells,https://example.org/s?q=1\n")
        assert len(store) == 2

    def test_signs_tell_titles_apart(self, store: CorpusStore) -> None:
        titles = ["The role of CD4+ T cells in psoriatic arthritis", "The role of CD4- T cells in psoriatic arthritis"]
        add(store, "title,year\n" + "".join(f"{title},2020\n" for title in titles))
        assert len(store) == 2

    def test_no_member_of_an_archive_is_passed_over_for_its_folder(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("../a.jsonl", lines({"id": "PMID:1", "title": "T"}))
        assert [len(list(file.records)) for file in open_files(tmp_path / "a.zip")] == [1]
