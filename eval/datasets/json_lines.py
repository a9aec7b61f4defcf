"""Files with a JSON object a line, gzipped or not, each line checked against a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from eval.datasets.lines import Fault, read_lines

Model = TypeVar("Model", bound=BaseModel)


def read_objects(path: Path, model: type[Model], fault: Fault) -> Iterator[tuple[int, Model]]:
    """Yield what stands in each line that is not blank, with the line's number, counted from 1.

    Raises:
        EvaluationError: what ``fault`` makes, where the file cannot be read or a line is no ``model``.
    """
    for number, line in read_lines(path, fault):
        try:
            yield number, model.model_validate_json(line)
        except ValidationError as error:
            raise fault(path, faults_of(error), number) from error


def faults_of(error: ValidationError) -> str:
    """Return what is wrong and where, in a line."""
    return "; ".join(": ".join(filter(None, [".".join(map(str, one["loc"])), one["msg"]])) for one in error.errors())
