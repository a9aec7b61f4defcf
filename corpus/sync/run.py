"""The engine: follows a query from where it was left to today, and loses nothing whatever happens on the way.

Each page is taken in together with the note that it was, in one transaction. The watermark moves only when every
slice of a round has been read to its end; so what a fault, a kill or a lie of the upstream leaves out is asked for
again.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from corpus.documents import EditorialStatus
from corpus.errors import CorpusWriteError
from corpus.store import CorpusStore
from corpus.sync.errors import AnswerFaultError, QueryError, SyncBusyError, UpstreamError
from corpus.sync.interfaces import Page, Search, Slice, Upstream
from corpus.sync.report import SyncReport
from corpus.sync.saved_queries import (
    Round,
    SavedQuery,
    forget_owed,
    forget_seen,
    owe,
    owed,
    save,
    saved_query,
    see,
    seen,
)

OnProgress = Callable[[int, int], None]

# A record can be found only some days after the day that it is dated: a week costs a few records that are unchanged.
OVERLAP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run begins: at the watermark; from the day ``since``; or, with ``full``, from the beginning."""

    since: date | None = None
    full: bool = False

    def day(self, saved: SavedQuery, today: date) -> date | None:
        """Return the first day that counts; None: all days do.

        Raises:
            QueryError: the watermark lies in the future, so that nothing can be told by it.
        """
        if self.full or self.since is not None:
            return self.since
        if saved.watermark is None:
            return None
        if saved.watermark > today:
            raise QueryError(
                f"{saved.name} has been followed until {saved.watermark}, which is after today ({today}). Put the "
                "clock right, or begin anew with --full."
            )
        return saved.watermark - OVERLAP


def sync(
    store: CorpusStore,
    upstream: Upstream,
    wanted: SavedQuery,
    today: date,
    start: Start | None = None,
    on_progress: OnProgress = lambda _done, _total: None,
) -> SyncReport:
    """Follow a query to ``today``; an interrupted run is taken up where it stopped.

    A fault of the upstream ends the run: the report says which. What was taken in stays, and the watermark does not
    move. The name, source and query of ``wanted`` count; how far it was followed, the corpus knows.

    Raises:
        QueryError: the query is not usable, or it is saved under this name with another one.
        SyncBusyError: another run is at work on this corpus.
        CorpusError: the corpus cannot be used.
    """
    upstream.check(wanted.query)
    with _alone(store.path):
        run = _Run(store, upstream, wanted, today, start or Start(), on_progress)
        try:
            run.go()
        except UpstreamError as error:
            run.report.fault = str(error)
        return run.report


