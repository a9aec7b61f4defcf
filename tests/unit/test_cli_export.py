from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import rispy

from corpus.store import CorpusStore
from tests.examples import CORD, ETANERCEPT, FAT, a_document, add
from tests.unit.commands import AT_FAULT, DONE, USAGE, Run, as_json


@pytest.mark.usefixtures("indexed")
class TestExport:
    def test_the_whole_corpus_goes_to_stdout(self, run: Run) -> None:
        lines = run("corpus", "export").stdout.splitlines()
        assert {CORD.id, FAT.id} <= {json.loads(line)["id"] for line in lines}

    def test_some_documents_go_to_a_file(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "some.ris"
        told = as_json(run("corpus", "export", FAT.id, CORD.id, "--format", "ris", "--out", str(path), "--json"), DONE)
        assert told == {"file": str(path), "format": "ris", "documents": 2, "missing": []}
        assert [entry["id"] for entry in rispy.loads(path.read_text("utf-8"))] == [FAT.id, CORD.id]
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".some")] == []

    def test_the_citations_of_a_saved_answer_are_one_file(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "answer.json"
        path.write_text(json.dumps({"citations": [{"document_id": CORD.id}]}), "utf-8")
        exported = run("corpus", "export", "--answer", str(path), "--format", "csl-json").stdout
        assert [item["id"] for item in json.loads(exported)] == [CORD.id]

    def test_an_answer_that_cites_nothing_does_not_export_everything(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "abstained.json"
        path.write_text('{"citations": []}', "utf-8")
        result = run("corpus", "export", "--answer", path)
        assert (result.exit_code, result.stdout) == (USAGE, "")
        assert "cites no document" in result.stderr

    def test_a_document_is_written_once_by_whatever_id(self, run: Run, indexed: Path) -> None:
        store = CorpusStore(indexed / "corpus.sqlite")
        add(store, a_document(9, doi="10.1000/a"))
        add(store, replace(a_document(9), id="DOI:10.1000/a", pmid=None, doi="10.1000/a"), file="other.jsonl")
        exported = run("corpus", "export", "DOI:10.1000/a", "PMID:9", CORD.id).stdout
        assert [json.loads(line)["id"] for line in exported.splitlines()] == ["PMID:9", CORD.id]

    def test_a_file_stays_as_it_was_where_nothing_is_found_or_the_corpus_is_broken(
        self, run: Run, indexed: Path
    ) -> None:
        path = indexed / "kept.ris"
        path.write_text("as it was", "utf-8")
        result = run("corpus", "export", "PMID:99", "--format", "ris", "--out", path)
        assert result.exit_code == USAGE
        with closing(sqlite3.connect(indexed / "corpus.sqlite")) as connection, connection:
            connection.execute("UPDATE versions SET record = '{' WHERE document_id = ?", (ETANERCEPT.id,))
        result = run("corpus", "export", "--format", "ris", "--out", path)
        assert result.exit_code == AT_FAULT
        assert path.read_text("utf-8") == "as it was"
        assert [one.name for one in indexed.iterdir() if one.suffix == ".part"] == []

    def test_neither_the_corpus_nor_a_device_is_written_over(self, run: Run, indexed: Path) -> None:
        for path in (indexed / "corpus.sqlite", indexed, Path("/dev/null")):
            assert run("corpus", "export", "--out", path).exit_code == USAGE
        assert run("corpus", "export").exit_code == DONE

    def test_a_link_is_followed(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "link.bib").symlink_to(tmp_path / "real.bib")
        assert run("corpus", "export", "--format", "bibtex", "--out", tmp_path / "link.bib").exit_code == DONE
        assert (tmp_path / "link.bib").is_symlink()
        assert (tmp_path / "real.bib").read_text("utf-8").startswith("@")

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
