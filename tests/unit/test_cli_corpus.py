from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Correction
from corpus.starter import STARTER_CORPUS
from corpus.store import CorpusStore
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, add, break_corpus
from tests.unit.commands import AT_FAULT, DONE, USAGE, Run, a_file, a_line, as_json


def test_what_became_of_each_file_is_counted(run: Run, tmp_path: Path) -> None:
    first = a_file(tmp_path / "a.jsonl", a_line(CORD), a_line(FAT))
    second = a_file(tmp_path / "b.jsonl", a_line(replace(CORD, year=1999)), a_line(FAT))
    nothing_else = {"removed": 0, "merged": 0, "notices": 0, "retracted": [], "rejected": []}
    assert as_json(run("corpus", "add", first, second, "--json")) == {
        "files": [
            {"file": str(first), "error": None, "added": 2, "changed": 0, "unchanged": 0, **nothing_else},
            {"file": str(second), "error": None, "added": 0, "changed": 1, "unchanged": 1, **nothing_else},
        ],
        "documents": 2,
    }


def test_a_bad_record_is_reported_by_file_position_and_reason_and_loses_no_other(run: Run, tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.jsonl", a_line(CORD), '{"id": "PMID:7"}', "{", a_line(FAT))
    report = as_json(run("corpus", "add", path, "--json"))
    assert report["documents"] == 2
    rejected = report["files"][0]["rejected"]
    assert [(one["position"], one["identifier"]) for one in rejected] == [("line 2", "PMID:7"), ("line 3", None)]
    assert "title" in rejected[0]["reason"]
    result = run("corpus", "add", path)
    assert result.exit_code == DONE
    assert "2 unchanged, 2 rejected" in result.stdout
    assert f"{path}: line 2 (PMID:7): title: Field required" in result.stderr
    assert f"{path}: line 3: not JSON" in result.stderr


def test_a_file_that_cannot_be_read_is_at_fault_and_keeps_no_other_out(run: Run, tmp_path: Path) -> None:
    missing, good = tmp_path / "missing.jsonl", a_file(tmp_path / "a.jsonl", a_line(CORD))
    report = as_json(run("corpus", "add", missing, good, "--json"), AT_FAULT)
    assert report["documents"] == 1
    assert [bool(one["error"]) for one in report["files"]] == [True, False]
    assert f"{missing}: " in run("corpus", "add", missing).stderr


def test_the_starter_corpus_is_added_when_asked_for_and_never_else(run: Run, tmp_path: Path) -> None:
    assert as_json(run("corpus", "add", a_file(tmp_path / "a.jsonl", a_line(CORD)), "--json"))["documents"] == 1
    report = as_json(run("corpus", "add", "--starter", "--json"))
    records = len(STARTER_CORPUS.read_text(encoding="utf-8").splitlines())
    assert (report["documents"], report["files"][0]["added"]) == (records + 1, records)


@pytest.mark.usefixtures("indexed")
def test_documents_are_listed_by_id_and_in_pages(run: Run) -> None:
    listed = as_json(run("corpus", "list", "--limit", 1, "--offset", 1, "--json"))
    assert listed["total"] == 3
    assert [document["document_id"] for document in listed["documents"]] == [FAT.id]
    result = run("corpus", "list")
    assert [line.split(".")[0] for line in result.stdout.splitlines()] == [CORD.title, FAT.title, ETANERCEPT.title]
    assert "1–3 of 3" in result.stderr
    assert "None of 3" in run("corpus", "list", "--offset", 5).stderr


def test_a_document_is_shown_with_its_text_and_versions(run: Run, indexed: Path) -> None:
    store = CorpusStore(indexed / "corpus.sqlite")
    add(store, replace(CORD, corrections=(Correction("RetractionIn"),)), file="later.jsonl")
    shown = as_json(run("corpus", "show", CORD.id, "--json"))
    assert shown.keys() == {"citation", "text", "sources", "history"}
    assert shown["text"] == CORD.text
    assert [version["file"] for version in shown["history"]] == ["test.jsonl", "later.jsonl"]
    assert [(one["source"], one["file"]) for one in shown["sources"]] == [("jsonl", "later.jsonl")]
    result = run("corpus", "show", CORD.id)
    assert "jsonl · PMID:1 · later.jsonl, line 1 · " in result.stdout
    assert result.exit_code == DONE
    assert CORD.text in result.stdout
    assert "RETRACTED" in result.stdout


@pytest.mark.usefixtures("indexed")
def test_a_document_that_is_not_there_is_a_matter_of_usage(run: Run) -> None:
    result = run("corpus", "show", "PMID:99", "--json")
    assert result.exit_code == USAGE
    assert result.stdout == ""
    assert "no document 'PMID:99'" in result.stderr


@pytest.mark.usefixtures("indexed")
def test_documents_are_counted_by_kind(run: Run) -> None:
    counted = as_json(run("corpus", "stats", "--json"))
    assert counted["documents"] == 3
    assert counted["by_year"] == {"2004": 1, "2018": 1, "2021": 1}
    assert counted["by_source"] == {"jsonl": 3}
    assert counted["by_correction"] == {}
    assert counted["by_evidence_level"] == {"single_arm": 1, "case_report": 1, "randomised": 1}
    result = run("corpus", "stats")
    assert result.exit_code == DONE
    assert "case_report" in result.stdout


@pytest.mark.usefixtures("indexed")
def test_a_whole_corpus_has_no_faults(run: Run) -> None:
    assert as_json(run("corpus", "verify", "--json")) == {"documents": 3, "faults": []}
    assert "3 documents, 0 faults" in run("corpus", "verify").stdout


def test_a_text_that_was_altered_is_a_fault(run: Run, indexed: Path) -> None:
    store = CorpusStore(indexed / "corpus.sqlite")
    store._connection.execute("UPDATE versions SET text = text || '!' WHERE document_id = ?", (CORD.id,))
    report = as_json(run("corpus", "verify", "--json"), AT_FAULT)
    assert len(report["faults"]) == 1
    assert CORD.id in report["faults"][0]
    assert CORD.id in run("corpus", "verify").stderr


def test_a_corpus_that_cannot_be_read_is_at_fault(run: Run, indexed: Path) -> None:
    break_corpus(CorpusStore(indexed / "corpus.sqlite"))
    for command in (["corpus", "stats"], ["corpus", "verify"], ["ask", CORD_QUESTION], ["index", "build"]):
        assert run(*command).exit_code == AT_FAULT


def test_a_file_that_is_no_corpus_is_at_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus.sqlite").write_text("this is no database " * 100)
    result = run("corpus", "stats")
    assert result.exit_code == AT_FAULT
    assert "damaged" in result.stderr


def test_of_many_rejects_the_first_are_told_and_how_many_more(run: Run, tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.jsonl", a_line(CORD), *["{"] * 13)
    told = run("corpus", "add", path).stderr.splitlines()
    assert told[9].startswith(f"{path}: line 11: ")
    assert told[10:] == [f"{path}: and 3 more rejected. The same with --json tells of each."]
    assert len(as_json(run("corpus", "add", path, "--json"))["files"][0]["rejected"]) == 13
