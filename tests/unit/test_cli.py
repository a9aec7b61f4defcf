from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Correction, MeshHeading, MeshQualifier
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, a_store, some_sources
from tests.language_models import LyingModel
from tests.poison import MARKUP, POISONED, RICH, taken_over
from tests.unit.commands import ABSTAINED, AT_FAULT, DONE, USAGE, Run, a_file, a_line, as_json

COMMANDS = [
    *(["ask"], ["search"], ["serve"], ["corpus", "add"], ["corpus", "list"], ["corpus", "show"], ["corpus", "stats"]),
    *(["corpus", "verify"], ["index", "build"], ["index", "info"], ["index", "verify"]),
    *(["index", "list"], ["index", "rollback"]),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_shows_an_example(run: Run, command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == DONE
    assert f"Example: enthesis {' '.join(command)}" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    "arguments",
    [
        *(["ask"], ["search"], ["nothing"], ["ask", "a", "b"], ["corpus", "show"], ["search", "x", "-k", "0"]),
        *(
            ["ask", "x", "--max-sentences", "99"],
            ["ask", "x", "--after", "?!"],
            ["search", "x", "--mode", "psychic"],
            ["corpus", "list", "--limit", "0"],
        ),
        *(["ask", "?!"], ["search", ""], ["corpus", "add"], ["serve", "--port", "65536"], ["serve", "--port", "-1"]),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_a_matter_of_usage(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == USAGE
    assert result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_question_beyond_the_limit_is_a_matter_of_usage(run: Run) -> None:
    assert run("ask", "a" * 2001).exit_code == USAGE


def test_a_misspelt_setting_is_a_matter_of_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTHESIS_PROT", "1")
    result = run("corpus", "stats")
    assert result.exit_code == USAGE
    assert "Did you mean ENTHESIS_PORT?" in result.stderr


@pytest.mark.parametrize("command", [["list"], ["show", "PMID:1"], ["stats"], ["verify"]], ids=lambda one: one[0])
def test_without_a_corpus_the_corpus_commands_say_how_to_make_one(run: Run, command: list[str]) -> None:
    result = run("corpus", *command, "--json")
    assert result.exit_code == AT_FAULT
    assert result.stdout == ""
    assert "enthesis corpus add" in result.stderr


@pytest.mark.usefixtures("indexed")
def test_an_answer_is_printed_with_its_sources(run: Run) -> None:
    result = run("ask", CORD_QUESTION)
    assert result.exit_code == DONE
    assert f"{CORD.sections[1].text} [1]" in result.stdout
    assert result.stdout.count("[1] (single-arm trial, 17 people)") == 1
    assert CORD.title in result.stdout
    assert "Evidence" in result.stdout


@pytest.mark.usefixtures("indexed")
def test_a_follow_up_is_told_as_it_was_understood(run: Run) -> None:
    full = "Have umbilical cord blood cells relieved psoriatic arthritis in mice?"
    before = CORD_QUESTION.replace("in patients", "in rats")
    result = run("ask", "and in mice?", "--after", "What is psoriasis?", "--after", before)
    assert f"Understood as: {full}" in " ".join(result.stdout.split())
    assert as_json(run("ask", "and in mice?", "--after", before, "--json"))["standalone_question"] == full
    assert "Understood as" not in run("ask", CORD_QUESTION, "--after", "What is psoriasis?").stdout


@pytest.mark.usefixtures("indexed")
def test_the_answer_as_json_is_that_of_the_api(run: Run) -> None:
    result = run("ask", CORD_QUESTION, "--max-sentences", 1, "--json")
    made = as_json(result)
    assert (made["status"], made["question"], len(made["sentences"])) == ("answered", CORD_QUESTION, 1)
    assert result.stderr == ""


@pytest.mark.usefixtures("indexed")
def test_an_abstention_has_its_own_exit_code_and_shows_what_is_near(run: Run) -> None:
    result = run("ask", "Should I stop my methotrexate?")
    assert result.exit_code == ABSTAINED
    assert "personal advice" in result.stdout
    assert "Nearest sources" in result.stdout


@pytest.mark.usefixtures("indexed")
def test_an_abstention_as_json_is_an_answer_too(run: Run) -> None:
    made = as_json(run("ask", "Quarks?", "--json"), ABSTAINED)
    assert (made["status"], made["answer"]) == ("abstained", None)


def test_retracted_work_is_shown_only_when_asked_for_and_marked_then(run: Run, tmp_path: Path) -> None:
    retracted = replace(CORD, corrections=(Correction("RetractionIn"),))
    some_sources(tmp_path, retracted, FAT, ETANERCEPT).store.close()
    for command in ("ask", "search"):
        assert CORD.title not in run(command, CORD_QUESTION).stdout
        result = run(command, CORD_QUESTION, "--include-retracted")
        assert result.exit_code == DONE
        assert CORD.title in result.stdout
        assert result.stdout.count("RETRACTED") >= 2  # beside the words and beside the reference


def test_a_part_of_the_corpus_can_be_searched_and_asked(run: Run, tmp_path: Path) -> None:
    heading = MeshHeading("Fetal Blood", "D005312", major=True, qualifiers=(MeshQualifier("cytology"),))
    some_sources(tmp_path, replace(CORD, year=2020, mesh=(heading,)), FAT, ETANERCEPT).store.close()
    level = CORD.evidence[0].value
    for options in (
        ["--mesh", "d005312", "--year-from", "2020", "--year-to", "2020"],
        ["--mesh", "*Fetal Blood", "--mesh", "Mice", "--evidence-level", level],
        ["--text-kind", "digest", "--text-kind", "abstract"],
    ):
        for command in ("ask", "search"):
            assert CORD.title in run(command, CORD_QUESTION, *options).stdout
    for options in (
        *(["--mesh", "Fetal Blood/therapy"], ["--year-from", "2021"], ["--evidence-level", "registration"]),
        ["--text-kind", "registry"],
    ):
        assert CORD.title not in run("search", CORD_QUESTION, *options).stdout


@pytest.mark.usefixtures("indexed")
def test_results_of_unknown_status_are_not_passed_off_as_ok(run: Run) -> None:
    assert "not known here whether these were corrected or retracted" in run("search", "cord blood").stdout


def test_what_a_source_says_is_not_read_as_markup(run: Run, tmp_path: Path) -> None:
    words = "Umbilical cord blood cells [bold]relieved[/bold] psoriatic arthritis [1] [/]."
    some_sources(tmp_path, a_document(1, words, title="Cord [/red]"))
    result = run("ask", CORD_QUESTION)
    assert result.exit_code == DONE
    assert f"{words} [1]" in result.stdout
    assert "Cord [/red]" in result.stdout


@pytest.mark.usefixtures("indexed")
def test_bytes_that_are_no_text_are_borne(run: Run) -> None:
    made = as_json(run("ask", f"{CORD_QUESTION} \udcff", "--json"))
    assert made["question"] == f"{CORD_QUESTION} ?"


def test_a_first_ask_loads_the_starter_corpus_and_says_so_beside_the_result(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "service.wiring.STARTER_CORPUS", a_file(tmp_path / "starter.jsonl", *map(a_line, (CORD, FAT, ETANERCEPT)))
    )
    result = run("ask", CORD_QUESTION, "--json")
    assert as_json(result)["index"]["documents"] == 3
    assert "starter corpus" in result.stderr
    assert run("ask", CORD_QUESTION, "--json").stderr == ""


def test_without_an_index_the_message_says_how_to_build_one(run: Run, tmp_path: Path) -> None:
    a_store(tmp_path, CORD)
    for command in ("ask", "search"):
        result = run(command, "cord blood", "--json")
        assert result.exit_code == AT_FAULT
        assert result.stdout == ""
        assert "`enthesis index build`" in result.stderr


@pytest.mark.usefixtures("indexed")
def test_results_are_printed_best_first(run: Run) -> None:
    result = run("search", "umbilical cord blood", "-k", 2)
    assert result.exit_code == DONE
    assert result.stdout.index(CORD.title) < result.stdout.index(" 2. ")


@pytest.mark.usefixtures("indexed")
def test_results_as_json_are_those_of_the_api(run: Run) -> None:
    found = as_json(run("search", "umbilical cord blood", "-k", 1, "--mode", "lexical", "--json"))
    assert [result["citation"]["document_id"] for result in found["results"]] == [CORD.id]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, in place of a start."""
    given: dict[str, Any] = {}
    monkeypatch.setattr("service.cli.serve_command.uvicorn.run", lambda app, **options: given.update(options, app=app))
    monkeypatch.setattr("service.cli.serve_command.logging.basicConfig", lambda **_: None)
    return given


@pytest.mark.usefixtures("indexed")
def test_it_listens_where_the_settings_say(run: Run, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTHESIS_HOST", "::1")
    monkeypatch.setenv("ENTHESIS_PORT", "8123")
    assert run("serve").exit_code == DONE
    assert (served["host"], served["port"]) == ("::1", 8123)


@pytest.mark.usefixtures("indexed")
def test_the_command_line_comes_before_the_settings(run: Run, served: dict[str, Any]) -> None:
    assert run("serve", "--host", "0.0.0.0", "--port", 0).exit_code == DONE  # noqa: S104 - nothing is served
    assert (served["host"], served["port"]) == ("0.0.0.0", 0)  # noqa: S104


@pytest.mark.usefixtures("indexed")
def test_the_servers_own_access_log_is_off_because_it_would_hold_questions(run: Run, served: dict[str, Any]) -> None:
    run("serve")
    assert served["access_log"] is False


def test_a_model_that_is_set_up_answers_and_its_words_stand_above_their_quote(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sources(tmp_path).store.close()
    relieved = CORD.sections[1].text
    reworded = "Umbilical cord blood cells relieved PsA in 8 of 17 people."
    with LyingModel(lambda asked: f"{reworded} [{asked.number_of(relieved)}]\nCells cure [1].") as model:
        monkeypatch.setenv("ENTHESIS_LLM_URL", model.url)
        monkeypatch.setenv("ENTHESIS_LLM_MODEL", "liar")
        made = as_json(run("ask", CORD_QUESTION, "--answerer", "llm", "--json"))
        shown = run("ask", CORD_QUESTION, "--answerer", "llm").stdout
        assert as_json(run("ask", CORD_QUESTION, "--json"))["answerer"] == "extractive"
        model.say = lambda _: "NONE"
        warned = run("ask", CORD_QUESTION, "--answerer", "llm")
    assert (made["answerer"], [one["text"] for one in made["sentences"]]) == ("llm", [reworded])
    assert f"{reworded} [1]" in shown
    assert f"“{relieved}”" in shown
    assert "checked against the quotes below it" in shown
    assert "Cells cure" not in shown
    assert warned.exit_code == DONE
    assert "! The language model's answer is not used: it found no answer." in warned.stdout
    assert relieved in warned.stdout


def test_a_model_that_is_not_set_up_is_a_matter_of_usage(run: Run, tmp_path: Path) -> None:
    some_sources(tmp_path).store.close()
    result = run("ask", CORD_QUESTION, "--answerer", "llm")
    assert result.exit_code == USAGE
    assert "ENTHESIS_LLM_URL" in result.stderr


def test_nothing_that_a_source_says_works_the_terminal(run: Run, tmp_path: Path) -> None:
    some_sources(tmp_path, CORD, FAT, ETANERCEPT, POISONED).store.close()
    for command in (
        *(
            ["ask", CORD_QUESTION],
            ["search", "umbilical cord blood"],
            ["corpus", "show", POISONED.id],
            ["corpus", "list"],
        ),
        ["ask", "Should I stop umbilical cord blood cells in psoriatic arthritis?"],
    ):
        for as_machine in ([], ["--json"]):
            result = run(*command, *as_machine)
            assert result.exit_code in {DONE, ABSTAINED}
            assert POISONED.id in result.stdout
            assert taken_over(result.stdout) == []
            assert "\x1b" not in result.stdout


def test_what_is_shown_of_a_poisoned_source_is_its_words(run: Run, tmp_path: Path) -> None:
    some_sources(tmp_path, POISONED).store.close()
    words = " ".join(run("corpus", "show", POISONED.id).stdout.split())
    assert " ".join(RICH.split()) in words
    assert " ".join(MARKUP.split()) in words
    made = as_json(run("corpus", "show", POISONED.id, "--json"))
    assert made["text"] == POISONED.text
