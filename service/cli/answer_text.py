"""Answers as a person reads them in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from service.answers import Abstention, Answer, Sentence
from service.cli.hanging import BOUND, Hanging
from service.cli.reference_text import RETRACTED_STYLE, reference
from service.cli.result_text import print_results
from service.notes import MARKS


def print_answer(console: Console, made: Answer, *, follows: bool = False, places: bool = False) -> None:
    """Print the answer with numbered sources, or the abstention with the nearest ones.

    Of a question that ``follows`` others, say first how it was understood. ``places`` adds where each quote stands.
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
        console.print(Hanging("", words, 2))
        _print_quotes(console, sentence, places=places)
    console.print()
    _print_side_by_side(console, made, cited)
    for citation in made.citations:
        label = f"[{citation.number}] "
        console.print(Hanging(f"[cyan]{escape(label)}[/cyan]", reference(citation), len(label)))
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


def _print_quotes(console: Console, sentence: Sentence, *, places: bool) -> None:
    """Print the quoted words where the sentence is not they themselves, and where they stand in the source's text."""
    for quote in sentence.quotes:
        words = "" if sentence.support == "verbatim" else f"“{escape(quote.quote)}” "
        place = f"{escape(quote.document_id)}, characters {quote.start}–{quote.end}" if places else ""
        if words or place:
            console.print(Hanging("    ", f"[dim]{words}{place}[/dim]", 4))


def _print_warnings(console: Console, warnings: list[str]) -> None:
    # Black on a colour is read on any background; colours alone are not.
    for warning in warnings:
        style = RETRACTED_STYLE if warning.endswith(" has been retracted.") else "black on bright_yellow"
        console.print(Hanging(f"[{style}]![/] ", escape(warning), 2))


def _print_side_by_side(console: Console, made: Answer, cited: list[str]) -> None:
    """Print the sentences under the sides they speak of, where an answer has sides or its quotes point both ways."""
    sides = {side.name: side.sentences for side in made.sides}
    if made.reading is not None and made.reading.verdict == "mixed":
        sides |= {"Yes": made.reading.yes, "No": made.reading.no}
    for name, places in sides.items():
        console.print(f"[bold]{escape(name)}[/bold]")
        for place in places:
            console.print(Hanging("  ", cited[place], 4))
        if not places:
            console.print("  [dim]No quoted sentence speaks of it.[/dim]")
        console.print()


def _cited(made: Answer) -> list[str]:
    """Return each sentence with what stands after it in the answer's text: the numbers of its sources, their notes."""
    return [
        escape(sentence.text) + BOUND + _in_colour(markers.lstrip()) for sentence, markers in made.marked_sentences()
    ]


def _in_colour(marker: str) -> str:
    mark = MARKS["retracted"]
    return f"[cyan]{escape(marker).replace(mark, f'[{RETRACTED_STYLE}]{mark}[/]')}[/cyan]"
