"""`enthesis ask`: one question, a conversation, or one question a line."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape

from index.filters import Filters
from service.answering import answer
from service.answers import Answer
from service.cli.answer_text import print_answer
from service.cli.asking import Ask, checked
from service.cli.conversation import converse, remembering
from service.cli.filter_options import IncludeRetracted, Levels, Mesh, TextKinds, YearFrom, YearTo, filters_of
from service.cli.opening import open_all
from service.cli.question_lines import answer_lines
from service.cli.terminal import ABSTAINED, JsonFlag, faults_as_exit_codes, out, print_json, settings
from service.errors import InvalidRequestError
from service.wiring import choose


def ask(  # noqa: PLR0913 - the options of the command line
    question: Annotated[
        str | None,
        typer.Argument(
            help="The question, in quotes. Without one, a conversation begins in a terminal; from a file or a pipe, "
            "each line is answered as a question of its own.",
            show_default=False,
        ),
    ] = None,
    *,
    max_sentences: Annotated[int, typer.Option(min=1, max=20, help="The most sentences an answer may have.")] = 6,
    after: Annotated[
        list[str] | None, typer.Option(help="A question asked before, the oldest first; give it as often as you like.")
    ] = None,
    include_retracted: IncludeRetracted = False,
    year_from: YearFrom = None,
    year_to: YearTo = None,
    evidence_level: Levels = None,
    text_kind: TextKinds = None,
    mesh: Mesh = None,
    answerer: Annotated[
        Literal["extractive", "llm"] | None,
        typer.Option(help="Sentences of the sources, or a language model.  [default: ENTHESIS_ANSWERER or extractive]"),
    ] = None,
    quotes: Annotated[bool, typer.Option("--quotes", help="Show where in its source each quote stands.")] = False,
    history: Annotated[
        Path | None, typer.Option(help="Keep the questions of a conversation in this file.  [default: kept nowhere]")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Answer a question from the sources, every sentence quoted, or abstain and show the nearest sources.

    Example: enthesis ask "Has umbilical cord blood been tried in psoriatic arthritis?"

    A follow-up: enthesis ask "and in mice?" --after "Have exosomes been tried in people with psoriasis?"

    A conversation: enthesis ask

    A file of questions: enthesis ask --json < questions.txt > answers.jsonl
    """
    with faults_as_exit_codes():
        earlier = [checked("after", one) for one in after or []]
        filters = filters_of(
            include_retracted=include_retracted,
            year_from=year_from,
            year_to=year_to,
            evidence_level=evidence_level,
            text_kind=text_kind,
            mesh=mesh,
        )
        open_up = partial(_open, answerer, max_sentences, filters)
        if question is None and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            with remembering(history):
                converse(open_up(), partial(_show, quotes), earlier)
            return
        if history is not None:
            raise InvalidRequestError("--history", "is for a conversation: in a terminal, without a question")
        if question is None:
            shown = partial(print_json, indent=None) if as_json else partial(_show_among_others, quotes, bool(earlier))
            answer_lines(open_up, shown, earlier)
            return
        asked = checked("question", question)
        made = open_up()(asked, earlier)
    if as_json:
        print_json(made)
    else:
        _show(quotes, made, follows=bool(earlier))
    if made.abstention is not None:
        raise typer.Exit(ABSTAINED)


def _open(answerer: str | None, max_sentences: int, filters: Filters) -> Ask:
    sources, answerers = open_all(settings())
    chosen = choose(answerers, answerer)
    return lambda question, earlier: answer(
        sources, chosen, question, max_sentences=max_sentences, filters=filters, earlier=earlier
    )


def _show(quotes: bool, made: Answer, follows: bool) -> None:  # noqa: FBT001 - the first is given beforehand
    print_answer(out(), made, follows=follows, places=quotes)


def _show_among_others(quotes: bool, follows: bool, made: Answer) -> None:  # noqa: FBT001
    out().print(f"[bold]{escape(made.question)}[/bold]\n")
    print_answer(out(), made, follows=follows, places=quotes)
    out().print()
