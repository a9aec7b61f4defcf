from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.interfaces import Deletion, Parsed, Reject
from corpus.sync.errors import AnswerFaultError, QueryError, UpstreamError
from corpus.sync.esearch import read_search
from corpus.sync.interfaces import Page, Search, Upstream
from tests.upstreams.faults import Answer, Fault, Mishaps, send
from tests.upstreams.following import DAY, an_upstream
from tests.upstreams.records import WIDE, Record, first_records, pubmed_xml
from tests.upstreams.server import ReplayServer

ALL = Search(WIDE, None, DAY)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "fixtures"
RECORDED_SEARCHES = sorted((SHARED / "eutils_other").glob("*esearch*.xml"))


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer(first_records()) as running:
        yield running


@pytest.fixture
def upstream(server: ReplayServer) -> Iterator[Upstream]:
    with an_upstream("pubmed", server.url) as opened:
        yield opened


def every_page(upstream: Upstream) -> list[Page]:
    return [page for part in upstream.slices(ALL, None) for page in upstream.pages(ALL, part, ())]


def rejects(pages: list[Page]) -> list[tuple[str | None, str]]:
    return [(one.identifier, one.reason) for page in pages for one in page.outcomes if isinstance(one, Reject)]


def records(*made: bytes) -> bytes:
    return b"<PubmedArticleSet>\n" + b"".join(made) + b"</PubmedArticleSet>"


def always(body: bytes, path: str = "/efetch.fcgi") -> Fault:
    """Give this in place of every answer of one kind."""

    def give(handler: object, answer: Answer) -> None:
        send(handler, body if handler.path == path else answer.body, answer.kind)  # type: ignore[arg-type, attr-defined]

    return give


def test_a_list_is_halved_by_days_until_no_part_is_full(upstream: Upstream, server: ReplayServer) -> None:
    server.records = [Record(number, "Title", entered=f"2025-01-{number:02}") for number in range(1, 29)]
    parts = list(upstream.slices(ALL, None))
    assert [len(part.native_ids) for part in parts if part.native_ids]
    assert max(len(part.native_ids) for part in parts) < 6
    assert sorted(pmid for part in parts for pmid in part.native_ids) == sorted(one.pmid for one in server.records)


def test_parts_that_are_not_the_whole_are_never_believed(upstream: Upstream, server: ReplayServer) -> None:
    empty = b"<eSearchResult><Count>0</Count><IdList></IdList></eSearchResult>"
    server.mishaps = Mishaps(always(empty, "/esearch.fcgi"), first=2, times=None)
    with pytest.raises(UpstreamError, match="in two parts"):
        list(upstream.slices(ALL, None))


def test_more_records_of_one_day_than_pubmed_gives_are_told(upstream: Upstream, server: ReplayServer) -> None:
    server.records = [Record(number, "Title", entered="2025-01-01") for number in range(1, 10)]
    with pytest.raises(QueryError, match="took in 9 records of this query on 2025-01-01, and gives 6 at most"):
        list(upstream.slices(ALL, None))


def test_a_record_that_cannot_be_read_stops_no_other(upstream: Upstream, server: ReplayServer) -> None:
    server.records[1] = replace(server.records[1], raw=b"<PubmedArticle><PMID>102</PMID><i></PubmedArticle>\n")
    told = dict(rejects(every_page(upstream)))
    assert set(told) == {"PMID:102", "PMID:106"}
    assert "not well-formed" in told["PMID:102"]


def test_a_record_that_was_spoilt_on_its_way_is_asked_for_again(upstream: Upstream, server: ReplayServer) -> None:
    spoilt = pubmed_xml(server.records[0]).replace(b"</Article>", b"</Artikle>")
    others = [pubmed_xml(one) for one in server.records[2:4]]
    server.mishaps = Mishaps(lambda handler, _: send(handler, records(spoilt, *others)), first=7)
    assert rejects(every_page(upstream)) == [("PMID:106", "no title")]


def test_a_record_that_stays_missing_is_told_and_stops_no_other(upstream: Upstream, server: ReplayServer) -> None:
    server.records = [replace(one, withheld=one.number in {103, 1_000_107}) for one in first_records()]
    pages = every_page(upstream)
    reason = "PubMed listed it and does not give it"
    assert rejects(pages) == [("PMID:1000107", reason), ("PMID:103", reason), ("PMID:106", "no title")]
    assert [page.withheld for page in pages if page.withheld] == [("1000107",), ("103",)]


