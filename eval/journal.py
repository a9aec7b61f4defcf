"""What an unfinished measurement has so far, so that nothing is asked twice. Kept a line a question; removed when done.

A journal belongs to a manifest: where the questions, the index, the corpus, the answerer or our own code are others,
so is its name, and it is never read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from eval.errors import JournalError

FOLDER = "evaluation"

Record = dict[str, Any]


class Journal:
    """Records by key, as `json.dumps` takes them, in a file that is made with the first of them."""

    def __init__(self, path: Path) -> None:
        """Open the journal at ``path``; what a kill left half written at its end is dropped.

        Raises:
            JournalError: it cannot be read.
        """
        self.path = path
        try:
            self._records = _whole_records(path) if path.exists() else {}
        except OSError as error:
            raise JournalError(path, error.strerror or str(error)) from error

    @classmethod
    def of(cls, data_dir: Path, manifest: Mapping[str, Any]) -> Journal:
        """Return the journal of the run that ``manifest`` describes (see `eval.manifest.describe_run`).

        Raises:
            JournalError: it cannot be read.
        """
        key = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:16]
        return cls(data_dir / FOLDER / f"{key}.jsonl")

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def once(self, key: str, make: Callable[[], Record]) -> Record:
        """Return the record of ``key``: the one that is kept, else what ``make`` returns, which is kept from now on.

        Raises:
            JournalError: it cannot be written; what was kept before stays.
        """
        if key not in self._records:
            record = make()
            self._append(key, record)
            self._records[key] = record
        return self._records[key]

    def remove(self) -> None:
        """Forget everything: the run is complete.

        Raises:
            JournalError: the file cannot be removed.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise JournalError(self.path, error.strerror or str(error)) from error

    def _append(self, key: str, record: Record) -> None:
        line = json.dumps({"key": key, "record": record}, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as lines:
                lines.write(line.encode())
        except OSError as error:
            raise JournalError(self.path, error.strerror or str(error)) from error


def _whole_records(path: Path) -> dict[str, Record]:
    """Return the records up to the first line that is not whole, and cut the file off there."""
    records: dict[str, Record] = {}
    whole = 0
    with path.open("r+b") as lines:
        for line in lines:
            entry = _entry(line)
            if entry is None:
                break
            records[entry["key"]] = entry["record"]
            whole += len(line)
        lines.truncate(whole)
    return records


def _entry(line: bytes) -> dict[str, Any] | None:
    """Return what a whole line says; None for one that was torn."""
    try:
        entry = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.keys() == {"key", "record"} else None
