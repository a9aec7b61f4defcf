"""Rows of a CSV file, one at a time, each under the names of its header.

The standard `csv` parser does the parsing. Around it: the separator is the one that finds the most names that are
wanted (`csv.Sniffer` guesses from the frequency of characters, and text is full of commas), and a row that cannot be
parsed is taken out alone, with the lines after it up to the first that is a whole row again.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.readers.text_lines import MAX_CHARACTERS, Line, TextLines

_SEPARATORS = ",", ";", "\t", "|"
_EXCEL_HINT = re.compile(r'"?sep=(.)"?', re.IGNORECASE)  # the line that tells Excel the separator
_MAX_LINES = 10_000  # of one row
_MOST_PUT_BACK = 20  # times the lines read
_FEWEST_COLUMNS = 3  # to tell a row from text: with fewer, many a line of text would pass for a row
_TOO_LONG = f"longer than {MAX_CHARACTERS} characters"
_WHY = "a separator, a quote or a line break stands in a cell without quotes around it"
_NOT_A_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells that are not empty, by the plain names of their columns, and the line it begins on."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """Lines that are no row of the table, from ``line`` on, and why."""

    line: int
    reason: str


def plain_name(column: str) -> str:
    """Return a column's name in lower case with single spaces: ``pubmed id`` for ``PubMed_ID``."""
    return _NOT_A_NAME.sub(" ", column.casefold()).strip()


def header_of(lines: list[str], wanted: Collection[str]) -> tuple[str, list[str]]:
    """Return the separator and the column names, as written, of a file that begins with ``lines`` (none of them blank).

    The separator is the one that a line ``sep=;`` names, else the one that gives the most ``wanted`` names, else the
    most names. No names where there is no line.
    """
    separators: Collection[str] = _SEPARATORS
    if lines and (hint := _EXCEL_HINT.fullmatch(lines[0].rstrip("\n"))):
        separators, lines = hint[1], lines[1:]
    found = [(separator, _cells(lines[:1], separator)) for separator in separators]
    return max(found, key=lambda one: (sum(plain_name(name) in wanted for name in one[1]), len(one[1])))


def _cells(lines: Iterable[str], separator: str) -> list[str]:
    """Return the cells of the first row, which may be empty; none where it is no row."""
    try:
        return _first_row(lines, separator) or []
    except csv.Error:
        return []


def _first_row(lines: Iterable[str], separator: str) -> list[str] | None:
    csv.field_size_limit(MAX_CHARACTERS)  # the library's own limit is shorter than some abstracts with references
    return next(csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True), None)


class Rows:
    """Iterates over the rows after the header, good and bad, holding one. ``columns`` are the names as written."""

    def __init__(self, lines: TextLines, wanted: Collection[str]) -> None:
        self._source = lines
        self._lines = iter(lines)
        self._waiting: deque[Line] = deque()  # read with a row that could not be parsed, and to be read again
        self._put_back_so_far = 0
        self._doubtful = 0  # the last line that may belong to a bad row before it
        first = self._first_lines()
        self._separator, self.columns = header_of(first, wanted)
        self._is_spaced = bool(first) and f"{self._separator} " in first[-1]
        self._names = [plain_name(column) for column in self.columns]
        while self._names and not self._names[-1]:
            self._names.pop()  # a header may end in a separator and its rows not

    def __iter__(self) -> Iterator[Row | BadRow]:
        while line := self._next():
            self._waiting.appendleft(line)
            if row := self._row():
                yield row

    def _first_lines(self) -> list[str]:
        """Return the header, with the line before it that names the separator, if one does."""
        found: list[str] = []
        for line in self._lines:
            if line.text and line.text.strip():
                found.append(line.text)
            if found and not _EXCEL_HINT.fullmatch(found[-1]):
                break
        return found

    def _next(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _row(self) -> Row | BadRow | None:
        """Return the next row; None for a blank one, for a line of a bad one, and for one that damage cut off."""
        taken: list[Line] = []
        try:
            cells = _first_row(self._feed(taken), self._separator) or []
        except csv.Error as error:
            return self._bad(taken, f"its quotes do not add up: {error}")
        if taken[-1].text is None:
            return self._bad(taken, _TOO_LONG)
        if taken[0].number <= self._doubtful and not self._is_whole(taken[0], cells):
            return self._bad(taken, "")
        return self._checked(cells, taken)

    def _feed(self, taken: list[Line]) -> Iterator[str]:
        """Yield lines for as long as the parser asks for more of the same row, and remember them in ``taken``."""
        size = 0
        while line := self._next():
            taken.append(line)
            size += len(line.text or "") + 1
            if line.text is None or size > MAX_CHARACTERS or len(taken) > _MAX_LINES:
                return
            yield line.text + "\n"

    def _checked(self, cells: list[str], taken: list[Line]) -> Row | BadRow | None:
        if not any(map(str.strip, cells)):
            return None
        if not self._fit(cells):
            return self._bad(taken, f"{len(cells)} cells where the header names {len(self._names)} columns: {_WHY}")
        if any("\0" in cell for cell in cells):
            return BadRow(taken[0].number, "a NUL character in it: no text")
        filled: dict[str, str] = {}
        for name, cell in zip(self._names, cells, strict=False):
            if words := cell.strip():
                filled.setdefault(name, words)
        return Row(taken[0].number, filled)

    def _fit(self, cells: list[str]) -> bool:
        return len(cells) >= len(self._names) and not any(map(str.strip, cells[len(self._names) :]))

    def _bad(self, taken: list[Line], reason: str) -> BadRow | None:
        """Say what is wrong with the row that begins in the first line, and put the others back to be read again.

        They may be rows, or the rest of this one: each is in doubt until one shows that it is a whole row.
        """
        is_rest = taken[0].number <= self._doubtful
        is_cut_off = bool(self._source.damage) and taken[-1].number == self._source.number
        self._doubtful = max(self._doubtful, taken[-1].number)
        self._put_back(taken[1:])
        if is_rest or is_cut_off:
            return None
        if len(taken) > 1:
            reason += f" (and lines up to {taken[-1].number} with it, where they are no whole rows themselves)"
        return BadRow(taken[0].number, reason)

    def _put_back(self, lines: list[Line]) -> None:
        """Let lines be read again, unless a file is so made that it would be read for ever."""
        self._put_back_so_far += len(lines)
        if self._put_back_so_far <= _MOST_PUT_BACK * (self._source.number + _MAX_LINES):
            self._waiting.extendleft(reversed(lines))

    def _is_whole(self, line: Line, cells: list[str]) -> bool:
        """Say whether a row has a cell for every column, and is not a sentence with commas; if so, doubt is over."""
        text = line.text or ""
        is_prose = not self._is_spaced and text.count(self._separator) == text.count(f"{self._separator} ")
        if not self._fit(cells) or len(self._names) < _FEWEST_COLUMNS or is_prose:
            return False
        self._doubtful = 0
        return True
