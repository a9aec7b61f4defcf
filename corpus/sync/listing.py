"""Lists that an upstream gives page by page, each page naming the next: whether they add up.

A list is always read from its beginning: where it has changed meanwhile, a place in it means something else, and a
record could slip through with nobody noticing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from corpus.interfaces import Outcome
from corpus.sync.errors import AnswerFaultError, UpstreamError
from corpus.sync.interfaces import Page

_READINGS = 3


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its records, the cursor of the next page if there is one, and the length of the list.

    ``total`` is None where the page does not say it.
    """

    outcomes: tuple[Outcome, ...]
    native_ids: tuple[str, ...]
    cursor: str | None
    total: int | None


class _ListFaultError(AnswerFaultError):
    """A page that does not fit those before it."""


Ask = Callable[[str | None, Callable[[Leaf], Leaf]], Leaf]
"""Asks for the page at a cursor; the second argument says, of each answer, whether it fits."""


def read_list(ask: Ask) -> Iterator[Page]:
    """Yield the pages of a list; the last only when all records, and none twice, have been there.

    Where the pages do not add up, they are yielded from the first again.

    Raises:
        UpstreamError: no usable answer came, or the pages never added up.
    """
    for reading in range(1, _READINGS + 1):
        try:
            yield from _read_once(ask)
        except UpstreamError as error:
            if reading == _READINGS or not isinstance(error.fault, _ListFaultError):
                raise
        else:
            return


def _read_once(ask: Ask) -> Iterator[Page]:
    cursor: str | None = None
    total: int | None = None
    seen: set[str] = set()
    while True:
        leaf = ask(cursor, partial(_fitting, total=total, seen=frozenset(seen)))
        total = leaf.total if total is None else total
        seen.update(leaf.native_ids)
        cursor = leaf.cursor
        yield Page(leaf.outcomes, leaf.native_ids, total or 0)
        if cursor is None:
            return


def _fitting(leaf: Leaf, total: int | None, seen: frozenset[str]) -> Leaf:
    """Return the page when it fits what came before it.

    Raises:
        _ListFaultError: it does not.
    """
    total = leaf.total if total is None else total
    if total is None:
        raise _ListFaultError("it does not say how many records there are")
    if leaf.total not in {None, total}:
        raise _ListFaultError(f"it counted {total} records, and now {leaf.total}")
    new = set(leaf.native_ids)
    if len(new) != len(leaf.native_ids) or new & seen:
        raise _ListFaultError("it gave a record twice")
    have = len(new) + len(seen)
    if have > total or (leaf.cursor is None and have < total):
        raise _ListFaultError(f"it counts {total} records and gave {have}")
    if leaf.cursor is not None and not new:
        raise _ListFaultError(f"it counts {total} records, gave {have} and then an empty page")
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
