"""What the tests of the command line share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from corpus.documents import Document
from corpus.records import dump
from service.cli.app import make_app

DONE, USAGE, ABSTAINED, AT_FAULT = 0, 2, 3, 4

Run = Callable[..., Result]

_APP = make_app()


def invoke(*arguments: object, stdin: str | None = None) -> Result:
    """Run `enthesis` in this process."""
    return CliRunner().invoke(_APP, [str(argument) for argument in arguments], input=stdin)


def as_json(result: Result, exit_code: int = DONE) -> Any:
    """The machine output of a command that ended with ``exit_code``."""
    assert result.exit_code == exit_code
    return json.loads(result.stdout)


def a_file(path: Path, *lines: str) -> Path:
    """A file of these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def a_line(document: Document) -> str:
    """A document as a line of the exchange format."""
    return json.dumps(dump(document))
