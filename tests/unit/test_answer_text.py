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


def printed(made: Answer, *, places: bool = False) -> str:
    written = StringIO()
    print_answer(Console(file=written, width=200), made, places=places)
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


def test_where_a_quote_stands_is_told_on_demand(tmp_path: Path) -> None:
    made, place = an_answer(tmp_path)
    (quote,) = made.sentences[place].quotes
    told = f"{CITED}\n    {quote.document_id}, characters {quote.start}–{quote.end}\n"
    assert told in printed(made, places=True)
    assert "characters" not in printed(made)


def test_that_cited_work_is_retracted_cannot_be_missed(tmp_path: Path) -> None:
    made, _ = an_answer(tmp_path)
    warning = "PMID:1 has been retracted."
    evidence = made.evidence.model_copy(update={"warnings": [warning, "It is small."]})
    console = Console(
        file=StringIO(), width=200, record=True, force_terminal=True, color_system="standard", highlight=False
    )
    print_answer(console, made.model_copy(update={"evidence": evidence}))
    shown = console.export_text(styles=True)
    assert f"\x1b[1;37;41m!\x1b[0m {warning}" in shown
    assert "\x1b[30;103m!\x1b[0m It is small." in shown


def test_what_is_near_an_abstention_has_no_score(tmp_path: Path) -> None:
    made = answer(some_sources(tmp_path), ExtractiveAnswerer(), "Should I stop umbilical cord blood cells?")
    assert made.abstention is not None
    assert "score" not in printed(made)
