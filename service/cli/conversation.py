"""The loop of `enthesis ask`: a question, its answer, and the next, which may follow from those before."""

from __future__ import annotations

import readline
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from service.answers import Answer
from service.chat.conversation import MAX_EARLIER
from service.cli.asking import Ask, checked
from service.cli.terminal import faults_as_exit_codes, say
from service.errors import InvalidRequestError

_PROMPT = "\n> "
_WELCOME = "Ask a question. It may follow from the one before: “and in mice?” :help tells more, Ctrl-D ends."
_HELP = """\
:new   begin anew: the next question follows from none
:quit  end, as Ctrl-D does
:help  this
Ctrl-C stops an answer that is being made. The arrow keys bring back what was asked."""
_REMEMBERED = 1000


def converse(ask: Ask, show: Callable[[Answer, bool], None], earlier: Sequence[str] = ()) -> None:
    """Answer what is typed until it ends. What is wrong with one question is told, and does not end it.

    ``show`` is given each answer, and whether its question follows others.
    """
    say(_WELCOME)
    readline.set_auto_history(False)  # it would bring back :quit before any question
    asked = list(earlier)
    while (typed := _next_line()) is not None:
        if typed == ":new":
            asked.clear()
            say("A new beginning.")
        elif typed.startswith(":"):
            say(_HELP if typed == ":help" else f"There is no {typed}.\n{_HELP}")
        elif typed:
            readline.add_history(typed)
            with _bearing_faults_and_interrupts():
                question = checked("question", typed)
                show(ask(question, asked[-MAX_EARLIER:]), bool(asked))
                asked.append(question)


def _next_line() -> str | None:
    """Return what is typed next; None where it is the end."""
    try:
        typed = " ".join(input(_PROMPT).split())
    except (EOFError, KeyboardInterrupt):
        say("")
        return None
    return None if typed in {":quit", ":q"} else typed


@contextmanager
def _bearing_faults_and_interrupts() -> Iterator[None]:
    try:
        with suppress(typer.Exit), faults_as_exit_codes():
            yield
    except KeyboardInterrupt:
        say("\nStopped.")


@contextmanager
def remembering(file: Path | None) -> Iterator[None]:
    """Let the arrow keys bring back what was asked: until the end only, or in a file that its owner alone can read.

    Raises:
        InvalidRequestError: the file cannot be read or written.
    """
    readline.clear_history()
    if file is None:
        yield
        return
    with _telling_of(file):
        file.touch(mode=0o600)
        readline.read_history_file(file)
    try:
        yield
    finally:
        readline.set_history_length(_REMEMBERED)
        with _telling_of(file):
            readline.write_history_file(file)


@contextmanager
def _telling_of(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidRequestError("--history", f"{file} cannot be used: {error.strerror or error}") from error
