"""Text files, gzipped or not (seen by content): their lines, and what a model says of the JSON object in each."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from pydantic import BaseModel, ValidationError

from eval.errors import EvaluationError

# Makes the error of a faulty file, of the reason and the line, which is None where the fault is in no line.
Fault = Callable[[Path, str, int | None], EvaluationError]

Model = TypeVar("Model", bound=BaseModel)

_GZIP_MAGIC = b"\x1f\x8b"
_FAULTS_TOLD = 3


def read_lines(path: Path, fault: Fault) -> Iterator[tuple[int, str]]:
    """Yield the number, from 1, and the text of every line that has any, without its end.

    Raises:
        EvaluationError: what ``fault`` makes, where the file cannot be opened, or is damaged or not UTF-8 at a line.
    """
    number = 0
    with _opened(path, fault) as stream:
        try:
            for number, line in enumerate(stream, 1):
                if (text := line.decode("utf-8-sig")).strip():
                    yield number, text.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise fault(path, f"not UTF-8 at byte {error.start} of the line", number) from error
        except (OSError, EOFError, zlib.error) as error:
            raise fault(path, f"it cannot be read on from here: {error}", number + 1) from error


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
    """Return what is wrong and where, in a line: the first few faults, and how many more there are."""
    faults = error.errors()
    told = [": ".join(filter(None, [".".join(map(str, one["loc"])), one["msg"]])) for one in faults[:_FAULTS_TOLD]]
    more = len(faults) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told)


def read_content(path: Path, fault: Fault) -> bytes:
    """Return the whole content, without a byte order mark.

    Raises:
        EvaluationError: what ``fault`` makes, where the file cannot be read.
    """
    with _opened(path, fault) as stream:
        try:
            return stream.read().removeprefix(codecs.BOM_UTF8)
        except (OSError, EOFError, zlib.error) as error:
            raise fault(path, f"it cannot be read: {error}", None) from error


@contextmanager
def _opened(path: Path, fault: Fault) -> Iterator[BinaryIO]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise fault(path, f"it cannot be read: {error.strerror}", None) from error
    with raw:
        is_gzip = raw.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
        yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if is_gzip else raw
