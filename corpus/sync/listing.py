"""Lists that an upstream gives page by page, each page naming the next: whether they add up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from corpus.interfaces import Outcome
from corpus.sync.errors import AnswerFaultError, ListChangedError, UpstreamError
from corpus.sync.interfaces import Page, Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its records, the cursor of the next page if there is one, and the length of the list.

    ``total`` is None where the page does not say it.
    """

    outcomes: tuple[Outcome, ...]
    native_ids: tuple[str, ...]
    cursor: str | None
    total: int | None


class ListFaultError(AnswerFaultError):
    """A page that does not fit those before it."""


Ask = Callable[[str | None, Callable[[Leaf], Leaf]], Leaf]
"""Asks for the page at a cursor; the second argument says, of each answer, whether it fits."""


def read_list(ask: Ask, place: Place) -> Iterator[Page]:
    """Yield the pages from ``place`` on; the last only when all records, and none twice, have been there.

    Raises:
        ListChangedError: the list does not add up, or the place in it is no longer known.
        UpstreamError: no usable answer came.
    """
    cursor, total, seen = place.cursor, place.total, set(place.seen)
    while True:
        try:
            leaf = ask(cursor, partial(_fitting, total=total, seen=seen))
        except UpstreamError as error:
            is_lost = error.fault.is_final and cursor is not None and cursor == place.cursor
            if is_lost or isinstance(error.fault, ListFaultError):
                raise ListChangedError(error.upstream, error.fault) from None
            raise
        total = leaf.total if total is None else total
        seen.update(leaf.native_ids)
        cursor = leaf.cursor
        yield Page(leaf.outcomes, leaf.native_ids, cursor, total or 0)
        if cursor is None:
            return


def _fitting(leaf: Leaf, total: int | None, seen: set[str]) -> Leaf:
    """Return the page when it fits what came before it.

    Raises:
        ListFaultError: it does not.
    """
    total = leaf.total if total is None else total
    if total is None:
        raise ListFaultError("it does not say how many records there are")
    if leaf.total not in {None, total}:
        raise ListFaultError(f"it counted {total} records, and now {leaf.total}")
    new = set(leaf.native_ids)
    if len(new) != len(leaf.native_ids) or new & seen:
        raise ListFaultError("it gave a record twice")
    have = len(new) + len(seen)
    if have > total or (leaf.cursor is None and have < total):
        raise ListFaultError(f"it counts {total} records and gave {have}")
    if leaf.cursor is not None and not new:
        raise ListFaultError(f"it counts {total} records, gave {have} and then an empty page")
    return leaf


def json_object(body: bytes) -> dict[str, Any]:
    """Return the object that an answer is.

    Raises:
        AnswerFaultError: it is none.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise AnswerFaultError("its answer is no whole JSON document") from None
    if not isinstance(content, dict):
        raise AnswerFaultError("its answer is no JSON object")
    return content
