"""Results of a search as a person reads them in a terminal."""

from __future__ import annotations

import re

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from service.answers import PassageText, SearchResult
from service.cli.hanging import Hanging
from service.cli.reference_text import mark, reference
from service.words import stems

_INDENT = 4


def print_results(console: Console, results: list[SearchResult], query: str | None = None) -> None:
    """Print ranked passages with their references.

    With the query that they were ranked for, its words are bold in whatever form they stand, and scores are told.
    """
    for result in results:
        label = f"{result.rank:>2}. "
        scored = "" if query is None else f" [dim]score {result.score:.3f}[/dim]"
        console.print(Hanging(f"[cyan]{label}[/cyan]", reference(result.citation) + scored, max(_INDENT, len(label))))
        console.print(Hanging(" " * _INDENT, _marked(console, result.passage, query or ""), _INDENT))
        console.print()
    unknown = sum(result.citation.editorial_status == "unknown" for result in results)
    if unknown:
        which = "these" if unknown == len(results) else f"{unknown} of these {len(results)}"
        console.print(f"[dim]It is not known here whether {which} were corrected or retracted.[/dim]")


def _marked(console: Console, passage: PassageText, query: str) -> Text:
    text = console.render_str(escape(passage.text) + mark(passage.editorial_status))
    asked = set(stems(query))
    for word in re.finditer(r"\w+", passage.text):
        if asked.intersection(stems(word.group())):
            text.stylize("bold", *word.span())
    return text
