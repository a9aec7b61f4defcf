"""Text of which every line but the first is indented, so that its beginning is seen at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

BOUND = "\ufdd0"
"""Shown as a space at which no line is broken. Rich breaks at every real one; this code is no character of any text."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """``first`` and ``body`` in a line, where lines are wrapped with ``indent`` spaces before each that follows.

    A string is read as markup. ``first`` takes ``indent`` columns at most.
    """

    first: str
    body: str | Text
    indent: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines; one alone where the console wraps none."""
        body = console.render_str(self.body) if isinstance(self.body, str) else self.body
        width = max(options.max_width - self.indent, 1)
        before = console.render_str(self.first)
        for line in [body] if options.no_wrap else body.wrap(console, width):
            line.rstrip()
            line.plain = line.plain.replace(BOUND, " ")
            yield Text.assemble(before, line)
            before = Text(" " * self.indent)
