"""Runs in TREC's format: lines ``query Q0 document rank score tag``, the language of every evaluation tool."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.errors import RunFileError


class Ranked(NamedTuple):
    """A document found, by its id in the data set. A larger score is better."""

    document_id: str
    score: float


Run = Mapping[str, Sequence[Ranked]]


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


def write_run(path: Path, run: Run, tag: str) -> None:
    """Write ``run``, best first, ranks from 1.

    trec_eval ignores ranks, reads scores as float32 and breaks ties its own way. So a score that is not below the one
    before it is lowered by as little as float32 can tell: every tool sees the documents in this order.

    Raises:
        RunFileError: it cannot be written.
    """
    check_destination(path, _ids(run))
    try:
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            for query, ranking in run.items():
                scores = _strictly_descending(score for _, score in ranking)
                for rank, (ranked, score) in enumerate(zip(ranking, scores, strict=True), 1):
                    lines.write(f"{query} Q0 {ranked.document_id} {rank} {score:.9g} {tag}\n")
    except OSError as error:
        raise RunFileError(path, error.strerror or str(error)) from error


def read_run(path: Path) -> dict[str, list[Ranked]]:
    """Read a run: query to documents by descending score; of equal scores, the lower rank first.

    Raises:
        RunFileError: it cannot be read, a line has not six columns, or a document is there twice for a query.
    """
    rows: dict[str, dict[str, tuple[float, int]]] = {}
    for number, line in _lines(path):
        query, document, rank, score = _parse(path, number, line)
        if document in rows.setdefault(query, {}):
            raise RunFileError(path, f"document {document!r} is there twice for query {query!r}", number)
        rows[query][document] = (-score, rank)
    return {
        query: [Ranked(document, -found[document][0]) for document in sorted(found, key=found.__getitem__)]
        for query, found in rows.items()
    }


def _ids(run: Run) -> Iterator[str]:
    for query, ranking in run.items():
        yield query
        yield from (ranked.document_id for ranked in ranking)


def _strictly_descending(scores: Iterable[float]) -> Iterator[np.float32]:
    lowest = np.float32(np.inf)
    for score in scores:
        lowest = min(np.float32(score), np.nextafter(lowest, np.float32(-np.inf)))
        yield lowest


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunFileError(path, f"it cannot be read: {error}") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _parse(path: Path, number: int, line: str) -> tuple[str, str, int, float]:
    columns = line.split()
    try:
        query, _, document, rank, score, _ = columns
        parsed = int(rank), float(score)
    except ValueError:
        raise RunFileError(path, f"not six columns with a rank and a score: {line[:80]!r}", number) from None
    if not math.isfinite(parsed[1]):
        raise RunFileError(path, f"the score {score} is not a number to rank by", number)
    return query, document, *parsed
