"""Europe PMC by its REST service: a list that is read by cursor. See https://europepmc.org/RestfulWebService."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.interfaces import DocumentReader
from corpus.sync.client import HttpClient
from corpus.sync.errors import AnswerFaultError
from corpus.sync.interfaces import Page, Search, Slice, Upstream
from corpus.sync.listing import Leaf, json_object, read_list
from corpus.sync.queries import check_brackets
from corpus.sync.records import named, records_of

_START = "*"
_WHOLE = "all"


class EuropePmc:
    """Europe PMC's records, new and changed."""

    name = "europepmc"
    requests_per_second = 5.0  # half of what it allows

    def __init__(self, client: HttpClient, reader: DocumentReader, page_size: int = 200) -> None:
        self._client = client
        self._reader = reader
        self._page_size = page_size

    @property
    def format_name(self) -> str:
        """The reader's."""
        return self._reader.format_name

    def check(self, query: str, /) -> None:
        """Refuse brackets that do not close (see `Upstream.check`)."""
        check_brackets(query)

    def count(self, search: Search, /) -> int:
        """Return how many records a search finds (see `Upstream.count`)."""
        return self._client.ask("GET", "search", self._fields(search, _START, 1), lambda body: _hits(json_object(body)))

    def slices(self, search: Search, after: str | None, /) -> Iterator[Slice]:  # noqa: ARG002 - one slice has it all
        """Yield the one slice: a list by cursor has no end that would make it too long."""
        if after is None:
            yield Slice(_WHOLE)

    def pages(self, search: Search, part: Slice, seen: Collection[str], /) -> Iterator[Page]:  # noqa: ARG002 - see below
        """Yield the pages, those too whose records were seen: what a page has, only the asking for it shows."""

        def ask(cursor: str | None, fitting: Callable[[Leaf], Leaf]) -> Leaf:
            mark = cursor or _START
            fields = self._fields(search, mark, self._page_size)
            return self._client.ask("GET", "search", fields, lambda body: fitting(self._leaf(body, mark)))

        return read_list(ask)

    def again(self, native_ids: Sequence[str], /) -> Iterator[Page]:  # noqa: ARG002 - there are none
        """Yield nothing: what is in the list is in its pages, and never withheld."""
        yield from ()

    def _fields(self, search: Search, mark: str, size: int) -> dict[str, str]:
        return {
            "query": _query(search),
            "format": "json",
            "resultType": "core",
            "pageSize": str(size),
            "cursorMark": mark,
        }

    def _leaf(self, body: bytes, mark: str) -> Leaf:
        answer = json_object(body)
        total, records = _hits(answer), _records(answer)
        following = answer.get("nextCursorMark")
        has_next = isinstance(following, str) and following not in {"", mark}
        native_ids = tuple(map(_native_id, records))
        outcomes = records_of(self._reader, body) if records else []
        return Leaf(named(outcomes, native_ids), native_ids, following if has_next else None, total)


if TYPE_CHECKING:
    _: type[Upstream] = EuropePmc


def _query(search: Search) -> str:
    """Return the query; with ``since``, of what was first indexed or was updated in those days."""
    if search.since is None:
        return search.query
    days = f"[{search.since} TO {search.until}]"
    return f"({search.query}) AND (UPDATE_DATE:{days} OR FIRST_IDATE:{days})"


def _hits(answer: dict[str, Any]) -> int:
    count = answer.get("hitCount")
    if not isinstance(count, int):
        raise AnswerFaultError("it answered without a count of records")
    return count


def _records(answer: dict[str, Any]) -> list[Any]:
    found = answer.get("resultList")
    records = found.get("result") if isinstance(found, dict) else None
    if not isinstance(records, list):
        raise AnswerFaultError("it answered without a list of records")
    return records


def _native_id(record: Any) -> str:
    """Return ``MED:123``: the source inside Europe PMC, and the id there."""
    try:
        return f"{record['source']}:{record['id']}"
    except (KeyError, TypeError):
        raise AnswerFaultError("it gave a record without its id") from None
