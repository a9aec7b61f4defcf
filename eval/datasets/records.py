"""Files of documents and of queries: JSON lines as BEIR and `ir_datasets` write them, or lines ``id TAB text``.

Which of the two a file is, its first line says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from corpus.canonical import Section
from eval.datasets.dataset import Record
from eval.datasets.lines import faults_of, read_lines
from eval.errors import DatasetError

_IDS = AliasChoices("_id", "doc_id", "query_id", "id", "docid")


class _Line(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str = Field(validation_alias=_IDS, min_length=1)


class _DocumentLine(_Line):
    title: str | None = None
    text: str | None = Field(None, validation_alias=AliasChoices("text", "abstract", "body", "contents"))


class _QueryLine(_Line):
    text: str = Field(validation_alias=AliasChoices("text", "query", "title"))


_AnyLine = TypeVar("_AnyLine", bound=_Line)


def read_documents(path: Path) -> dict[str, Record]:
    """Read documents by their ids.

    Raises:
        DatasetError: the file cannot be read, a line is malformed, or an id is there twice.
    """
    return {line.id: Record(line.title or "", (Section(None, line.text or ""),)) for line in _read(path, _DocumentLine)}


def read_queries(path: Path) -> dict[str, str]:
    """Read queries by their ids.

    Raises:
        DatasetError: as `read_documents`.
    """
    return {line.id: line.text for line in _read(path, _QueryLine)}


def _read(path: Path, model: type[_AnyLine]) -> Iterator[_AnyLine]:
    seen: set[str] = set()
    is_json: bool | None = None
    for number, text in read_lines(path, DatasetError):
        if is_json is None:
            is_json = text.lstrip().startswith("{")
        try:
            line = model.model_validate_json(text) if is_json else model.model_validate(_columns(path, number, text))
        except ValidationError as error:
            raise DatasetError(path, faults_of(error), number) from error
        if line.id in seen:
            raise DatasetError(path, f"a second record with the id {line.id!r}", number)
        seen.add(line.id)
        yield line


def _columns(path: Path, number: int, text: str) -> dict[str, Any]:
    columns = text.split("\t")
    if len(columns) != 2:  # noqa: PLR2004 - as told
        told = f"{len(columns)} columns between tabs instead of id and text; export the id and one field, or JSON lines"
        raise DatasetError(path, told, number)
    return {"_id": columns[0], "text": columns[1]}
