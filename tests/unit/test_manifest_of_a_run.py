from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import eval.machine
from eval.machine import describe_machine
from eval.manifest import code_fingerprint, describe_run
from index.checksums import sha256_of_file


def test_a_manifest_is_the_same_twice_and_is_json(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("{}")
    first, second = (describe_run({"mode": "hybrid"}, {"questions": questions}, {"index": "abc"}) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
    assert first["asked"] == {"mode": "hybrid"}
    assert first["files"] == {"questions": {"name": "questions.jsonl", "sha256": sha256_of_file(questions)}}
    assert first["index"] == "abc"


def test_a_manifest_names_no_place_on_the_machine(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("{}")
    assert str(tmp_path) not in json.dumps(describe_run({}, {"questions": questions}, {}))


def test_the_code_has_a_fingerprint() -> None:
    assert len(code_fingerprint()) == 16
    assert int(code_fingerprint(), 16) >= 0


def test_the_machine_is_told_with_its_versions() -> None:
    machine = describe_machine()
    assert machine["cores"] >= 1
    assert machine["versions"]["ir_measures"]


def test_somebody_elses_repository_is_not_taken_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)  # noqa: S607
    installed = tmp_path / "site-packages" / "eval"
    installed.mkdir(parents=True)
    monkeypatch.setattr(eval.machine, "__file__", str(installed / "machine.py"))
    assert describe_machine()["commit"] is None
