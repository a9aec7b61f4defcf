"""What a query must be like, so that a range of days can be put beside it."""

from __future__ import annotations

import re

from corpus.sync.errors import QueryError

_QUOTED = re.compile(r'"[^"]*"')


def check_brackets(query: str) -> None:
    """Refuse a query that would not stay together when it is put into brackets.

    Raises:
        QueryError: it is empty, or a quotation mark or a bracket has no counterpart.
    """
    depth, least = 0, 0
    for character in _QUOTED.sub("", query):
        depth += {"(": 1, ")": -1}.get(character, 0)
        least = min(least, depth)
    if not query.strip():
        raise QueryError("The query is empty.")
    if depth or least < 0 or query.count('"') % 2:
        raise QueryError("The query has a bracket or a quotation mark without its counterpart.")
