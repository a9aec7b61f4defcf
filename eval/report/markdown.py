"""A report as a summary for a README: the tables, and what they were measured with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eval.report.contents import Contents
from eval.report.provenance import commit_of
from eval.report.tables import Table

_MARKUP = re.compile(r"[\\`*\[\]|~$]")


def summary(contents: Contents) -> str:
    """Return the report as Markdown; the same contents give the same text."""
    return "\n".join(_lines(contents))


def _lines(contents: Contents) -> Iterator[str]:
    yield _made_with(contents)
    tables = [
        contents.retrieval,
        *contents.answers,
        *contents.robustness,
        *(one.since.compared for one in contents.since if one.since),
    ]
    for table in filter(None, tables):
        yield from ("", f"**{_plain(table.caption)}**", "", *_table(table))
    yield ""


def _made_with(contents: Contents) -> str:
    commits = _several(commit_of(run) for run in contents.runs)
    codes = _several(str(run.manifest.get("code", "–")) for run in contents.runs)
    return f"Commit {commits}, code {codes}. In brackets: 95 % bootstrap intervals over the questions."


def _several(values: Iterable[str]) -> str:
    return ", ".join(_plain(value) for value in dict.fromkeys(values))


def _table(table: Table) -> Iterator[str]:
    yield _row(table.columns)
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield _row(map(str, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that Markdown or HTML would take for its own."""
    inert = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\g<0>", " ".join(inert.split()))
