"""Answers and results as a person reads them in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from service.answers import Abstention, Answer, Citation, SearchResult
from service.notes import MARKS


def print_answer(console: Console, made: Answer, *, follows: bool = False) -> None:
    """Print the answer with numbered sources, or the abstention with the nearest ones.

    Of a question that ``follows`` others, say first how it was understood.
    """
    if follows and made.standalone_question != made.question:
        console.print(f"[dim]Understood as:[/dim] {escape(made.standalone_question)}\n")
    if made.abstention is not None:
        _print_abstention(console, made, made.abstention)
        return
    cited = _cited(made)
    if made.reading is not None:
        console.print(f"[bold]{escape(made.reading.text)}[/bold]\n")
    for words, sentence in zip(cited, made.sentences, strict=True):
        console.print(words)
        for quote in [] if sentence.support == "verbatim" else sentence.quotes:
            console.print(Padding(f"[dim]“{escape(quote.quote)}”[/dim]", (0, 0, 0, 4)))
    console.print()
    _print_side_by_side(console, made, cited)
    for citation in made.citations:
        console.print(f"[cyan]{escape(f'[{citation.number}]')}[/cyan] {reference(citation)}")
    console.print(f"\n[bold]Evidence[/bold] {escape(made.evidence.summary)}")
    _print_warnings(console, made.evidence.warnings + made.warnings)
    is_quoted = all(sentence.support == "verbatim" for sentence in made.sentences)
    how = "is quoted from its source" if is_quoted else "is quoted, or checked against the quotes below it"
    console.print(f"[dim]Every sentence above {how}. This informs; it does not advise you.[/dim]")


def _print_abstention(console: Console, made: Answer, abstention: Abstention) -> None:
    console.print(f"[bold]No answer[/bold] ({abstention.reason.replace('_', ' ')})")
    console.print(escape(abstention.message))
    _print_warnings(console, made.warnings)
    if abstention.nearest:
        console.print("\n[bold]Nearest sources[/bold]")
        print_results(console, abstention.nearest)


def _print_warnings(console: Console, warnings: list[str]) -> None:
    for warning in warnings:
        console.print(f"[yellow]![/yellow] {escape(warning)}")


def _print_side_by_side(console: Console, made: Answer, cited: list[str]) -> None:
    """Print the sentences under the sides they speak of, where an answer has sides or its quotes point both ways."""
    sides = {side.name: side.sentences for side in made.sides}
    if made.reading is not None and made.reading.verdict == "mixed":
        sides |= {"Yes": made.reading.yes, "No": made.reading.no}
    for name, places in sides.items():
        console.print(f"[bold]{escape(name)}[/bold]")
        for place in places:
            console.print(Padding(cited[place], (0, 0, 0, 2)))
        if not places:
            console.print("  [dim]No quoted sentence speaks of it.[/dim]")
        console.print()


def _cited(made: Answer) -> list[str]:
    """Return each sentence with what stands after it in the answer's text: the numbers of its sources, their notes."""
    text = made.answer or ""
    ends = [sentence.start for sentence in made.sentences[1:]] + [len(text)]
    return [
        escape(sentence.text) + f"[cyan]{escape(text[sentence.end : end].rstrip())}[/cyan]"
        for sentence, end in zip(made.sentences, ends, strict=True)
    ]


def print_results(console: Console, results: list[SearchResult]) -> None:
    """Print ranked passages with their references."""
    for result in results:
        console.print(f"[cyan]{result.rank:>2}.[/cyan] {reference(result.citation)} [dim]{result.score:.3f}[/dim]")
        console.print(Padding(escape(result.passage.text) + _mark(result.passage.editorial_status), (0, 0, 1, 4)))
    unknown = sum(result.citation.editorial_status == "unknown" for result in results)
    if unknown:
        which = "these" if unknown == len(results) else f"{unknown} of these {len(results)}"
        console.print(f"[dim]It is not known here whether {which} were corrected or retracted.[/dim]")


def reference(citation: Citation) -> str:
    """Return a reference in a line, as rich markup: authors, title, journal, year, id, kind of evidence, status."""
    authors = ", ".join(citation.authors[:3]) + (" et al." if len(citation.authors) > 3 else "")  # noqa: PLR2004
    parts = [authors, citation.title, citation.journal, str(citation.year) if citation.year else None]
    words = ". ".join(escape(part.rstrip(".")) for part in parts if part)
    identifier = escape(citation.document_id)
    url = citation.url if citation.url and citation.url.isprintable() and "]" not in citation.url else None
    linked = f"[link={url}]{identifier}[/link]" if url else identifier
    level = citation.evidence_level.replace("_", " ")
    return f"{words}. {linked} [magenta]{level}[/magenta]{_mark(citation.editorial_status)}"


def _mark(editorial_status: str) -> str:
    return f" [bold red]({MARKS[editorial_status]})[/bold red]" if editorial_status in MARKS else ""
