"""What `corpus.sync.interfaces.Upstream` asks, of every upstream there is, over a replay server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from corpus.interfaces import Parsed, Reject
from corpus.sync.errors import QueryError, UpstreamError
from corpus.sync.interfaces import Page, Search, Upstream
from tests.upstreams.faults import FAULTS, Mishaps
from tests.upstreams.following import DAY, SOURCES, an_upstream
from tests.upstreams.records import WIDE, first_records, later_records
from tests.upstreams.server import ReplayServer

ALL = Search(WIDE, None, DAY)


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer(first_records()) as running:
        yield running


@pytest.fixture(params=SOURCES)
def upstream(request: pytest.FixtureRequest, server: ReplayServer) -> Iterator[Upstream]:
    with an_upstream(str(request.param), server.url) as opened:
        yield opened


def every_page(upstream: Upstream, search: Search, after: str | None = None) -> list[Page]:
    return [page for part in upstream.slices(search, after) for page in upstream.pages(search, part, ())]


def numbers(pages: list[Page]) -> list[int]:
    """The numbers of the records, whatever each upstream puts before them."""
    return [int(native_id.lstrip("MED:NCT")) for page in pages for native_id in page.native_ids]


def test_every_record_comes_once(upstream: Upstream) -> None:
    found = numbers(every_page(upstream, ALL))
    assert sorted(found) == sorted(record.number for record in first_records())


def test_every_record_is_a_document_or_a_reject_that_names_it(upstream: Upstream) -> None:
    outcomes = [outcome for page in every_page(upstream, ALL) for outcome in page.outcomes]
    assert len(outcomes) == len(first_records())
    rejects = [outcome for outcome in outcomes if isinstance(outcome, Reject)]
    assert len(rejects) == 1
    assert rejects[0].identifier
    assert all(isinstance(outcome, Parsed | Reject) for outcome in outcomes)


def test_the_count_is_that_of_the_records(upstream: Upstream) -> None:
    assert upstream.count(ALL) == len(first_records())


def test_only_what_is_new_or_changed_comes_of_a_search_since_a_day(upstream: Upstream, server: ReplayServer) -> None:
    server.records = later_records()
    search = Search(WIDE, date(2026, 1, 25), date(2026, 3, 2))
    assert sorted(numbers(every_page(upstream, search))) == [104, 105, 106, 108, 109]
    assert upstream.count(search) == 5


def test_nothing_found_is_no_fault(upstream: Upstream, server: ReplayServer) -> None:
    server.records = []
    assert numbers(every_page(upstream, ALL)) == []
    assert upstream.count(ALL) == 0


def test_no_record_that_was_not_seen_is_left_out_when_a_slice_is_taken_up(upstream: Upstream) -> None:
    part = list(upstream.slices(ALL, None))[-1]
    first, *rest = upstream.pages(ALL, part, ())
    assert rest
    assert set(numbers(list(upstream.pages(ALL, part, first.native_ids)))) >= set(numbers(rest))


def test_slices_that_were_finished_are_passed_over(upstream: Upstream) -> None:
    names = [part.name for part in upstream.slices(ALL, None)]
    assert len(set(names)) == len(names)
    assert [part.name for part in upstream.slices(ALL, names[0])] == names[1:]
    assert list(upstream.slices(ALL, names[-1])) == []


def test_a_page_says_how_many_records_its_slice_has(upstream: Upstream) -> None:
    for part in upstream.slices(ALL, None):
        pages = list(upstream.pages(ALL, part, ()))
        assert {page.expected_total for page in pages} <= {len(numbers(pages))}


@pytest.mark.parametrize("fault", ["503 with a web page", "web page in a 200", "error in a 200", "empty", "reset"])
def test_a_fault_that_stays_is_raised_and_says_whose_it_is(
    upstream: Upstream, server: ReplayServer, fault: str
) -> None:
    server.again(Mishaps(FAULTS[fault], times=None))
    with pytest.raises(UpstreamError, match=f"^{upstream.name}: it"):
        every_page(upstream, ALL)
    with pytest.raises(UpstreamError):
        upstream.count(ALL)


@pytest.mark.parametrize("query", ["", "  ", "(psoriasis", "psoriasis)", ")psoriasis(", '"psoriasis'])
def test_a_query_that_does_not_stay_together_is_refused(upstream: Upstream, server: ReplayServer, query: str) -> None:
    with pytest.raises(QueryError):
        upstream.check(query)
    assert server.asked == []


@pytest.mark.parametrize("query", ["psoriasis", '("a) b" OR c) AND (d)'])
def test_other_queries_are_not(upstream: Upstream, query: str) -> None:
    upstream.check(query)
