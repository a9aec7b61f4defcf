"""A source in a line."""

from __future__ import annotations

from rich.markup import escape

from service.answers import Citation
from service.citations import reference_parts
from service.notes import MARKS

RETRACTED_STYLE = "bold white on red"


def reference(citation: Citation) -> str:
    """Return a reference in a line, as rich markup: authors, title, journal, year, id, kind of evidence, status."""
    words = ". ".join(map(escape, reference_parts(citation)))
    identifier = escape(citation.document_id)
    url = citation.url if citation.url and citation.url.isprintable() and "]" not in citation.url else None
    linked = f"[link={url}]{identifier}[/link]" if url else identifier
    level = citation.evidence_level.replace("_", " ")
    return f"{words}. {linked} [magenta]{level}[/magenta]{mark(citation.editorial_status)}"


def mark(editorial_status: str) -> str:
    """Return, as rich markup, how what became of a publication is shown after it; nothing where nothing did."""
    if editorial_status not in MARKS:
        return ""
    style = RETRACTED_STYLE if editorial_status == "retracted" else "bold red"
    return f" [{style}]({MARKS[editorial_status]})[/]"
