"""Runs in TREC's format: lines ``query Q0 document rank score tag``, the language of every evaluation tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.datasets.lines import read_lines
from eval.errors import RunFileError

_LARGEST_SCORE = float(np.finfo(np.float32).max)


class Ranked(NamedTuple):
    """A document found, by its id in the data set. A larger score is better."""

    document_id: str
    score: float


Rankings = Mapping[str, Sequence[Ranked]]
"""Query to documents, best first."""


def check_destination(path: Path, ids: Iterable[str]) -> None:
    """Return when a run with these ids can be written to ``path``: to be asked before hours of work.

    Raises:
        RunFileError: there is no such folder, or an id is empty or has white space in it, which the format cannot hold.
    """
    if not path.parent.is_dir():
        raise RunFileError(path, "there is no such folder")
    unfit = next((name for name in ids if name.split() != [name]), None)
    if unfit is not None:
        raise RunFileError(path, f"the id {unfit!r} is empty or has white space in it, which a run cannot hold")


def write_run(path: Path, rankings: Rankings, tag: str) -> None:
    """Write ``rankings``, best first, ranks from 1.

    trec_eval ignores ranks, reads scores as float32 and breaks ties its own way. So a score that is not below the one
    before it is lowered by as little as float32 can tell: every tool sees the documents in this order.

    Raises:
        RunFileError: it cannot be written.
    """
    check_destination(path, _ids(rankings))
    try:
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            for query, ranking in rankings.items():
                scores = _strictly_descending(score for _, score in ranking)
                for rank, (ranked, score) in enumerate(zip(ranking, scores, strict=True), 1):
                    lines.write(f"{query} Q0 {ranked.document_id} {rank} {score:.9g} {tag}\n")
    except OSError as error:
        raise RunFileError(path, error.strerror or str(error)) from error


def read_run(path: Path) -> dict[str, list[Ranked]]:
    """Read a run, gzipped or not: query to documents by descending score, whatever ranks it states.

    Scores are compared as trec_eval compares them, so that it and we see one order: as float32, and of equal ones the
    later document id comes first.

    Raises:
        RunFileError: it cannot be read, a line has not six columns, a score is no number of float32's, or a document is
            there twice for a query.
    """
    scores: dict[str, dict[str, float]] = {}
    for number, line in read_lines(path, RunFileError):
        query, document, score = _parse(path, number, line)
        if document in scores.setdefault(query, {}):
            raise RunFileError(path, f"document {document!r} is there twice for query {query!r}", number)
        scores[query][document] = score
    return {query: _ranked(found) for query, found in scores.items()}


def _ranked(scores: Mapping[str, float]) -> list[Ranked]:
    order = sorted(scores, key=lambda document: (np.float32(scores[document]), document), reverse=True)
    return [Ranked(document, scores[document]) for document in order]


def _ids(rankings: Rankings) -> Iterator[str]:
    for query, ranking in rankings.items():
        yield query
        yield from (ranked.document_id for ranked in ranking)


def _strictly_descending(scores: Iterable[float]) -> Iterator[np.float32]:
    lowest = np.float32(np.inf)
    for score in scores:
        lowest = min(np.float32(score), np.nextafter(lowest, np.float32(-np.inf)))
        yield lowest


def _parse(path: Path, number: int, line: str) -> tuple[str, str, float]:
    columns = line.split()
    try:
        query, _, document, rank, score, _ = columns
        _, parsed = int(rank), float(score)
    except ValueError:
        raise RunFileError(path, f"not six columns with a rank and a score: {line[:80]!r}", number) from None
    if not abs(parsed) <= _LARGEST_SCORE:
        raise RunFileError(path, f"the score {score} is not a number to rank by", number)
    return query, document, parsed
