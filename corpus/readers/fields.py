"""Fields of decoded JSON, taken as text, lists and objects: what is of another kind says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def text(record: Any, *path: str) -> str | None:
    """Return the words at ``path``; numbers as they are written. None where there are none."""
    found = _at(record, path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    return str(found).strip() or None


def objects(record: Any, *path: str) -> list[dict[str, Any]]:
    """Return the objects of the list at ``path``; a single object counts as a list of one."""
    found = _at(record, path)
    listed = found if isinstance(found, list) else [found]
    return [one for one in listed if isinstance(one, dict)]


def texts(record: Any, *path: str) -> list[str]:
    """Return the words of the list at ``path``; a single text counts as a list of one."""
    found = _at(record, path)
    listed = found if isinstance(found, list) else [found]
    return list(_words(listed))


def _words(listed: list[Any]) -> Iterator[str]:
    for one in listed:
        if words := text({"one": one}, "one"):
            yield words


def _at(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record
