"""`enthesis ask` with questions on stdin; a conversation needs a terminal: tests/end_to_end/test_terminal.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.examples import CORD_QUESTION
from tests.unit.commands import ABSTAINED, DONE, USAGE, Run

ADVICE = "Should I stop my methotrexate?"


@pytest.mark.usefixtures("indexed")
def test_each_line_is_answered_under_its_question(run: Run) -> None:
    result = run("ask", stdin=f"{CORD_QUESTION}\n\n  \n{CORD_QUESTION}")
    assert result.exit_code == DONE
    assert [line for line in result.stdout.splitlines() if line == CORD_QUESTION] == [CORD_QUESTION] * 2


@pytest.mark.usefixtures("indexed")
def test_each_answer_is_a_line_of_json(run: Run) -> None:
    result = run("ask", "--json", stdin=f"{CORD_QUESTION}\n{ADVICE}\n")
    made = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["question"], one["status"]) for one in made] == [(CORD_QUESTION, "answered"), (ADVICE, "abstained")]
    assert result.exit_code == ABSTAINED


@pytest.mark.usefixtures("indexed")
def test_a_line_is_a_question_of_its_own_and_follows_only_from_what_is_given(run: Run) -> None:
    alone, following = (
        [
            json.loads(line)["standalone_question"]
            for line in run("ask", "--json", *given, stdin=f"{CORD_QUESTION}\nand in mice?\n").stdout.splitlines()
        ]
        for given in ([], ["--after", CORD_QUESTION])
    )
    assert "cord blood" not in alone[1]
    assert "cord blood" in following[1]


@pytest.mark.usefixtures("indexed")
def test_a_line_that_cannot_be_asked_is_told_and_keeps_none_of_the_others_back(run: Run) -> None:
    result = run("ask", "--json", stdin=f"{ADVICE}\n?!\n{'a' * 2001}\n{CORD_QUESTION}\n")
    assert result.exit_code == USAGE
    assert len(result.stdout.splitlines()) == 2
    assert "line 2: question: must hold a word\n" in result.stderr
    assert "line 3: question: must have 2000 characters at most\n" in result.stderr


@pytest.mark.usefixtures("indexed")
def test_bytes_that_are_no_text_are_borne(run: Run) -> None:
    result = run("ask", "--json", stdin=f"{CORD_QUESTION} ".encode() + b"\xff\n")
    assert json.loads(result.stdout)["question"] == f"{CORD_QUESTION} \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("stdin", ["", " \n\n"])
def test_no_line_is_a_matter_of_usage_and_opens_nothing(run: Run, tmp_path: Path, stdin: str) -> None:
    result = run("ask", stdin=stdin)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "on stdin" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", [[], [CORD_QUESTION]])
def test_a_history_is_for_a_conversation(run: Run, tmp_path: Path, question: list[str]) -> None:
    result = run("ask", *question, "--history", tmp_path / "asked", stdin=CORD_QUESTION)
    assert result.exit_code == USAGE
    assert "--history" in result.stderr
    assert list(tmp_path.iterdir()) == []
