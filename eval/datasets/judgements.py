"""Judgements (qrels): TREC's ``query iteration document relevance``, or BEIR's three columns below a header."""

from __future__ import annotations

import re
from pathlib import Path

from eval.datasets.dataset import Judgements
from eval.datasets.lines import read_lines
from eval.errors import DatasetError

_COLUMNS = {3: "query, document, relevance", 4: "query, iteration, document, relevance"}
_RELEVANCE = re.compile(r"[+-]?[0-9]{1,9}")
_NAME_OF_QUERIES = re.compile(r"(query|topic|q)[-_ ]?(id)?", re.IGNORECASE)


def read_judgements(path: Path) -> Judgements:
    """Read judgements; a first line that names its columns (``query-id …``) is a header.

    Raises:
        DatasetError: the file cannot be read, a line is malformed or has other columns than those before it, or a
            document is judged twice for a query, differently.
    """
    judgements: Judgements = {}
    expected = 0
    for position, (number, line) in enumerate(read_lines(path, DatasetError)):
        columns = _columns(path, number, line)
        if position == 0 and _is_header(columns):
            continue
        expected = expected or len(columns)
        if len(columns) != expected:
            raise DatasetError(path, f"{len(columns)} columns, where the lines before have {expected}", number)
        query, document, relevance = columns[0], columns[-2], _relevance(path, number, columns[-1])
        if judgements.setdefault(query, {}).setdefault(document, relevance) != relevance:
            raise DatasetError(path, f"document {document!r} is judged twice for query {query!r}, differently", number)
    return judgements


def _columns(path: Path, number: int, line: str) -> list[str]:
    """Split at tabs, between which an id may hold spaces, where that gives columns; else at any white space."""
    between_tabs = [column.strip() for column in line.split("\t")]
    columns = between_tabs if len(between_tabs) in _COLUMNS else line.split()
    if len(columns) not in _COLUMNS:
        raise DatasetError(path, f"{len(columns)} columns instead of {' or '.join(_COLUMNS.values())}", number)
    return columns


def _is_header(columns: list[str]) -> bool:
    return _NAME_OF_QUERIES.fullmatch(columns[0]) is not None and not _RELEVANCE.fullmatch(columns[-1])


def _relevance(path: Path, number: int, text: str) -> int:
    if not _RELEVANCE.fullmatch(text):
        raise DatasetError(path, f"relevance {text!r} is not a whole number", number)
    return int(text)
