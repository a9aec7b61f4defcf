"""What the engine asks of an upstream: a place that has records, and gives those that a query finds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.interfaces import Outcome


@dataclass(frozen=True, slots=True)
class Search:
    """A query in the upstream's own language, and the days that count, both included.

    With ``since``, only records that are new or changed since that day are wanted; without, all of them.
    """

    query: str
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of what a search finds, small enough to be asked for. No record is in two slices of a search.

    ``name`` says which part it is, and means the same in a later run. ``native_ids`` are the records in it, where the
    upstream names them before it gives them. ``notes`` is what it remarks about the query.
    """

    name: str
    native_ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Records that arrived together: what became of each, and their ids at the upstream.

    ``expected_total`` is how many records the whole slice has. ``withheld`` are those of the ids that the upstream
    lists and does not give, though its answers are whole; each is among the outcomes as a reject.
    """

    outcomes: tuple[Outcome, ...]
    native_ids: tuple[str, ...]
    expected_total: int
    withheld: tuple[str, ...] = ()


class Upstream(Protocol):
    """A place that has records.

    It never passes a fault over: an answer that is not what was asked for is asked for again, and in the end raised.
    """

    @property
    def name(self) -> str:
        """Its short name: ``pubmed``."""
        ...

    @property
    def format_name(self) -> str:
        """The format of its records, as a `DocumentReader` names it."""
        ...

    def check(self, query: str, /) -> None:
        """Raise `QueryError` where a query cannot be combined with a range of days, without asking anybody."""
        ...

    def count(self, search: Search, /) -> int:
        """Return how many records a search finds.

        Raises:
            UpstreamError: no usable answer came.
        """
        ...

    def slices(self, search: Search, after: str | None, /) -> Iterator[Slice]:
        """Yield the slices of a search in a fixed order, those left out that end with the one named ``after``.

        Together they hold every record that the search finds.

        Raises:
            QueryError: the upstream does not understand the query, or cannot give all that it finds.
            UpstreamError: no usable answer came.
        """
        ...

    def pages(self, search: Search, part: Slice, seen: Collection[str], /) -> Iterator[Page]:
        """Yield the pages of a slice, records that were ``seen`` left out where that saves a request.

        The last page is given only when no record is missing. A record may be given a second time, where the upstream
        contradicted itself and the slice was read anew.

        Raises:
            UpstreamError: no usable answer came.
        """
        ...

    def again(self, native_ids: Sequence[str], /) -> Iterator[Page]:
        """Yield records that were withheld earlier, where they are given now.

        Raises:
            UpstreamError: no usable answer came.
        """
        ...
