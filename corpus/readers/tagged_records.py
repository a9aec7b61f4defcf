"""A record of tagged lines, as NBIB and RIS have them, while it is being put together and afterwards.

Why not `rispy` and `nbib`: both return a whole file at once and know of no line numbers; the first drops a record whose
end is missing without a word, the second gives a file up at its first odd line.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from corpus.readers.text_lines import MAX_CHARACTERS

_LINE_COST = 64  # what a line takes in memory beside its characters, counted as characters
_TOO_LONG = f"longer than {MAX_CHARACTERS} characters"


class TaggedRecord:
    """Fields in the order of the file; a tag may come more than once. ``fault`` says why they are not to be read.

    Lines are added first and read afterwards.
    """

    def __init__(self, number: int, line: int) -> None:
        self.position = f"record {number}, line {line}"
        self.fault: str | None = None
        self._fields: list[tuple[str, list[str]]] = []
        self._size = 0

    def begin(self, tag: str, text: str) -> None:
        """Begin a field."""
        self._fields.append((tag, []))
        self.go_on(text)

    def go_on(self, text: str | None) -> None:
        """Add a line to the last field. None stands for a line beyond bounds."""
        if text == "":
            return
        self._size += _LINE_COST + (MAX_CHARACTERS if text is None else len(text))
        if self._size > MAX_CHARACTERS:
            self.fault = _TOO_LONG
            self._fields.clear()
        elif self._fields and text:
            self._fields[-1][1].append(text.strip())

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield the tag and the words of every field that has any."""
        return iter(self._whole)

    def values(self, *tags: str) -> Iterator[str]:
        """Yield the words under ``tags``: the first tag's, then the second's, each in the order of the file."""
        for tag in tags:
            yield from self._by_tag.get(tag, ())

    def first(self, *tags: str) -> str | None:
        """Return the first of `values`, None when there is none."""
        return next(self.values(*tags), None)

    @cached_property
    def _whole(self) -> list[tuple[str, str]]:
        joined = ((tag, " ".join(filter(None, lines))) for tag, lines in self._fields)
        return [(tag, words) for tag, words in joined if words]

    @cached_property
    def _by_tag(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for tag, words in self._whole:
            found.setdefault(tag, []).append(words)
        return found
