"""The words of a text with a little HTML in it, as Europe PMC gives titles and abstracts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from corpus.canonical import normalise
from corpus.readers.xml_text import raised

_TAGS = "h4|i|b|u|em|strong|sub|sup|p|br|span|sec|title|italic|bold|sc|inf|list|li|ul|ol|a|math|mml:[a-z]+"
# A "<" that opens none of these is a sign: "p<a", "<0.05". An HTML parser would take what follows it for a tag.
_SIGN = re.compile(rf"""<(?!/?(?:{_TAGS})(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>)""", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"<sup>([^<>]*)</sup>", re.IGNORECASE)
_HEADING = re.compile(r"<h4[^<>]*>(.*?)</h4\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"<(?=/?(?:p|br|li|ul|ol|list|sec|title)\b)", re.IGNORECASE)


def words_of(text: str) -> str:
    """Return the words of ``text`` without tags, entities as characters, with single spaces."""
    powers = _SUPERSCRIPT.sub(lambda match: raised(match[1]), text)
    marked = _BLOCK.sub(" <", _SIGN.sub("&lt;", powers))
    return normalise(html.fragment_fromstring(marked, create_parent="div").text_content()) if marked.strip() else ""


def sections_of(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the label in capitals, or None, and the words of each part of an abstract: ``<h4>`` opens one."""
    before, *rest = _HEADING.split(text)
    for label, words in ((None, before), *zip(rest[::2], rest[1::2], strict=True)):
        if said := words_of(words):
            yield words_of(label).rstrip(":. ").upper() or None if label else None, said
