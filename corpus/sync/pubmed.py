"""PubMed by E-utilities: a search gives PMIDs, and their records are asked for by them, page by page.

Why by PMID and not from the history server: what has to come is known, a run that stopped days ago can go on where
it was, and nothing expires. See https://www.ncbi.nlm.nih.gov/books/NBK25499/ for the parameters.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.interfaces import Deletion, DocumentReader, Outcome, Parsed, Reject
from corpus.sync.client import HttpClient
from corpus.sync.errors import AnswerFaultError, QueryError, UpstreamError
from corpus.sync.esearch import Found, read_search
from corpus.sync.interfaces import Page, Place, Search, Slice, Upstream
from corpus.sync.queries import check_brackets

_FIRST_DAY = date(1000, 1, 1)  # an old paper that came in late is given its own date as the day that it came in
_LAST_YEAR = "3000"
_MOST_ALONE = 10
_END = re.compile(rb"(?:</Pubmed(?:Book)?ArticleSet\s*>|<Pubmed(?:Book)?ArticleSet\s*/>)\s*\Z")


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
    """How many records one request gives, and how many PMIDs one search: 9,999 is what PubMed gives of any."""

    page: int = 200
    search: int = 9999


class _MissingError(AnswerFaultError):
    """A whole answer that lacks some of the records asked for, and has no others."""

    def __init__(self, outcomes: list[Outcome], missing: list[str], asked: int) -> None:
        self.outcomes = outcomes
        self.missing = missing
        super().__init__(f"it gave {asked - len(missing)} of the {asked} records asked for")


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
        return self._search(search, _FIRST_DAY, search.until, most=0).count

    def slices(self, search: Search, after: str | None, /) -> Iterator[Slice]:
        """Yield the records by the days on which they came in, halved until PubMed gives all of a part.

        A slice is named by its last day. That day never changes, whatever else becomes of a record, so that no record
        moves from one slice to another.
        """
        first = date.fromisoformat(after) + timedelta(days=1) if after else _FIRST_DAY
        if first <= search.until:
            yield from self._halved(search, first, search.until)

    def pages(self, search: Search, part: Slice, place: Place, /) -> Iterator[Page]:  # noqa: ARG002 - it is in the part
        """Yield the records of a slice that are not yet ``seen``."""
        left = [pmid for pmid in part.native_ids if pmid not in place.seen]
        for start in range(0, len(left), self._sizes.page):
            pmids = left[start : start + self._sizes.page]
            yield Page(tuple(self._records(pmids)), tuple(pmids), None, len(part.native_ids))

    def _halved(self, search: Search, first: date, last: date) -> Iterator[Slice]:
        found = self._search(search, first, last, most=self._sizes.search)
        if found.count <= self._sizes.search:
            yield Slice(last.isoformat(), found.pmids, found.notes)
        elif first == last:
            raise QueryError(
                f"PubMed took in {found.count} records of this query on {first}, and gives {self._sizes.search} of a "
                "day at most. Ask for fewer."
            )
        else:
            middle = first + (last - first) // 2
            yield from self._halved(search, first, middle)
            yield from self._halved(search, middle + timedelta(days=1), last)

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

    def _records(self, pmids: Sequence[str]) -> list[Outcome]:
        """Return what became of each; one that stays missing, or cannot be read, is asked for once more alone."""
        try:
            outcomes, missing = self._fetch(pmids), []
        except UpstreamError as error:
            if not isinstance(error.fault, _MissingError) or not 0 < len(error.fault.missing) <= _MOST_ALONE:
                raise
            outcomes, missing = error.fault.outcomes, error.fault.missing
        if len(pmids) == 1:
            return outcomes + [_not_given(pmid) for pmid in missing]
        refused = {pmid for outcome in outcomes if isinstance(outcome, Reject) and (pmid := _pmid(outcome))}
        kept = [outcome for outcome in outcomes if _pmid(outcome) not in refused]
        return kept + [outcome for pmid in (*sorted(refused), *missing) for outcome in self._records([pmid])]

    def _fetch(self, pmids: Sequence[str]) -> list[Outcome]:
        fields = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml", **self._caller.fields}
        return self._client.ask("POST", "efetch.fcgi", fields, lambda body: self._read(body, pmids))

    def _read(self, body: bytes, asked: Sequence[str]) -> list[Outcome]:
        """Return the records of a whole answer that has exactly those asked for."""
        outcomes = list(self._reader.read(io.BytesIO(body)))
        if not _END.search(body):
            raise AnswerFaultError(_why(outcomes))
        if len(asked) == 1:
            outcomes = [_named(outcome, asked[0]) for outcome in outcomes]
        given = Counter(map(_pmid, outcomes))
        named = given.keys() - {None}
        if named - set(asked) or any(given[pmid] > 1 for pmid in named):
            raise AnswerFaultError("it gave records that were not asked for, or one of them twice")
        if missing := [pmid for pmid in asked if pmid not in named]:
            if len(missing) == len(asked) > 1:
                raise AnswerFaultError(f"it gave none of the {len(asked)} records asked for")
            raise _MissingError([outcome for outcome in outcomes if _pmid(outcome)], missing, len(asked))
        return outcomes


if TYPE_CHECKING:
    _: type[Upstream] = PubMed


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


def _named(outcome: Outcome, pmid: str) -> Outcome:
    """Give a refused record that hides its own number the one that it was asked for by."""
    if isinstance(outcome, Reject) and outcome.identifier is None:
        return Reject(outcome.position, outcome.reason, f"PMID:{pmid}")
    return outcome


def _not_given(pmid: str) -> Reject:
    return Reject(f"PMID {pmid}", "PubMed listed it and does not give it", f"PMID:{pmid}")


def _why(outcomes: Iterable[Outcome]) -> str:
    refused = [outcome for outcome in outcomes if isinstance(outcome, Reject)]
    return refused[-1].reason if refused else "its answer is cut off"
