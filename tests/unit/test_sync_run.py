from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from corpus.sync.errors import QueryError, SyncBusyError
from corpus.sync.run import OVERLAP, Start, sync
from corpus.sync.saved_queries import Round, SavedQuery, save, saved_queries, saved_query, see, seen
from tests.upstreams.faults import FAULTS, Mishaps
from tests.upstreams.following import DAY, LATER, SOURCES, an_upstream, follow, state
from tests.upstreams.records import WIDE, Record, first_records, later_records
from tests.upstreams.server import ReplayServer

PERSISTENT = FAULTS["503 with a web page"]


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer(first_records()) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(CorpusStore(tmp_path / "corpus.sqlite", create=True)) as made:
        yield made


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def known(store: CorpusStore, name: str) -> SavedQuery:
    with store.writing() as connection:
        saved = saved_query(connection, name)
    assert saved is not None
    return saved


def terms(server: ReplayServer) -> list[str]:
    return [asked.fields["term"] for asked in server.asked if "term" in asked.fields]


def fetched(server: ReplayServer) -> list[str]:
    return [pmid for asked in server.asked if "id" in asked.fields for pmid in asked.fields["id"].split(",")]


def test_a_first_run_takes_in_everything(store: CorpusStore, server: ReplayServer, source: str) -> None:
    report = follow(store, server, source)
    assert report.fault is None
    assert len(report.added) == len(store) == 6
    assert [reject.reason for reject in report.rejected] == ["no title"]
    assert (report.since, report.watermark) == (None, DAY)
    assert store.history(report.added[0])[0].file == f"sync {source}"


def test_the_next_one_takes_in_what_has_changed(store: CorpusStore, server: ReplayServer, source: str) -> None:
    follow(store, server, source)
    server.records = later_records()
    report = follow(store, server, source, LATER)
    assert len(report.added) == 3
    assert len(report.changed) >= 1
    assert (report.since, report.watermark) == (DAY - OVERLAP, LATER)
    assert report.rejected == []


def test_of_pubmed_what_was_retracted_is_told(store: CorpusStore, server: ReplayServer) -> None:
    assert follow(store, server, "pubmed").retracted == []
    server.records = later_records()
    report = follow(store, server, "pubmed", LATER)
    assert report.retracted == ["PMID:104"]
    document = store.get("PMID:104")
    assert document is not None
    assert document.editorial_status == "retracted"


def test_a_run_that_finds_nothing_new_changes_nothing(store: CorpusStore, server: ReplayServer, source: str) -> None:
    follow(store, server, source)
    before = store.fingerprint()
    report = follow(store, server, source, LATER)
    assert (report.added, report.changed, report.watermark) == ([], [], LATER)
    assert store.fingerprint() == before


def test_a_failed_run_says_why_keeps_what_came_and_leaves_the_watermark(
    store: CorpusStore, server: ReplayServer, source: str
) -> None:
    follow(store, server, source)
    server.again(Mishaps(PERSISTENT, first=1, times=None))
    server.records = later_records()
    report = follow(store, server, source, LATER)
    assert report.fault == f"{source}: it answered with status 503"
    assert report.watermark == DAY == known(store, source).watermark


def test_what_an_interrupted_run_took_in_is_not_fetched_again(store: CorpusStore, server: ReplayServer) -> None:
    server.mishaps = Mishaps(PERSISTENT, first=8, times=None)
    assert follow(store, server, "pubmed").added == ["PMID:1000107", "PMID:102", "PMID:101", "PMID:103", "PMID:104"]
    server.again()
    went_on = follow(store, server, "pubmed")
    assert (went_on.added, went_on.watermark) == (["PMID:105"], DAY)
    assert fetched(server) == ["105", "106", "106"]  # what cannot be read, once more alone
    assert [asked.fields["mindate"] for asked in server.asked if "mindate" in asked.fields] == ["2006/02/07"]


@pytest.mark.parametrize("source", ["europepmc", "clinicaltrials"])
def test_a_list_that_changed_between_two_runs_loses_nothing(
    store: CorpusStore, server: ReplayServer, source: str
) -> None:
    server.mishaps = Mishaps(PERSISTENT, first=1, times=None)
    assert follow(store, server, source).fault
    server.again()
    server.records = [*server.records[1:], Record(110, "New in between")]  # as long as it was, and all places moved
    assert follow(store, server, source).fault is None
    assert len(store) == 7


@pytest.mark.parametrize("source", ["europepmc", "clinicaltrials"])
def test_a_list_that_changes_while_it_is_read_is_read_anew(
    store: CorpusStore, server: ReplayServer, source: str
) -> None:
    def insert(request: int) -> None:
        if request == 1:
            server.records = [Record(110, "New in between"), *server.records]

    server.before_answering = insert
    report = follow(store, server, source)
    assert report.fault is None
    assert len(store) == 7


