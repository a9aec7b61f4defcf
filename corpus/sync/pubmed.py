"""PubMed by E-utilities: a search gives PMIDs, and their records are asked for by them, page by page.

Why by PMID and not from the history server: what has to come is known, a run that stopped days ago can go on where
it was, and nothing expires. See https://www.ncbi.nlm.nih.gov/books/NBK25499/ for the parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.interfaces import Deletion, DocumentReader, Outcome, Parsed, Reject
from corpus.sync.client import HttpClient
from corpus.sync.errors import AnswerFaultError, QueryError, UpstreamError
from corpus.sync.esearch import Found, read_search
from corpus.sync.interfaces import Page, Search, Slice, Upstream
from corpus.sync.queries import check_brackets
from corpus.sync.records import named, records_of

_FIRST_DAY = date(1000, 1, 1)  # an old paper that came in late is given its own date as the day that it came in
_LAST_YEAR = "3000"
_MOST_OF_THEM = timedelta(days=40 * 365)
_MOST_ALONE = 10
_TRIES_TO_HALVE = 3


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as NCBI wants to know it: with a key, ten requests a second are welcome, else three."""

    email: str | None = None
    api_key: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may hold."""
        return tuple(filter(None, (self.email, self.api_key)))

    @property
    def requests_per_second(self) -> float:
        """How many requests NCBI allows."""
        return 10.0 if self.api_key else 3.0

    @property
    def fields(self) -> dict[str, str]:
        """What is sent with every request."""
        given = {"tool": "enthesis", "email": self.email, "api_key": self.api_key}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records one request gives, and how many PMIDs one search: 9,999 is what PubMed gives of any.

    A list of just so many is taken for one that was cut.
    """

    page: int = 200
    search: int = 9999


class _MissingError(AnswerFaultError):
    """A whole answer that lacks some of the records asked for, and has no others."""

    def __init__(self, outcomes: list[Outcome], missing: list[str], asked: int, *, is_final: bool) -> None:
        self.outcomes = outcomes
        self.missing = missing
        super().__init__(f"it gave {asked - len(missing)} of the {asked} records asked for", is_final=is_final)


