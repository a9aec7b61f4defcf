"""What is read of real files: `python -m tests.benchmarks.fixtures FOLDER` prints a table of each group of them.

Recorded sessions (YAML) are looked into for the answers that they hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from corpus.errors import UnreadableFileError
from corpus.files import open_files
from corpus.interfaces import Parsed, Reject

_NOT_RECORDS = (".expected.json", ".md")


def main() -> None:
    """Read every file below the folder and print what came of each group."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fixtures", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    lines = ["| group | files | formats | documents | rejects, and why | of no format |", "|---|---|---|---|---|---|"]
    lines += [_line(group) for group in sorted(folder.iterdir()) if group.is_dir()]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(group: Path) -> str:
    formats: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    files, documents, unread = 0, 0, 0
    for path in sorted(group.iterdir()):
        if path.name.endswith(_NOT_RECORDS):
            continue
        with _contents(path) as contents:
            for content in contents:
                files += 1
                try:
                    for file in open_files(content):
                        formats[file.format_name] += 1
                        outcomes = list(file.records)
                        documents += sum(isinstance(one, Parsed) for one in outcomes)
                        reasons.update(one.reason[:60] for one in outcomes if isinstance(one, Reject))
                except UnreadableFileError:
                    unread += 1
    told = "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common())
    named = ", ".join(f"{name} {count}" for name, count in formats.most_common())
    return f"| {group.name} | {files} | {named} | {documents} | {told} | {unread} |"


@contextmanager
def _contents(path: Path) -> Iterator[list[Path]]:
    """Give the file itself, or the answers of a recorded session, each as a file."""
    if path.suffix != ".yaml":
        yield [path]
        return
    with tempfile.TemporaryDirectory() as directory:
        answers = []
        for number, interaction in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]):
            body = interaction["response"]["body"]["string"]
            answers.append(Path(directory) / str(number))
            answers[-1].write_bytes(body if isinstance(body, bytes) else body.encode())
        yield answers


if __name__ == "__main__":
    main()
