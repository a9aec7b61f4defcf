"""The real command in a real terminal, over the starter corpus and with the real encoder."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.end_to_end.test_server import CORD_QUESTION, CORD_REPORT
from tests.language_models import LyingModel
from tests.servers import Server, environment
from tests.terminals import ARROW_UP, CTRL_C, CTRL_D, ENTER, in_a_terminal, plain

pytestmark = pytest.mark.model

READY = "> "


def test_a_conversation_follows_up_begins_anew_and_ends(served: Server) -> None:
    with in_a_terminal(environment(served.data_dir), "ask") as terminal:
        terminal.until(READY)
        terminal.type(CORD_QUESTION + ENTER)
        assert CORD_REPORT in plain(terminal.until("\n" + READY))
        terminal.type("and in mice?" + ENTER)
        assert "Understood as: Has umbilical cord blood been tried in" in plain(terminal.until("\n" + READY))
        terminal.type("?!" + ENTER)
        assert "must hold a word" in terminal.until("\n" + READY)
        terminal.type(":new" + ENTER)
        terminal.until("\n" + READY)
        terminal.type("and in mice?" + ENTER)
        assert "Understood as" not in terminal.until("\n" + READY)
        terminal.type(":what" + ENTER)
        assert "There is no :what." in terminal.until("\n" + READY)
        terminal.type(CTRL_D)
        assert terminal.end() == 0
        assert "Traceback" not in terminal.shown


def test_ctrl_c_stops_an_answer_and_then_ends_the_conversation(served: Server) -> None:
    asked, may_go_on = threading.Event(), threading.Event()

    def hesitate(_: object) -> str:
        asked.set()
        may_go_on.wait(60)
        return "NONE"

    with LyingModel(hesitate) as model:
        given = environment(served.data_dir) | {"ENTHESIS_LLM_URL": model.url, "ENTHESIS_LLM_MODEL": "slow"}
        with in_a_terminal(given, "ask", "--answerer", "llm") as terminal:
            terminal.until(READY)
            terminal.type(CORD_QUESTION + ENTER)
            assert asked.wait(60)
            terminal.type(CTRL_C)
            assert "Stopped." in terminal.until("\n" + READY)
            may_go_on.set()
            terminal.type(CORD_QUESTION + ENTER)
            assert CORD_REPORT in plain(terminal.until("\n" + READY))
            terminal.type(CTRL_C)
            assert terminal.end() == 0
            assert "Traceback" not in terminal.shown


def test_what_is_typed_is_kept_only_where_asked_for_and_for_the_owner_alone(served: Server, tmp_path: Path) -> None:
    file = tmp_path / "asked"
    for keys in (CORD_QUESTION + ENTER, ARROW_UP + ENTER):
        with in_a_terminal(environment(served.data_dir), "ask", "--history", str(file)) as terminal:
            terminal.until(READY)
            terminal.type(keys)
            assert CORD_REPORT in plain(terminal.until("\n" + READY))
            terminal.type(":quit" + ENTER)
            assert terminal.end() == 0
    assert CORD_QUESTION in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("columns", "widest"), [(60, 60), (140, 100)])
def test_lines_end_where_the_terminal_does_or_where_they_read_well(served: Server, columns: int, widest: int) -> None:
    with in_a_terminal(environment(served.data_dir), "ask", CORD_QUESTION, columns=columns) as terminal:
        assert terminal.end() == 0
    lines = plain(terminal.shown).splitlines()
    assert widest - 15 < max(map(len, lines)) <= widest
    assert not any(line.strip() == "[1]" for line in lines)
    assert "\x1b]8;" in terminal.shown
    assert "https://doi.org/10.4252/wjsc.v9.i12.235" in terminal.shown


def test_without_colours_where_they_are_not_wanted(served: Server) -> None:
    with in_a_terminal(environment(served.data_dir) | {"NO_COLOR": "1"}, "search", "cord blood", "-k", "1") as terminal:
        assert terminal.end() == 0
    assert CORD_REPORT in terminal.shown
    assert not any(f"\x1b[{colour}" in terminal.shown for colour in (31, 33, 35, 36, 43))


def test_questions_from_a_pipe_are_answered_a_line_each(served: Server) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "eval", "ask"],
        env=environment(served.data_dir),
        input=f"{CORD_QUESTION}\n\nShould I stop methotrexate?\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (3, "")
    assert ran.stdout.index(CORD_QUESTION) < ran.stdout.index(CORD_REPORT) < ran.stdout.index("No answer")
    assert "\x1b" not in ran.stdout