class PubMed:
    """PubMed's records, new and changed."""

    name = "pubmed"

    def __init__(self, client: HttpClient, caller: Caller, reader: DocumentReader, sizes: Sizes | None = None) -> None:
        self._client = client
        self._caller = caller
        self._reader = reader
        self._sizes = sizes or Sizes()

    @property
    def format_name(self) -> str:
        """The reader's."""
        return self._reader.format_name

    def check(self, query: str, /) -> None:
        """Refuse brackets that do not close (see `Upstream.check`)."""
        check_brackets(query)

    def count(self, search: Search, /) -> int:
        """Return how many records a search finds (see `Upstream.count`)."""
        return self._search(search, _FIRST_DAY, search.until, 0).count

    def slices(self, search: Search, after: str | None, /) -> Iterator[Slice]:
        """Yield the records by the days on which they came in, halved until PubMed gives all of a part.

        A slice is named by its last day. That day never changes, whatever else becomes of a record, so that no record
        moves from one slice to another.
        """
        first = date.fromisoformat(after) + timedelta(days=1) if after else _FIRST_DAY
        if first <= search.until:
            yield from self._parts(search, first, search.until)

    def pages(self, search: Search, part: Slice, seen: Collection[str], /) -> Iterator[Page]:  # noqa: ARG002 - see part
        """Yield the records of a slice that are not yet ``seen``."""
        left = [pmid for pmid in part.native_ids if pmid not in seen]
        for start in range(0, len(left), self._sizes.page):
            pmids = left[start : start + self._sizes.page]
            outcomes, withheld = self._records(pmids)
            yield Page(tuple(outcomes), tuple(pmids), len(part.native_ids), tuple(withheld))

    def again(self, native_ids: Sequence[str], /) -> Iterator[Page]:
        """Yield each record that was withheld, by itself (see `Upstream.again`)."""
        for pmid in native_ids:
            outcomes, withheld = self._alone(pmid)
            yield Page(tuple(outcomes), (pmid,), len(native_ids), tuple(withheld))

    def _parts(self, search: Search, first: date, last: date, found: Found | None = None) -> Iterator[Slice]:
        found = found or self._search(search, first, last, self._sizes.search)
        if found.count < self._sizes.search:
            yield Slice(last.isoformat(), found.pmids, found.notes)
        elif first == last:
            raise QueryError(
                f"PubMed took in {found.count} records of this query on {first}, and gives {self._sizes.search} at "
                "most. Ask for fewer."
            )
        else:
            middle, left, right = self._halves(search, first, last, found)
            yield from self._parts(search, first, middle, left)
            yield from self._parts(search, middle + timedelta(days=1), last, right)

    def _halves(self, search: Search, first: date, last: date, whole: Found) -> tuple[date, Found, Found]:
        """Return two parts that are the whole: an answer to another search, which happens, would not be seen else."""
        most, middle = self._sizes.search, _middle(first, last)
        for _ in range(_TRIES_TO_HALVE):
            left = self._search(search, first, middle, most)
            right = self._search(search, middle + timedelta(days=1), last, most)
            adds_up = left.count + right.count == whole.count and not set(left.pmids) & set(right.pmids)
            if adds_up and whole.count >= most:
                return middle, left, right
            whole = self._search(search, first, last, most)
        fault = AnswerFaultError(f"it counts {whole.count} records, and {left.count} and {right.count} in two parts")
        raise UpstreamError(self.name, fault)

    def _search(self, search: Search, first: date, last: date, most: int) -> Found:
        fields = {
            "db": "pubmed",
            "term": _term(search),
            "retmax": str(most),
            "datetype": "edat",
            "mindate": _day(first),
            "maxdate": _day(last),
            **self._caller.fields,
        }
        ours = () if search.since is None else (_day(search.since), _LAST_YEAR)
        return self._client.ask("POST", "esearch.fcgi", fields, lambda body: read_search(body, most, ours))

    def _records(self, pmids: Sequence[str]) -> tuple[list[Outcome], list[str]]:
        """Return what became of each, and those that are withheld.

        One that stays missing, or cannot be read, is asked for once more alone: the way may have spoilt it.
        """
        try:
            outcomes, missing = self._fetch(pmids), []
        except UpstreamError as error:
            if not isinstance(error.fault, _MissingError) or len(error.fault.missing) > _MOST_ALONE:
                raise
            outcomes, missing = error.fault.outcomes, error.fault.missing
        refused = [str(_pmid(outcome)) for outcome in outcomes if isinstance(outcome, Reject)]
        kept: list[Outcome] = [outcome for outcome in outcomes if not isinstance(outcome, Reject)]
        withheld: list[str] = []
        for pmid in (*refused, *missing):
            given, not_given = self._alone(pmid)
            kept += given
            withheld += not_given
        return kept, withheld

    def _alone(self, pmid: str) -> tuple[list[Outcome], list[str]]:
        """Return what became of one record when nothing else is asked for, and it again where it is withheld."""
        try:
            return self._fetch([pmid], is_last_try=True), []
        except UpstreamError as error:
            if not isinstance(error.fault, _MissingError):
                raise
            return [Reject(f"PMID {pmid}", "PubMed listed it and does not give it", f"PMID:{pmid}")], [pmid]

    def _fetch(self, pmids: Sequence[str], *, is_last_try: bool = False) -> list[Outcome]:
        fields = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml", **self._caller.fields}

        def read(body: bytes) -> list[Outcome]:
            return self._read(body, pmids, is_last_try=is_last_try)

        return self._client.ask("POST", "efetch.fcgi", fields, read)

    def _read(self, body: bytes, asked: Sequence[str], *, is_last_try: bool) -> list[Outcome]:
        """Return the records of a whole answer that has exactly those asked for."""
        outcomes: Sequence[Outcome] = records_of(self._reader, body)
        if len(asked) == 1:
            outcomes = named(outcomes, [f"PMID:{asked[0]}"])
        known = [outcome for outcome in outcomes if _pmid(outcome)]
        given = set(map(_pmid, known))
        if len(given) < len(known) or given - set(asked):
            raise AnswerFaultError("it gave records that were not asked for, or one of them twice")
        missing = [pmid for pmid in asked if pmid not in given]
        if len(missing) == len(asked) > 1:
            raise AnswerFaultError(f"it gave none of the {len(asked)} records asked for")
        if missing:
            raise _MissingError(known, missing, len(asked), is_final=is_last_try)
        return known


if TYPE_CHECKING:
    _: type[Upstream] = PubMed


def _middle(first: date, last: date) -> date:
    """Return the last day of the first half: of the records, as far as one can say, where there are centuries."""
    half = (last - first) // 2
    return last - _MOST_OF_THEM if half > _MOST_OF_THEM else first + half


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _term(search: Search) -> str:
    """Return the query; with ``since``, of what came in, was made or was changed since then.

    All three, because a record of an old paper is dated back to the paper (``edat``), and not every change of day
    shows in ``mdat`` alone. To no last day, for what changes while a run goes on.
    """
    if search.since is None:
        return search.query
    ranges = (f'"{_day(search.since)}"[{field}] : "{_LAST_YEAR}"[{field}]' for field in ("edat", "crdt", "mdat"))
    return f"({search.query}) AND ({' OR '.join(ranges)})"


def _pmid(outcome: Outcome) -> str | None:
    if isinstance(outcome, Parsed):
        return outcome.document.pmid
    named = outcome.document_id if isinstance(outcome, Deletion) else getattr(outcome, "identifier", None)
    return named.removeprefix("PMID:") if named else None
