from __future__ import annotations

from io import StringIO

from service.cli.hanging import BOUND, Hanging
from service.cli.terminal import PlainConsole


def lines(body: str, width: int, *, soft_wrap: bool = False) -> list[str]:
    written = StringIO()
    PlainConsole(file=written, width=width, soft_wrap=soft_wrap).print(Hanging("[1] ", body, 4))
    return written.getvalue().splitlines()


def test_lines_after_the_first_stand_under_its_words() -> None:
    assert lines("one two three four", 13) == ["[1] one two", "    three", "    four"]


def test_what_is_bound_is_carried_over_together() -> None:
    assert lines(f"one two{BOUND}\\[2]", 12) == ["[1] one", "    two [2]"]


def test_where_nothing_is_wrapped_nothing_is_left_out() -> None:
    assert lines("word " * 60, 20, soft_wrap=True) == ["[1] " + ("word " * 60).strip()]


def test_a_word_wider_than_the_terminal_is_shown_in_full() -> None:
    assert "".join(line[4:] for line in lines("a" * 50, 20)) == "a" * 50
