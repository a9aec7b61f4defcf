from __future__ import annotations

from pathlib import Path

from rich.console import Console

from service.cli.result_text import print_results
from service.search import search
from tests.examples import CORD, a_document, some_sources
from tests.unit.commands import Run

LONG = "Umbilical cord blood cells relieved psoriatic arthritis " + "and much else " * 40 + "in the end."


def test_the_words_of_the_query_are_bold_in_whatever_form_they_stand(tmp_path: Path) -> None:
    results = search(some_sources(tmp_path), "of patient cell", 1, mode="lexical").results
    console = Console(width=500, force_terminal=True, color_system="standard", record=True)
    print_results(console, results, "of patient cell")
    shown = console.export_text(styles=True)
    assert "\x1b[1mpatients\x1b[0m" in shown
    assert "\x1b[1mof" not in shown


def test_a_passage_is_whole_where_output_is_redirected(run: Run, tmp_path: Path) -> None:
    some_sources(tmp_path, a_document(1, LONG, title="Cord blood")).store.close()
    assert f"    {LONG}\n" in run("search", "umbilical cord blood").stdout


def test_what_a_source_says_is_not_read_as_a_name_of_an_emoji(run: Run, tmp_path: Path) -> None:
    words = "Umbilical cord blood cells at :a: and :cancer: relieved psoriatic arthritis."
    some_sources(tmp_path, a_document(1, words, title="Cord blood")).store.close()
    assert words in run("search", "umbilical cord blood").stdout


def test_that_nothing_was_found_is_said(run: Run, tmp_path: Path) -> None:
    some_sources(tmp_path, CORD).store.close()
    result = run("search", "umbilical cord blood", "--year-from", 2999)
    assert (result.stdout, result.stderr) == ("", "Nothing was found.\n")
