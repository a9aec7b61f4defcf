from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console

from service.answering import answer
from service.answers import Answer, Reading, Side
from service.cli.answer_text import print_answer
from service.extractive_answerer import ExtractiveAnswerer
from tests.examples import CORD, CORD_QUESTION, some_sources

RESULTS = CORD.sections[1].text
CITED = f"{RESULTS} [1] (single-arm trial, 17 people)"


def printed(made: Answer) -> str:
    written = StringIO()
    print_answer(Console(file=written, width=200), made)
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())


def an_answer(directory: Path) -> tuple[Answer, int]:
    made = answer(some_sources(directory), ExtractiveAnswerer(), CORD_QUESTION)
    return made, [sentence.text for sentence in made.sentences].index(RESULTS)


def test_a_reading_stands_first_and_both_ways_stand_side_by_side_with_their_citations(tmp_path: Path) -> None:
    made, place = an_answer(tmp_path)
    reading = Reading(verdict="mixed", text="The quotes point both ways.", yes=[place], no=[], neither=[])
    shown = printed(made.model_copy(update={"reading": reading}))
    assert shown.startswith("The quotes point both ways.\n")
    assert f"Yes\n  {CITED}\n\nNo\n  No quoted sentence speaks of it.\n" in shown


def test_sides_stand_side_by_side(tmp_path: Path) -> None:
    made, place = an_answer(tmp_path)
    shown = printed(made.model_copy(update={"sides": [Side(name="[bold]cord", sentences=[place])]}))
    assert f"[bold]cord\n  {CITED}\n" in shown


def test_an_answer_without_them_shows_neither(tmp_path: Path) -> None:
    made, _ = an_answer(tmp_path)
    assert printed(made.model_copy(update={"reading": None, "sides": []})).count(RESULTS) == 1
