"""Parts of the corpus: all of it, what conditions admit, or the documents that are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.documents import Document
from corpus.store import CorpusStore
from service.catalogue import Catalogue, Conditions
from service.errors import NotFoundError
from service.sources import corpus_translated

_TOLD = 10  # ids that are not there
_AT_ONCE = 200  # documents read together


def select(store: CorpusStore, catalogue: Catalogue, conditions: Conditions, named: Sequence[str] = ()) -> list[str]:
    """Return the ids of the documents that meet the conditions: those named in the order given, else all by id.

    A document named twice, or by an id that it had before, comes once, under its id.

    Raises:
        NotFoundError: documents that are named are not there.
        UnavailableError: the corpus cannot be read.
    """
    with corpus_translated():
        ids = _resolved(store, named) if named else store.ids()
        if conditions == Conditions():
            return ids
        entries = catalogue.entries()
    return [one for one in ids if one in entries and conditions.admit(entries[one])]


def _resolved(store: CorpusStore, named: Sequence[str]) -> list[str]:
    found = {one: store.resolve(one) for one in named}
    missing = [one for one, current in found.items() if current is None]
    if missing:
        more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
        raise NotFoundError(f"There is no document {', '.join(map(repr, missing[:_TOLD]))}{more} in this corpus.")
    return list(dict.fromkeys(filter(None, found.values())))


def read(store: CorpusStore, ids: Sequence[str]) -> Iterator[Document]:
    """Yield documents in the order of their ids here, a few in memory at once; one that has gone meanwhile is left out.

    Each step may be taken in another thread.

    Raises:
        UnavailableError: the corpus cannot be read.
    """
    for start in range(0, len(ids), _AT_ONCE):
        batch = ids[start : start + _AT_ONCE]
        with corpus_translated():
            found = store.get_all(batch)
        yield from (found[one] for one in batch if one in found)