def test_a_page_that_gives_nothing_is_a_fault(upstream: Upstream, server: ReplayServer) -> None:
    server.mishaps = Mishaps(always(records()), first=6, times=None)
    with pytest.raises(UpstreamError, match="gave none of the 3 records asked for"):
        every_page(upstream)


@pytest.mark.parametrize(
    "body",
    [
        records(pubmed_xml(Record(999, "Not asked for"))),
        records(*[pubmed_xml(one) for one in first_records()[:5]], pubmed_xml(Record(999, "One more"))),
        records(*[pubmed_xml(one) for one in first_records()[:5]] * 2),
    ],
    ids=["others", "more", "twice"],
)
def test_other_records_than_those_asked_for_are_a_fault(upstream: Upstream, server: ReplayServer, body: bytes) -> None:
    server.mishaps = Mishaps(always(body), times=None)
    with pytest.raises(UpstreamError, match="not asked for, or one of them twice"):
        every_page(upstream)


def test_a_deletion_is_an_outcome_as_any_other(upstream: Upstream, server: ReplayServer) -> None:
    deletion = b"<DeleteCitation><PMID>101</PMID></DeleteCitation>\n"
    server.records = [Record(101, "Gone", raw=deletion), Record(102, "Here")]
    outcomes = [outcome for page in every_page(upstream) for outcome in page.outcomes]
    assert [type(outcome) for outcome in outcomes] == [Deletion, Parsed]


def test_what_was_withheld_is_asked_for_alone(upstream: Upstream, server: ReplayServer) -> None:
    server.records = [replace(one, withheld=one.number == 101) for one in first_records()]
    pages = list(upstream.again(["101", "102"]))
    assert [(page.native_ids, page.withheld) for page in pages] == [(("101",), ("101",)), (("102",), ())]
    assert [asked.fields["id"] for asked in server.asked] == ["101", "102"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<eSearchResult><ERROR>Invalid db name</ERROR></eSearchResult>", "an error: Invalid db name"),
        (b"<eSearchResult><Count>3</Count><IdList><Id>1</Id></IdList></eSearchResult>", "counts 3 records and lists 1"),
        (b"<eSearchResult><Count>2</Count><IdList><Id>1</Id><Id>1</Id></IdList></eSearchResult>", "lists 1"),
        (b"<eSearchResult><Count>many</Count></eSearchResult>", "no count"),
        (b"<eSearchResult></eSearchResult>", "no count"),
        (b"<eSearchResult><Count>0</Count>", "no whole XML"),
        (b"<eSummaryResult/>", "none to a search"),
        (b'{"error": "API rate limit exceeded"}', "no whole XML"),
    ],
)
def test_an_answer_to_a_search_that_is_none_is_a_fault(body: bytes, reason: str) -> None:
    with pytest.raises(AnswerFaultError, match=reason):
        read_search(body, 10)


def test_a_day_of_ours_that_pubmed_does_not_know_is_no_part_of_the_query() -> None:
    unknown = b"<ErrorList><PhraseNotFound>2026/01/25[mdat]</PhraseNotFound></ErrorList>"
    body = b"<eSearchResult><Count>0</Count><IdList/>" + unknown + b"</eSearchResult>"
    assert read_search(body, 10, ("2026/01/25", "3000")).count == 0
    with pytest.raises(QueryError):
        read_search(body, 10)


@pytest.mark.shared
@pytest.mark.skipif(not RECORDED_SEARCHES, reason=f"no shared fixtures at {SHARED}")
@pytest.mark.parametrize("path", RECORDED_SEARCHES, ids=lambda path: path.stem)
def test_recorded_answers_are_read_or_refused_for_what_they_are(path: Path) -> None:
    body = path.read_bytes()
    listed = body.count(b"<Id>")
    if b"<ERROR>" in body:
        with pytest.raises(AnswerFaultError, match="answered with an error"):
            read_search(body, listed)
    elif b"<ErrorList>" in body:
        with pytest.raises(QueryError, match="fleegle"):
            read_search(body, listed)
    elif b"esearch" in body.lower() and b"<Count>" in body:
        assert len(read_search(body, listed).pmids) == listed


def test_an_old_day_is_written_in_four_figures(upstream: Upstream, server: ReplayServer) -> None:
    upstream.count(replace(ALL, since=date(2020, 1, 2)))
    fields = server.asked[0].fields
    assert (fields["mindate"], fields["maxdate"], fields["datetype"]) == ("1000/01/01", "2026/02/01", "edat")
