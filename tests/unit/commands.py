"""What the tests of the command line share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

from corpus.documents import Document
from corpus.records import dump

DONE, USAGE, ABSTAINED, AT_FAULT = 0, 2, 3, 4

Run = Callable[..., Result]


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
