"""The code blocks of the README and of the chapters in docs/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.exists()]

SHELLS = frozenset({"bash", "sh", "console"})
_NOT_RUN = re.compile(r"<!-- not run: (\S.*?) -->", re.DOTALL)
_PROMPT = "$ "


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, and why it is not run, from a comment before it."""

    page: str
    line: int
    language: str
    text: str
    not_run: str | None

    @property
    def name(self) -> str:
        return f"{self.page}:{self.line}"

    def steps(self) -> list[tuple[str, str]]:
        """The commands of a shell's block, each with the output that is shown under it; without prompts all are one."""
        if self.language != "console":
            return [(self.text, "")]
        first, *commands = re.split(rf"^{re.escape(_PROMPT)}", self.text, flags=re.MULTILINE)
        assert not first.strip(), f"{self.name}: output before a command"
        return [(command, output) for command, _, output in (one.partition("\n") for one in commands)]


def blocks() -> list[Block]:
    return [block for page in PAGES for block in _blocks_of(page)]


def code_in_words() -> list[str]:
    """What the pages set as code within a line, tables included."""
    return [
        part.content
        for page in PAGES
        for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
        for part in token.children or ()
        if part.type == "code_inline"
    ]


def _blocks_of(page: Path) -> Iterator[Block]:
    before: Token | None = None
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "fence":
            reason = _NOT_RUN.search(before.content) if before and before.type == "html_block" else None
            line = token.map[0] + 1 if token.map else 0
            yield Block(
                str(page.relative_to(ROOT)), line, token.info.strip(), token.content, reason[1] if reason else None
            )
        before = token
