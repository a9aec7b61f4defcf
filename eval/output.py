"""Files that the caller asked for."""

from __future__ import annotations

from pathlib import Path

from eval.errors import OutputError


def write_text(path: Path, text: str) -> None:
    """Write ``text``; its folder is made where only that is missing.

    Half of a surrogate pair, which is in no encoding, is told by its number, as JSON tells it.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise OutputError(path, f"it cannot be written ({error})") from error
