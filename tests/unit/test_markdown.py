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
CODE = re.compile(r"</?code>")
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
    """The one paragraph that Markdown makes of it, addresses as code: else there is markup in it."""
    (rendered,) = re.findall(r"\A<p>(.*)</p>\n\Z", MARKDOWN.render(markdown), re.DOTALL)
    inside = CODE.sub("", rendered)
    assert "<" not in inside
    return html.unescape(inside)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_a_source_are_shown_as_they_are(text: str) -> None:
    words = " ".join(text.split())
    assert shown(in_markdown(text)) == words
    assert shown(f"Words {in_markdown(text)} words.") == f"Words {words} words."


@given(marks.filter(lambda text: bool(text.split())))  # `str.split` itself lets a blank through
@example("![a](b) ![c]: d")
def test_nothing_that_a_source_says_becomes_markup(text: str) -> None:
    words = " ".join(text.split())
    assert shown(in_markdown(text)) == words
    assert shown(f"Words {in_markdown(text)} words.") == f"Words {words} words."


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("https://evil.example/x", "`https://evil.example/x`"),
        ("(https://evil.example/x).", "(`https://evil.example/x`)."),
        ("www.evil.example,", "`www.evil.example`,"),
        ("WWW.evil.example/a_b*c", "`WWW.evil.example/a_b*c`"),
        ("_www.evil.example_", r"\_`www.evil.example_`"),
        ("//evil.example", "`//evil.example`"),
        ("mailto:me@evil", "`mailto:me@evil`"),
        ("me@evil.example", "`me@evil.example`"),
        ("a.b+c@evil-host.example", "`a.b+c@evil-host.example`"),
        ("![a](https://evil.example/x.png)", r"![a\](`https://evil.example/x.png`)"),
        ("<https://evil.example>", r"\<`https://evil.example`>"),
        ("&lt;https://evil.example", r"\&lt;`https://evil.example`"),
        ("http://[::1]/x", "`http://`[::1]/x"),
        ("https://evil.example/[1]", r"`https://evil.example/`[1\]"),
    ],
)
def test_an_address_is_code_for_front_ends_make_links_even_of_escaped_ones(text: str, escaped: str) -> None:
    assert in_markdown(f"see {text} now") == f"see {escaped} now"


def test_a_backtick_ends_no_code() -> None:
    assert shown(in_markdown("a`https://evil.example/`<b>`x`")) == "a`https://evil.example/`<b>`x`"


def test_a_long_word_takes_no_long_time() -> None:
    assert len(in_markdown("a/" * 200_000)) == 400_000


@pytest.mark.parametrize("text", ["as shown before [12].", "[1]", "[3](https://evil.example)"])
def test_a_number_of_the_source_is_not_taken_for_a_marker_of_the_answer(text: str) -> None:
    assert not re.search(r"\[\d+\]", in_markdown(text))
    assert shown(in_markdown(text)) == text


def test_ordinary_words_stay_as_they_are() -> None:
    words = "Eight of 17 (47 %) had ACR20 at week 12 [95 % CI 0.3–0.6]; p < 0.05, IL-17A fell."
    assert in_markdown(words) == words
