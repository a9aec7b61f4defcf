from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cli.app import app
from eval.errors import ExpectationsError, MeasuredElsewhereError
from eval.gate import Expectation, Figure, Verdict, check, read_expectations, update
from eval.runs import Run
from tests.fakes import HashingEmbedder

Gate = Callable[..., Result]

TINY = """# Read me.
[tiny]
command = "retrieval --dataset {folder} --mode lexical"
fast = true

[elsewhere]
command = "retrieval --dataset nowhere"
needs = "nowhere"
"""


def a_run(value: float | None, interval: tuple[float, float] = (0.6, 0.8)) -> Run:
    return Run(
        kind="retrieval",
        name="tiny test",
        configuration="hybrid",
        measures={"AP": value},
        intervals={} if value is None else {"AP": interval},
        counts={},
        per_question={},
    )


def expecting(value: float, tolerance: float) -> Expectation:
    return Expectation(command="retrieval", expected={"hybrid": {"AP": Figure(value=value, tolerance=tolerance)}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    (path / "qrels").mkdir(parents=True)
    records = {
        "corpus": {"knee": "Injected cells relieve knee pain.", "skin": "Plaques cleared."},
        "queries": {"q": "knee"},
    }
    for name, texts in records.items():
        lines = (json.dumps({"_id": key, "text": text}) + "\n" for key, text in texts.items())
        (path / f"{name}.jsonl").write_text("".join(lines))
    (path / "qrels" / "test.tsv").write_text("q\tknee\t1\n")
    return path


@pytest.fixture
def expected(tmp_path: Path, folder: Path) -> Path:
    path = tmp_path / "expected.toml"
    path.write_text(TINY.format(folder=folder))
    return path


@pytest.fixture
def gate(tmp_path: Path, expected: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("eval.cli.retrieval.open_embedder", lambda *_: HashingEmbedder())
    options = ["gate", "--expected", str(expected), "--into", str(tmp_path / "runs")]
    return lambda *more: CliRunner().invoke(app, [*options, *more])


@pytest.mark.parametrize(
    ("found", "verdict"),
    [(0.7, "kept"), (0.69, "kept"), (0.71, "kept"), (0.68, "worse"), (0.75, "better"), (None, "missing")],
)
def test_a_figure_is_held_to_its_tolerance(found: float | None, verdict: Verdict) -> None:
    (outcome,) = check(expecting(0.7, 0.01), [a_run(found)])
    assert outcome.verdict == verdict
    assert outcome.holds == (verdict in {"kept", "better"})


@pytest.mark.parametrize(("found", "verdict"), [(0.2, "better"), (0.4, "worse"), (0.3, "kept")])
def test_of_an_error_less_is_better(found: float, verdict: Verdict) -> None:
    expected = {"hybrid": {"ece": Figure(value=0.3, tolerance=0.01)}}
    run = a_run(None).model_copy(update={"measures": {"ece": found}})
    assert check(Expectation(command="retrieval", expected=expected), [run])[0].verdict == verdict


def test_a_configuration_that_is_gone_is_missing() -> None:
    (outcome,) = check(expecting(0.7, 0.01), [])
    assert outcome.verdict == "missing"


def test_without_tolerance_a_figure_must_be_the_same() -> None:
    assert check(expecting(1.0, 0.0), [a_run(1.0)])[0].verdict == "kept"
    assert check(expecting(1.0, 0.0), [a_run(0.999)])[0].verdict == "worse"


def test_an_update_takes_the_tolerance_from_the_interval_and_leaves_the_rest(expected: Path) -> None:
    update(expected, {"tiny": [a_run(0.70004)]}, datetime.date(2026, 1, 2))
    found = read_expectations(expected)
    assert found["tiny"].expected == {"hybrid": {"AP": Figure(value=0.7, tolerance=0.05)}}
    assert found["tiny"].date == datetime.date(2026, 1, 2)
    assert found["elsewhere"].needs == Path("nowhere")
    assert expected.read_text().startswith("# Read me.")


def test_a_measure_that_says_nothing_is_not_expected(expected: Path) -> None:
    update(expected, {"tiny": [a_run(None)]}, datetime.date(2026, 1, 2))
    assert read_expectations(expected)["tiny"].expected == {"hybrid": {}}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a = [", "at line 1"),
        ("[a]\nfast = true\n", "command: Field required"),
        ('[a]\ncommand = "x"\nquick = 1\n', "quick"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "expected.toml"
    path.write_text(content)
    with pytest.raises(ExpectationsError, match=why):
        read_expectations(path)


def test_the_command_measures_and_takes_what_it_found_and_then_keeps_it(gate: Gate, expected: Path) -> None:
    assert gate("--update").exit_code == 0
    assert read_expectations(expected)["tiny"].expected["lexical"]["AP"].value == 1.0
    kept = gate()
    assert kept.exit_code == 0
    assert "kept" in kept.stdout
    assert "elsewhere: left out, there is no nowhere" in kept.stderr


def test_the_command_fails_when_a_figure_got_worse(gate: Gate, expected: Path) -> None:
    gate("--update")
    expected.write_text(expected.read_text().replace("AP = {value = 1.0", "AP = {value = 1.1"))
    worse = gate("--fast")
    assert worse.exit_code == 1
    assert "tiny, lexical: AP is worse" in " ".join(worse.stderr.split())
    assert "worse" in worse.stdout


def test_a_command_that_fails_ends_with_its_own_code(gate: Gate, expected: Path) -> None:
    expected.write_text('[gone]\ncommand = "retrieval --dataset nowhere"\n')
    assert gate().exit_code == 2


@pytest.mark.parametrize("command", ["retrieve --dataset x", "retrieval --no-such-option"])
def test_a_command_that_is_none_is_refused(gate: Gate, expected: Path, command: str) -> None:
    expected.write_text(f'[odd]\ncommand = "{command}"\n')
    refused = gate()
    assert refused.exit_code == 2
    assert "cannot be run" in " ".join(refused.stderr.split())


def test_what_another_run_left_is_not_taken_for_what_was_measured(gate: Gate, expected: Path) -> None:
    gate("--update")
    expected.write_text('[tiny]\ncommand = "retrieval --help"\n')
    assert gate().exit_code == 2


def test_nothing_chosen_is_no_success(gate: Gate) -> None:
    refused = gate("--only", "elsewhere", "--fast")
    assert refused.exit_code == 2
    assert "nothing is chosen" in " ".join(refused.stderr.split())


def test_where_nothing_is_expected_that_is_said(gate: Gate) -> None:
    assert "tiny: nothing is expected of it yet" in gate().stderr


def test_a_quotation_mark_that_is_never_closed_is_refused(gate: Gate, expected: Path) -> None:
    expected.write_text('[odd]\ncommand = "retrieval \'x"\n')
    refused = gate()
    assert refused.exit_code == 2
    assert "No closing quotation" in " ".join(refused.stderr.split())


def test_figures_of_another_corpus_are_not_held_to_these() -> None:
    elsewhere = a_run(0.7).model_copy(update={"manifest": {"corpus": "aaaa"}})
    with pytest.raises(MeasuredElsewhereError, match="corpus aaaa"):
        check(expecting(0.7, 0.01).model_copy(update={"corpus": "bbbb"}), [elsewhere])


def test_an_update_takes_the_corpus_along(expected: Path) -> None:
    over = a_run(0.7).model_copy(update={"manifest": {"corpus": "aaaa"}})
    update(expected, {"tiny": [over]}, datetime.date(2026, 1, 2))
    assert read_expectations(expected)["tiny"].corpus == "aaaa"
    assert check(read_expectations(expected)["tiny"], [over])[0].verdict == "kept"


def test_how_much_was_judged_is_not_expected(expected: Path) -> None:
    judged = a_run(None).model_copy(update={"measures": {"Judged@10": 1.0}, "intervals": {"Judged@10": (1.0, 1.0)}})
    update(expected, {"tiny": [judged]}, datetime.date(2026, 1, 2))
    assert read_expectations(expected)["tiny"].expected == {"hybrid": {}}


def test_figures_that_cannot_go_where_they_should_are_not_measured(gate: Gate, expected: Path) -> None:
    refused = gate("--into", str(expected))
    assert refused.exit_code == 2
    assert "is no folder" in " ".join(refused.stderr.split())


def test_an_unknown_name_is_refused_with_those_that_are_known(gate: Gate) -> None:
    refused = gate("--only", "huge")
    assert refused.exit_code == 2
    assert "there is no huge; there is tiny, elsewhere" in " ".join(refused.stderr.split())
