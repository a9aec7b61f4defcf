"""ClinicalTrials.gov by its API, version 2: a list whose pages name the next. See https://clinicaltrials.gov/data-api."""

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

_WHOLE = "all"


class ClinicalTrials:
    """ClinicalTrials.gov's studies, new and changed."""

    name = "clinicaltrials"
    requests_per_second = 0.75  # some fifty a minute are allowed

    def __init__(self, client: HttpClient, reader: DocumentReader, page_size: int = 50) -> None:
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
        """Return how many studies a search finds (see `Upstream.count`)."""
        fields = self._fields(search, None, 1)
        return self._client.ask("GET", "studies", fields, lambda body: _counted(json_object(body)))

    def slices(self, search: Search, after: str | None, /) -> Iterator[Slice]:  # noqa: ARG002 - one slice has it all
        """Yield the one slice: a list that is read page by page has no end that would make it too long."""
        if after is None:
            yield Slice(_WHOLE)

    def pages(self, search: Search, part: Slice, seen: Collection[str], /) -> Iterator[Page]:  # noqa: ARG002 - see below
        """Yield the pages, those too whose records were seen: what a page has, only the asking for it shows."""

        def ask(cursor: str | None, fitting: Callable[[Leaf], Leaf]) -> Leaf:
            fields = self._fields(search, cursor, self._page_size)
            return self._client.ask("GET", "studies", fields, lambda body: fitting(self._leaf(body)))

        return read_list(ask)

    def again(self, native_ids: Sequence[str], /) -> Iterator[Page]:  # noqa: ARG002 - there are none
        """Yield nothing: what is in the list is in its pages, and never withheld."""
        yield from ()

    def _fields(self, search: Search, token: str | None, size: int) -> dict[str, str]:
        fields = {"format": "json", "query.term": search.query, "pageSize": str(size), "countTotal": "true"}
        if search.since is not None:
            fields["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{search.since},MAX]"
        return fields | ({"pageToken": token} if token else {})

    def _leaf(self, body: bytes) -> Leaf:
        answer = json_object(body)
        studies = answer.get("studies")
        if not isinstance(studies, list):
            raise AnswerFaultError("it answered without a list of studies")
        native_ids = tuple(map(_native_id, studies))
        outcomes = records_of(self._reader, body) if studies else []
        token = answer.get("nextPageToken") or None
        total = _counted(answer) if "totalCount" in answer else None  # only the first page says it
        return Leaf(named(outcomes, native_ids), native_ids, token, total)


if TYPE_CHECKING:
    _: type[Upstream] = ClinicalTrials


def _counted(answer: dict[str, Any]) -> int:
    count = answer.get("totalCount")
    if not isinstance(count, int):
        raise AnswerFaultError("it answered without a count of studies")
    return count


def _native_id(study: Any) -> str:
    try:
        return str(study["protocolSection"]["identificationModule"]["nctId"])
    except (KeyError, TypeError):
        raise AnswerFaultError("it gave a study without its number") from None
