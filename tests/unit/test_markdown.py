"""What a source says is shown as it is by Markdown, and does nothing."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.chat.markdown import in_markdown

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
HOSTILE = [
    "![a](https://evil.example/x.png)",
    "[a](https://evil.example)",
    "[a]: https://evil.example",
    "![a][b]",
    "<img src=https://evil.example/x.png>",
    "<https://evil.example>",
    "<!-- words -->",
    "<script>alert(1)</script>",
    "&lt;img src=x&gt; &#60;b>",
    "# heading",
    "- item",
    "+ item",
    "> quote",
    "12. item",
    "3) item",
    "---",
    "***",
    "```words",
    "    indented",
    "| a | b |",
    "HLA-B*27 and HLA-C*06, ~5 % to ~6 %, IL_1 and IL_2, $5 or $6, `code`, a\\*b",
    "p<0.05, a<b, 10<sup>6</sup>",
]
marks = st.text(alphabet=st.sampled_from([*"[]()<>!*_~`#+-=|\\&$:;/.&1 a\n"]) | st.characters(categories=["L", "So"]))


def shown(markdown: str) -> str:
    """The one paragraph that Markdown makes of it: else there is markup in it."""
    (inside,) = re.findall(r"\A<p>(.*)</p>\n\Z", MARKDOWN.render(markdown), re.DOTALL)
    assert "<" not in inside
    return html.unescape(inside)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_a_source_are_shown_as_they_are(text: str) -> None:
    words = " ".join(text.split())
    assert shown(in_markdown(text)) == words
    assert shown(f"Words {in_markdown(text)} words.") == f"Words {words} words."


@given(marks.filter(str.split))
@example("![a](b) ![c]: d")
def test_nothing_that_a_source_says_becomes_markup(text: str) -> None:
    words = " ".join(text.split())
    assert shown(in_markdown(text)) == words
    assert shown(f"Words {in_markdown(text)} words.") == f"Words {words} words."


@pytest.mark.parametrize("text", ["see https://evil.example/x", "see www.evil.example now", "WWW.evil.example"])
def test_a_bare_address_is_no_link_for_those_who_make_links_of_words(text: str) -> None:
    assert not re.search(r"https?://|www\.", in_markdown(text), re.IGNORECASE)


def test_ordinary_words_stay_as_they_are() -> None:
    words = "Eight of 17 (47 %) had ACR20 at week 12 [95 % CI 0.3–0.6]; p < 0.05, IL-17A fell."
    assert in_markdown(words) == words