class _Run:
    def __init__(
        self,
        store: CorpusStore,
        upstream: Upstream,
        wanted: SavedQuery,
        today: date,
        start: Start,
        on_progress: OnProgress,
    ) -> None:
        self._store = store
        self._upstream = upstream
        self._today = today
        self._start = start
        self._on_progress = on_progress
        self._saved = self._adopt(wanted)
        self._done = 0
        self.report = SyncReport(wanted.name, wanted.source, wanted.query, None, self._saved.watermark)

    def go(self) -> None:
        """Read one round; where that was one of an earlier day, then what has come since."""
        begun = self._begin()
        self._ask_again()
        while self._read_round(begun):
            self._start = Start()
            begun = self._begin()

    def _adopt(self, wanted: SavedQuery) -> SavedQuery:
        """Return the saved query as the corpus has it, or as it is now to be saved."""
        with self._store.writing() as connection:
            saved = saved_query(connection, wanted.name)
        if saved is None or (saved.source, saved.query) == (wanted.source, wanted.query):
            return saved or SavedQuery(wanted.name, wanted.source, wanted.query)
        if saved.watermark is not None and not self._start.full:
            raise QueryError(
                f"{wanted.name} is another query ({saved.source}), followed until {saved.watermark}. Choose another "
                "name for this one, or replace that one and begin anew with --full."
            )
        return SavedQuery(wanted.name, wanted.source, wanted.query)

    def _begin(self) -> Round:
        """Return the round to read, which is the interrupted one where it begins on the same day."""
        since = self._start.day(self._saved, self._today)
        unfinished = self._saved.unfinished
        self.report.since = since
        with self._store.writing() as connection:
            if unfinished is None or unfinished.since != since:
                unfinished = Round(since, self._today)
                save(connection, replace(self._saved, unfinished=unfinished))
                forget_seen(connection, self._saved.name)
                if since is None:
                    forget_owed(connection, self._saved.name)
        self._saved = replace(self._saved, unfinished=unfinished)
        return unfinished

    def _read_round(self, begun: Round) -> bool:
        """Read a round to its end; return whether there are later days to read."""
        search = Search(self._saved.query, begun.since, begun.until)
        found = 0
        for part in self._upstream.slices(search, begun.after):
            self.report.notes += [note for note in part.notes if note not in self.report.notes]
            found += self._read_slice(search, part)
        known = self._saved.watermark
        leaves_no_gap = begun.since is None or (known is not None and begun.since <= known)
        if not found and begun.after is None and not self._finds_anything(search):
            self.report.notes.append("it finds nothing at all, of any day, so that the watermark does not move")
            leaves_no_gap = False
        self._saved = replace(self._saved, unfinished=None, watermark=begun.until if leaves_no_gap else known)
        with self._store.writing() as connection:
            save(connection, self._saved)
        self.report.watermark = self._saved.watermark
        return leaves_no_gap and begun.until < self._today

    def _read_slice(self, search: Search, part: Slice) -> int:
        """Read a slice to its end; return how many records of it have been taken in, earlier ones too."""
        before = self._done
        with self._store.writing() as connection:
            taken = seen(connection, self._saved.name)
        for page in self._upstream.pages(search, part, taken):
            with self._store.writing() as connection:
                self._add(connection, page)
                see(connection, self._saved.name, page.native_ids)
            self._done += len(page.native_ids)
            self._on_progress(self._done, max(self._done, before + page.expected_total - len(taken)))
        self._saved = replace(self._saved, unfinished=Round(search.since, search.until, part.name))
        with self._store.writing() as connection:
            forget_seen(connection, self._saved.name)
            save(connection, self._saved)
        return self._done - before + len(taken)

    def _finds_anything(self, search: Search) -> bool:
        """Say whether a search that found nothing finds anything without its first day: else it may be out of order."""
        total = self._upstream.count(replace(search, since=None))
        if search.since is None and total:
            raise UpstreamError(self._upstream.name, AnswerFaultError(f"it counts {total} records and lists none"))
        return total > 0

    def _ask_again(self) -> None:
        """Ask for what earlier runs saw listed and were not given."""
        with self._store.writing() as connection:
            native_ids = owed(connection, self._saved.name)
        for page in self._upstream.again(native_ids):
            with self._store.writing() as connection:
                self._add(connection, page)

    def _add(self, connection: sqlite3.Connection, page: Page) -> None:
        """Take in a page, in the transaction of ``connection``."""
        file = f"sync {self._saved.name}"
        report = self._store.add(page.outcomes, file=file, format_name=self._upstream.format_name)
        owe(connection, self._saved.name, page.native_ids, page.withheld)
        touched = self._store.get_all([*report.added, *report.changed])
        retracted = [key for key, one in touched.items() if one.editorial_status is EditorialStatus.RETRACTED]
        self.report.take(report, retracted)


@contextmanager
def _alone(corpus: Path) -> Iterator[None]:
    """Hold the corpus against other runs; the system lets go of it when the process ends, however it ends."""
    try:
        held = corpus.with_name(f"{corpus.name}-sync.lock").open("wb")
    except OSError as error:
        raise CorpusWriteError(corpus, str(error)) from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SyncBusyError(corpus) from None
        yield