def test_a_page_is_kept_with_the_note_of_it_or_not_at_all(store: CorpusStore, server: ReplayServer) -> None:
    server.mishaps = Mishaps(PERSISTENT, first=8, times=None)
    follow(store, server, "pubmed")
    with store.writing() as connection:
        noted = seen(connection, "pubmed")
    assert noted == {"101", "103", "104"}
    assert {f"PMID:{pmid}" for pmid in noted} <= set(store.ids())


def test_an_interrupted_run_of_an_earlier_day_goes_on_to_today(store: CorpusStore, server: ReplayServer) -> None:
    server.mishaps = Mishaps(PERSISTENT, first=5, times=None)
    follow(store, server, "pubmed")
    server.again()
    server.records = later_records()
    report = follow(store, server, "pubmed", LATER)
    assert (report.fault, report.watermark) == (None, LATER)
    with closing(CorpusStore(store.path.with_name("other.sqlite"), create=True)) as other:
        server.again()
        follow(other, server, "pubmed", LATER)
        assert other.fingerprint() == store.fingerprint()


def test_pubmed_is_asked_for_what_came_in_was_made_or_was_changed(store: CorpusStore, server: ReplayServer) -> None:
    follow(store, server, "pubmed")
    assert set(terms(server)) == {WIDE}
    server.again()
    server.records = later_records()
    follow(store, server, "pubmed", LATER)
    day = f"{DAY - OVERLAP:%Y/%m/%d}"
    ranges = " OR ".join(f'"{day}"[{field}] : "3000"[{field}]' for field in ("edat", "crdt", "mdat"))
    assert set(terms(server)) == {f"({WIDE}) AND ({ranges})"}


def test_the_others_are_asked_for_what_was_updated(store: CorpusStore, server: ReplayServer) -> None:
    for source in ("europepmc", "clinicaltrials"):
        follow(store, server, source)
        server.again()
        follow(store, server, source, LATER)
        fields = server.asked[0].fields
        days = f"[{DAY - OVERLAP} TO {LATER}]"
        if source == "europepmc":
            assert fields["query"] == f"({WIDE}) AND (UPDATE_DATE:{days} OR FIRST_IDATE:{days})"
        else:
            assert fields["query.term"] == WIDE
            assert fields["filter.advanced"] == f"AREA[LastUpdatePostDate]RANGE[{DAY - OVERLAP},MAX]"


def test_a_day_to_begin_on_takes_the_place_of_the_watermark(store: CorpusStore, server: ReplayServer) -> None:
    follow(store, server, "pubmed")
    server.again()
    report = follow(store, server, "pubmed", LATER, Start(since=date(2022, 1, 1)))
    assert report.since == date(2022, 1, 1)
    assert '"2022/01/01"[mdat]' in terms(server)[0]
    assert report.watermark == LATER


@pytest.mark.parametrize("since", [DAY + timedelta(days=1), LATER])
def test_a_day_after_the_watermark_does_not_move_it(store: CorpusStore, server: ReplayServer, since: date) -> None:
    follow(store, server, "pubmed")
    report = follow(store, server, "pubmed", LATER, Start(since=since))
    assert (report.fault, report.watermark) == (None, DAY)


def test_a_first_run_that_begins_late_sets_no_watermark(store: CorpusStore, server: ReplayServer) -> None:
    report = follow(store, server, "pubmed", DAY, Start(since=date(2022, 1, 1)))
    assert (report.fault, report.watermark) == (None, None)
    assert follow(store, server, "pubmed").since is None
    assert len(store) == 6


def test_a_full_run_asks_for_everything_again(store: CorpusStore, server: ReplayServer, source: str) -> None:
    follow(store, server, source)
    report = follow(store, server, source, LATER, Start(full=True))
    assert (report.since, report.unchanged, report.watermark) == (None, 6, LATER)


def test_another_query_under_the_name_is_refused_unless_everything_is_read_anew(
    store: CorpusStore, server: ReplayServer
) -> None:
    follow(store, server, "pubmed")
    other = SavedQuery("pubmed", "pubmed", "cells")
    with an_upstream("pubmed", server.url) as upstream:
        with pytest.raises(QueryError, match=f"pubmed is another query .* followed until {DAY}"):
            sync(store, upstream, other, LATER)
        assert known(store, "pubmed").query == WIDE
        assert sync(store, upstream, other, LATER, Start(full=True)).watermark == LATER
    assert known(store, "pubmed").query == "cells"


def test_a_query_that_never_worked_may_be_replaced(store: CorpusStore, server: ReplayServer) -> None:
    server.mishaps = Mishaps(PERSISTENT, times=None)
    follow(store, server, "pubmed")
    server.again()
    with an_upstream("pubmed", server.url) as upstream:
        assert sync(store, upstream, SavedQuery("pubmed", "pubmed", "cells"), DAY).watermark == DAY


def test_a_watermark_in_the_future_is_told(store: CorpusStore, server: ReplayServer) -> None:
    follow(store, server, "pubmed", LATER)
    with pytest.raises(QueryError, match=r"after today .* clock"):
        follow(store, server, "pubmed", DAY)
    assert known(store, "pubmed").watermark == LATER


