from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cli.app import app
from eval.runs import to_json
from tests.run_examples import an_answers_run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    path = tmp_path / "runs.json"
    path.write_text(json.dumps(to_json([an_answers_run()])), encoding="utf-8")
    return path


def report(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_a_page_and_a_summary_are_written_to_reports_and_nowhere_else(runs: Path, tmp_path: Path) -> None:
    result = report(runs)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "reports/evaluation.html" in result.stderr
    assert "reports/evaluation.md" in result.stderr
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"runs.json", "reports/evaluation.html", "reports/evaluation.md"}


def test_the_summary_stands_beside_the_page_unless_it_is_named(runs: Path, tmp_path: Path) -> None:
    assert report(runs, "--html", "a.html").exit_code == 0
    assert report(runs, "--html", "b.html", "--markdown", "c.md").exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"runs.json", "a.html", "a.md", "b.html", "c.md"}


def test_runs_before_are_compared(runs: Path, tmp_path: Path) -> None:
    assert report(runs, "--against", runs).exit_code == 0
    assert "No question changed." in (tmp_path / "reports/evaluation.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--html", "nowhere/report.html"], "there is no folder nowhere"),
        (["--html", "runs.json"], "runs.json would be written over"),
        (["--html", "report.md"], "report.md would be written over"),
        (["--against", "missing.json"], "missing.json: it cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    runs: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    before = runs.read_bytes()
    result = report(runs, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"runs.json": before}


def test_a_file_without_runs_is_refused(runs: Path) -> None:
    runs.write_text('{"runs": []}', encoding="utf-8")
    result = report(runs)
    assert result.exit_code == 2
    assert "it holds no run" in result.stderr


def test_a_report_that_cannot_be_written_is_at_fault_of_use(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    result = report(runs)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert "--html" in result.stderr


def test_half_a_surrogate_pair_is_told_by_its_number(runs: Path, tmp_path: Path) -> None:
    run = an_answers_run().model_dump(mode="json") | {"name": "odd \ud800"}
    runs.write_text(json.dumps(run), encoding="utf-8")
    assert report(runs).exit_code == 0
    assert "odd \\ud800" in (tmp_path / "reports/evaluation.html").read_text(encoding="utf-8")


def test_help_has_an_example() -> None:
    assert "Example: enthesis eval report answers.json" in report("--help").stdout
