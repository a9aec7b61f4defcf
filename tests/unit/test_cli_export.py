from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy

from tests.examples import CORD, FAT
from tests.unit.commands import DONE, Run, as_json

USAGE = 2


@pytest.mark.usefixtures("indexed")
class TestExport:
    def test_the_whole_corpus_goes_to_stdout(self, run: Run) -> None:
        lines = run("corpus", "export").stdout.splitlines()
        assert {CORD.id, FAT.id} <= {json.loads(line)["id"] for line in lines}

    def test_some_documents_go_to_a_file(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "some.ris"
        told = as_json(run("corpus", "export", FAT.id, CORD.id, "--format", "ris", "--out", str(path), "--json"), DONE)
        assert told["missing"] == []
        assert [entry["id"] for entry in rispy.loads(path.read_text("utf-8"))] == [FAT.id, CORD.id]
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".some")] == []

    def test_the_citations_of_a_saved_answer_are_one_file(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "answer.json"
        path.write_text(json.dumps({"citations": [{"document_id": CORD.id}]}), "utf-8")
        exported = run("corpus", "export", "--answer", str(path), "--format", "csl-json").stdout
        assert [item["id"] for item in json.loads(exported)] == [CORD.id]

    def test_what_is_not_there_is_told_and_loses_nothing(self, run: Run) -> None:
        result = run("corpus", "export", "PMID:99", CORD.id)
        assert result.exit_code == USAGE
        assert "no document 'PMID:99'" in result.stderr
        assert json.loads(result.stdout)["id"] == CORD.id

    @pytest.mark.parametrize(
        "arguments", [["--json"], ["--out", "/nowhere/at/all"], ["--answer", "/nowhere"], ["--format", "endnote"]]
    )
    def test_what_cannot_be_done_is_a_matter_of_usage(self, run: Run, arguments: list[str]) -> None:
        assert run("corpus", "export", *arguments).exit_code == USAGE
