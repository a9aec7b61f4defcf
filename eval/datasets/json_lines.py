"""Files with a JSON object a line, each checked against a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Line = TypeVar("Line", bound=BaseModel)

# Makes the error to raise, of the file, what is wrong with it, and the line; None where no one line is at fault.
Fault = Callable[[Path, str, int | None], Exception]


def read_lines(path: Path, model: type[Line], fault: Fault) -> Iterator[tuple[int, Line]]:
    """Yield what stands in each line that is not blank, with the line's number, counted from 1.

    Raises what ``fault`` makes when the file cannot be read, or when a line is no ``model``.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise fault(path, f"cannot be read ({error})", None) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _read(path, number, line, model, fault)


def _read(path: Path, number: int, line: str, model: type[Line], fault: Fault) -> Line:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        faults = (": ".join(filter(None, [".".join(map(str, one["loc"])), one["msg"]])) for one in error.errors())
        raise fault(path, "; ".join(faults), number) from error
