"""An answer that is cut anywhere is never taken for a whole one, nor a list for another than it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sync.errors import UpstreamError
from corpus.sync.interfaces import Search
from tests.upstreams.faults import Answer, Mishaps, send
from tests.upstreams.following import SOURCES, an_upstream
from tests.upstreams.records import BRISK, WIDE, Record, first_records
from tests.upstreams.server import ReplayServer

ALL = Search(WIDE, None, date(2026, 2, 1))


@pytest.fixture(scope="module")
def server() -> Iterator[ReplayServer]:
    with ReplayServer() as running:
        yield running


def given_numbers(server: ReplayServer, source: str) -> list[int]:
    """The numbers of all records that the upstream gives, by what the reader made of each."""
    with an_upstream(source, server.url, BRISK) as upstream:
        pages = [page for part in upstream.slices(ALL, None) for page in upstream.pages(ALL, part, ())]
    assert all(len(page.outcomes) == len(page.native_ids) for page in pages)
    return sorted(int(native_id.lstrip("MED:NCT")) for page in pages for native_id in page.native_ids)


@pytest.mark.parametrize("source", SOURCES)
@given(request=st.integers(0, 6), where=st.floats(0, 1, exclude_max=True))
def test_an_answer_cut_anywhere_is_asked_for_again(
    server: ReplayServer, source: str, request: int, where: float
) -> None:
    cut = Mishaps(lambda handler, answer: send(handler, _part(answer, where), answer.kind), request)
    server.again(cut)
    server.records = first_records()
    assert given_numbers(server, source) == sorted(record.number for record in first_records())


def _part(answer: Answer, where: float) -> bytes:
    whole = answer.body.rstrip()
    return whole[: int(len(whole) * where)]


@pytest.mark.parametrize("source", SOURCES)
@given(
    numbers=st.lists(st.integers(1, 99_999_999), unique=True, max_size=20),
    years=st.lists(st.integers(1700, 2025), min_size=20, max_size=20),
)
def test_every_record_comes_once_however_many_and_old_they_are(
    server: ReplayServer, source: str, numbers: list[int], years: list[int]
) -> None:
    server.again()
    server.records = [
        Record(number, f"Title {number}", entered=f"{year}-01-{day:02}")
        for day, (number, year) in enumerate(zip(numbers, years, strict=False), start=1)
    ]
    try:
        assert given_numbers(server, source) == sorted(numbers)
    except UpstreamError as error:
        raise AssertionError(str(error)) from error
