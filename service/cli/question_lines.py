"""`enthesis ask` with questions from a file or a program, one a line."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import typer

from service.answers import Answer
from service.cli.asking import Ask, checked
from service.cli.terminal import ABSTAINED, USAGE, say
from service.errors import InvalidRequestError


def answer_lines(open_up: Callable[[], Ask], show: Callable[[Answer], None], earlier: Sequence[str]) -> None:
    """Answer each line of stdin, as soon as it is there, as a question of its own.

    A line that cannot be asked is told with its number and keeps none of the others back. Nothing is opened before
    there is a line.

    Raises:
        InvalidRequestError: there is no line.
        typer.Exit: with 2 where a line could not be asked, else with 3 where one was not answered.
    """
    numbered = _lines()
    first = next(numbered, None)
    if first is None:
        raise InvalidRequestError("question", "give one, or a line with one on stdin")
    ask, code = open_up(), 0
    for number, line in chain([first], numbered):
        try:
            made = ask(checked("question", line), earlier)
        except InvalidRequestError as error:
            say(f"enthesis: line {number}: {error}")
            code = USAGE
            continue
        show(made)
        sys.stdout.flush()
        if made.abstention is not None:
            code = code or ABSTAINED
    raise typer.Exit(code)


def _lines() -> Iterator[tuple[int, str]]:
    """Yield each line that is not blank, with its number."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            yield number, line.strip()