def test_a_record_that_is_withheld_is_told_and_asked_for_by_every_run(store: CorpusStore, server: ReplayServer) -> None:
    server.records = [replace(one, withheld=one.number == 101) for one in first_records()]
    report = follow(store, server, "pubmed")
    assert (report.fault, report.watermark) == (None, DAY)
    assert ("PMID:101", "PubMed listed it and does not give it") in [
        (reject.identifier, reject.reason) for reject in report.rejected
    ]
    server.again()
    assert len(follow(store, server, "pubmed", LATER).rejected) == 1
    assert fetched(server) == ["101"]
    server.again()
    server.records = first_records()
    assert follow(store, server, "pubmed", LATER).added == ["PMID:101"]
    server.again()
    follow(store, server, "pubmed", LATER)
    assert fetched(server) == []


def test_a_second_run_at_the_same_time_is_refused(store: CorpusStore, server: ReplayServer) -> None:
    refused: list[str] = []

    def start_another(request: int) -> None:
        if request == 2:
            with closing(CorpusStore(store.path)) as same, pytest.raises(SyncBusyError) as caught:
                follow(same, server, "pubmed")
            refused.append(str(caught.value))

    server.before_answering = start_another
    assert follow(store, server, "pubmed").fault is None
    assert refused == [f"Another sync is running on {store.path}. Nothing was changed. Try again when it has ended."]


def test_others_may_add_while_a_run_goes_on(store: CorpusStore, server: ReplayServer) -> None:
    def add(request: int) -> None:
        with closing(CorpusStore(store.path)) as same:
            same.add([], file=f"{request}", format_name="jsonl")

    server.before_answering = add
    assert follow(store, server, "pubmed").fault is None


def test_progress_is_told(store: CorpusStore, server: ReplayServer, source: str) -> None:
    told: list[tuple[int, int]] = []
    with an_upstream(source, server.url) as upstream:
        saved = SavedQuery(source, source, WIDE)
        sync(store, upstream, saved, DAY, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)
    assert all(done <= total for done, total in told)


def test_what_the_upstream_remarks_is_told_once(store: CorpusStore, server: ReplayServer) -> None:
    server.notes = (
        '<WarningList><QuotedPhraseNotFound>"xyz abc"[tiab]</QuotedPhraseNotFound>'
        "<OutputMessage>No items found.</OutputMessage></WarningList>"
    )
    assert follow(store, server, "pubmed").notes == ['"xyz abc"[tiab]']


def test_a_query_that_pubmed_does_not_know_a_part_of_is_refused(store: CorpusStore, server: ReplayServer) -> None:
    server.notes = "<ErrorList><PhraseNotFound>fleegle[MeSH Terms]</PhraseNotFound></ErrorList>"
    with pytest.raises(QueryError, match=r"does not know these parts of the query: fleegle\[MeSH Terms\]"):
        follow(store, server, "pubmed")
    assert known(store, "pubmed").watermark is None


def test_nothing_at_all_is_not_believed(store: CorpusStore, server: ReplayServer, source: str) -> None:
    server.records = []
    report = follow(store, server, source)
    assert (report.fault, report.watermark) == (None, None)
    assert "nothing at all" in report.notes[0]
    server.records = first_records()
    assert follow(store, server, source).watermark == DAY
    server.records = []
    assert follow(store, server, source, LATER).watermark == DAY


def test_a_run_that_stopped_just_before_its_end_is_ended_by_the_next(store: CorpusStore, server: ReplayServer) -> None:
    server.records = [one for one in first_records() if not one.broken][:3]
    follow(store, server, "pubmed")
    with store.writing() as connection:
        save(connection, SavedQuery("pubmed", "pubmed", WIDE, None, Round(None, DAY)))
        see(connection, "pubmed", [one.pmid for one in server.records])
    report = follow(store, server, "pubmed")
    assert (report.fault, report.notes, report.watermark) == (None, [], DAY)


def test_nothing_new_is_believed_where_there_is_something_old(
    store: CorpusStore, server: ReplayServer, source: str
) -> None:
    follow(store, server, source)
    report = follow(store, server, source, LATER)
    assert (report.notes, report.watermark) == ([], LATER)


def test_queries_are_listed_by_name_as_they_were_saved(store: CorpusStore) -> None:
    whole = SavedQuery("b", "pubmed", "x", date(2026, 1, 2), Round(date(2026, 1, 1), date(2026, 1, 3), "s"))
    with store.writing() as connection:
        save(connection, whole)
        save(connection, SavedQuery("a", "europepmc", "y"))
        assert saved_queries(connection) == [SavedQuery("a", "europepmc", "y"), whole]


def test_a_round_that_another_version_wrote_is_begun_anew(store: CorpusStore, server: ReplayServer) -> None:
    server.mishaps = Mishaps(PERSISTENT, first=5, times=None)
    follow(store, server, "pubmed")
    with store.writing() as connection:
        connection.execute("""UPDATE syncs SET unfinished = '{"version": 99}'""")
    server.again()
    assert follow(store, server, "pubmed").fault is None
    assert state(store, "pubmed").watermark == DAY
    assert len(store) == 6
