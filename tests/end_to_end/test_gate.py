"""The figures that every commit must keep, asked with the real encoder of the real starter corpus."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli.app import app

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "eval" / "expected.toml"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not EXPECTED.exists(), reason="the sources are not beside the tests"),
]


@pytest.fixture
def data_dir(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory but for the encoder, with the repository as the current folder."""
    shutil.copytree(exported, tmp_path / "encoders")
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(ROOT)
    return tmp_path


def test_no_figure_is_worse_than_expected(data_dir: Path) -> None:
    result = CliRunner().invoke(app, ["gate", "--fast", "--into", str(data_dir / "runs")])
    assert result.exit_code == 0, result.stdout


def test_the_same_command_gives_the_same_json_but_for_timings(data_dir: Path) -> None:
    questions = data_dir / "few.jsonl"
    lines = (ROOT / "eval" / "data" / "development.jsonl").read_text(encoding="utf-8").splitlines()
    questions.write_text("\n".join(lines[::10]), encoding="utf-8")
    answers, retrieval = (["answers", "--variants"], ["retrieval", "--mode", "hybrid", "--mode", "dense"])
    for command in (answers, retrieval):
        first, second = (_measured([*command, "--questions", str(questions)], data_dir / name) for name in ("a", "b"))
        assert first == second


def _measured(command: list[str], path: Path) -> str:
    result = CliRunner().invoke(app, [*command, "--json", str(path)])
    assert result.exit_code == 0, result.output
    content = json.loads(path.read_text(encoding="utf-8"))
    assert all(run.pop("timings") for run in content["runs"])
    return json.dumps(content)
