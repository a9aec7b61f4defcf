"""PubMed by E-utilities: a search gives PMIDs, and their records are asked for by them, page by page.

Why by PMID and not from the history server: what has to come is known, a run that stopped days ago can go on where
it was, and nothing expires. See https://www.ncbi.nlm.nih.gov/books/NBK25499/ for the parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.interfaces import DocumentReader
from corpus.sync.caller import Caller
from corpus.sync.client import HttpClient
from corpus.sync.efetch import Records
from corpus.sync.errors import AnswerFaultError, QueryError, UpstreamError
from corpus.sync.esearch import Found, read_search
from corpus.sync.interfaces import Page, Search, Slice, Upstream
from corpus.sync.queries import check_brackets

_FIRST_DAY = date(1000, 1, 1)  # an old paper that came in late is given its own date as the day that it came in
_LAST_YEAR = "3000"
_MOST_OF_THEM = timedelta(days=40 * 365)
_TRIES_TO_HALVE = 3


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records one request gives, and how many PMIDs one search: 9,999 is what PubMed gives of any.

    A list of just so many is taken for one that was cut.
    """

    page: int = 200
    search: int = 9999


class PubMed:
    """PubMed's records, new and changed."""

    name = "pubmed"

    def __init__(self, client: HttpClient, caller: Caller, reader: DocumentReader, sizes: Sizes | None = None) -> None:
        self._client = client
        self._caller = caller
        self._records = Records(client, caller, reader)
        self._format_name = reader.format_name
        self._sizes = sizes or Sizes()

    @property
    def format_name(self) -> str:
        """The reader's."""
        return self._format_name

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
            outcomes, withheld = self._records.get(pmids)
            yield Page(tuple(outcomes), tuple(pmids), len(part.native_ids), tuple(withheld))

    def again(self, native_ids: Sequence[str], /) -> Iterator[Page]:
        """Yield each record that was withheld, by itself (see `Upstream.again`)."""
        for pmid in native_ids:
            outcomes, withheld = self._records.get_alone(pmid)
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
