"""What the commands share: the two consoles, machine output, progress, and errors as exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from corpus.errors import CorpusError
from corpus.sync.errors import QueryError, UpstreamError
from index.build import Progress as OnProgress
from index.errors import RetrievalError
from service.errors import InvalidRequestError, NotFoundError, ServiceError, SettingsError
from service.settings import Settings

USAGE, ABSTAINED, AT_FAULT, UPSTREAM_AT_FAULT = 2, 3, 4, 5

JsonFlag = Annotated[bool, typer.Option("--json", help="Print machine output on stdout.")]


# What a terminal obeys instead of showing it, and what turns the direction of writing.
_OBEYED = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_SHOWN = dict.fromkeys(_OBEYED, "\N{REPLACEMENT CHARACTER}")
_ESCAPED = {code: f"\\u{code:04x}" for code in _OBEYED if code > 31}  # noqa: PLR2004 - json escapes those below itself

_WIDEST = 100  # columns: the eye loses its line in longer ones


class PlainConsole(Console):
    """Shows text and never obeys it: what a source says may hold sequences that would work the reader's terminal."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Render as `Console` does, with what a terminal would obey replaced before lines are broken."""
        return super().render_str(text.translate(_SHOWN), **options)


def out() -> Console:
    """Return the console for results; made anew, so that it is as wide as the terminal, and no more than reads well.

    Where stdout is redirected, no line is wrapped.
    """
    console = PlainConsole(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())
    console.width = min(console.width, _WIDEST)
    return console


def say(message: str) -> None:
    """Tell the person something that is not a result."""
    PlainConsole(stderr=True, highlight=False, emoji=False).print(message, markup=False, soft_wrap=True)


def print_json(value: BaseModel | dict[str, Any] | list[Any], *, indent: int | None = 2) -> None:
    """Print a value as JSON on stdout, UTF-8; in a line where ``indent`` is None."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=indent).translate(_ESCAPED) + "\n")


def settings() -> Settings:
    """Return the settings of this run."""
    return Settings.from_environment()


@contextmanager
def faults_as_exit_codes() -> Iterator[None]:
    """Turn errors raised on purpose into a message on stderr and the exit code that belongs to them."""
    try:
        yield
    except (SettingsError, InvalidRequestError, NotFoundError, QueryError) as error:
        say(f"enthesis: {error}")
        raise typer.Exit(USAGE) from error
    except UpstreamError as error:
        say(f"enthesis: {error}")
        raise typer.Exit(UPSTREAM_AT_FAULT) from error
    except (CorpusError, RetrievalError, ServiceError) as error:
        say(f"enthesis: {error}")
        raise typer.Exit(AT_FAULT) from error


class RateColumn(ProgressColumn):
    """How many are done a second, of late."""

    def render(self, task: Task) -> Text:
        """Return the rate, or a dash before there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "–/s")


@contextmanager
def progress(what: str) -> Iterator[OnProgress]:
    """Show a bar with rate and time left on stderr when it is a terminal; else nothing."""
    console = Console(stderr=True)
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
    task = bar.add_task(what, total=None)

    def show(done: int, total: int | None) -> None:
        bar.start()  # only now: where there is nothing to do, nothing flashes up
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()
