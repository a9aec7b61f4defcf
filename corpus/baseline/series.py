"""The files of PubMed's baseline and updates in their order. NLM numbers them on: ``pubmed26n0001.xml.gz`` and so on.

How NLM names, numbers and checks them: https://pubmed.ncbi.nlm.nih.gov/download/
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.errors import UnreadableFileError

_NAME = re.compile(r"pubmed(\d\d)n(\d+)\.xml(?:\.gz)?", re.ASCII)
_MD5 = re.compile(r"\s*(?:MD5\s*\((?P<name>.*?)\)\s*=\s*)?(?P<md5>[0-9a-f]{32})(?:\s+\*?\S+)?\s*", re.IGNORECASE)
_MAX_MD5_CHARACTERS = 1000


@dataclass(frozen=True, slots=True, order=True)
class SeriesFile:
    """One numbered file. ``year`` is the baseline's, two digits; a later file of a year says what is newer."""

    year: int
    number: int
    path: Path

    @property
    def place(self) -> tuple[int, int]:
        """What orders the files."""
        return self.year, self.number

    @property
    def name(self) -> str:
        """The file's name, under which it is known once it has been taken in."""
        return self.path.name

    @property
    def size(self) -> int:
        """Bytes, compressed as they are; 0 when the file is not there any more."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def named(path: Path) -> SeriesFile | None:
    """Return the file that the name of ``path`` says it is; None when it is not of the series."""
    match = _NAME.fullmatch(path.name)
    return SeriesFile(int(match[1]), int(match[2]), path) if match else None


def files_in(paths: Iterable[Path]) -> list[SeriesFile]:
    """Return the files of the series in these folders, or given themselves, in the order of their numbers.

    Raises:
        UnreadableFileError: a folder that cannot be read, none of the series in it, or two files of one number.
    """
    files = sorted(file for path in paths for file in _files_at(path))
    for one, other in pairwise(files):
        if one.place == other.place:
            raise UnreadableFileError(other.path, f"has the same number as {one.path}; leave one of them")
    return files


def missing_numbers(files: Iterable[SeriesFile]) -> list[str]:
    """Return the names, without ending, of the files that lie between those of a year and are not among them."""
    numbers: dict[int, set[int]] = {}
    for file in files:
        numbers.setdefault(file.year, set()).add(file.number)
    return [
        f"pubmed{year:02}n{number:04}"
        for year, there in sorted(numbers.items())
        for number in range(min(there), max(there))
        if number not in there
    ]


def md5_of(path: Path) -> str:
    """Return the MD5 of a file, 32 hex digits.

    Raises:
        UnreadableFileError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from error


def stated_md5(path: Path) -> str | None:
    """Return the MD5 that the ``.md5`` beside ``path`` states; None when there is no such file.

    Raises:
        UnreadableFileError: it states none, or that of another file.
    """
    beside = path.with_name(f"{path.name}.md5")
    try:
        text = beside.read_text(encoding="utf-8", errors="replace")[:_MAX_MD5_CHARACTERS]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableFileError(beside, error.strerror or str(error)) from error
    match = _MD5.fullmatch(text)
    if match is None:
        raise UnreadableFileError(beside, f"states no MD5 in the form MD5({path.name})= …; fetch it again")
    if match["name"] not in {None, path.name}:
        raise UnreadableFileError(beside, f"states the MD5 of another file, {match['name']}; fetch it again")
    return match["md5"].lower()


def _files_at(path: Path) -> Sequence[SeriesFile]:
    try:
        found = list(_named_in(path.iterdir() if path.is_dir() else [path]))
    except OSError as error:
        raise UnreadableFileError(path, error.strerror or str(error)) from error
    if not found:
        what = "no file in it is" if path.is_dir() else "is not"
        raise UnreadableFileError(path, f"{what} named like PubMed's baseline and updates, pubmed26n0001.xml.gz")
    return found


def _named_in(paths: Iterable[Path]) -> Iterator[SeriesFile]:
    return filter(None, map(named, paths))
