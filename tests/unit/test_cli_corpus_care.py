"""`enthesis corpus verify FILE…`, `remove`, `backup` and `restore`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Correction
from corpus.store import CorpusStore
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, add
from tests.unit.commands import AT_FAULT, DONE, USAGE, Run, a_file, a_line, as_json


@pytest.fixture
def answer(run: Run, indexed: Path) -> Path:
    """An answer saved as it is printed."""
    saved = indexed / "answer.json"
    saved.write_text(run("ask", CORD_QUESTION, "--json").stdout, encoding="utf-8")
    return saved


def the_corpus(directory: Path) -> CorpusStore:
    return CorpusStore(directory / "corpus.sqlite")


class TestAnswers:
    def test_an_answer_whose_quotes_all_stand_is_sound(self, run: Run, answer: Path) -> None:
        (file,) = as_json(run("corpus", "verify", answer, "--json"))["files"]
        assert (file["file"], file["valid"], file["sound"]) == (str(answer), True, True)
        assert {verdict["status"] for verdict in file["verdicts"]} == {"valid"}
        assert "quotes, sound" in run("corpus", "verify", answer).stdout

    def test_quotes_of_retracted_changed_and_removed_text_are_told_apart(self, run: Run, answer: Path) -> None:
        store = the_corpus(answer.parent)
        add(store, replace(CORD, corrections=(Correction("RetractionIn", "J. 2024;1:2"),)))
        result = run("corpus", "verify", answer)
        assert result.exit_code == AT_FAULT
        assert "not sound" in result.stdout
        assert "PMID:1: retracted. " in result.stdout
        assert "The publication has been retracted: J. 2024;1:2." in result.stdout
        add(store, replace(CORD, title="Another title"))
        (file,) = as_json(run("corpus", "verify", answer, "--json"), AT_FAULT)["files"]
        assert (file["changed"], file["retracted"]) == ([CORD.id], [])
        store.remove([CORD.id])
        assert (
            "PMID:1: missing. This document was removed from the corpus on " in run("corpus", "verify", answer).stdout
        )

    def test_quotes_may_come_as_a_list_or_as_the_body_of_a_request(self, run: Run, answer: Path) -> None:
        quotes = [quote for one in json.loads(answer.read_text())["sentences"] for quote in one["quotes"]]
        quotes[0]["quote"] = "Other words"
        for name, saved in (("list.json", quotes), ("body.json", {"quotes": quotes})):
            path = a_file(answer.parent / name, json.dumps(saved))
            (file,) = as_json(run("corpus", "verify", path, "--json"), AT_FAULT)["files"]
            assert file["verdicts"][0]["status"] == "mismatch"

    def test_one_answer_that_is_not_sound_makes_all_so(self, run: Run, answer: Path) -> None:
        sound = a_file(answer.parent / "empty.json", "[]")
        the_corpus(answer.parent).remove([CORD.id])
        files = as_json(run("corpus", "verify", sound, answer, "--json"), AT_FAULT)["files"]
        assert [file["sound"] for file in files] == [True, False]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("{", "is neither an answer"),
            ("7", "is neither an answer"),
            ('{"status": "answered"}', "is neither an answer"),
            ('[{"document_id": "PMID:1"}]', "holds a quote that cannot be checked: quote: Field required"),
            (None, "No such file"),
        ],
    )
    def test_a_file_that_holds_no_quotes_is_a_matter_of_usage(
        self, run: Run, indexed: Path, content: str | None, said: str
    ) -> None:
        path = indexed / "saved.json"
        if content is not None:
            path.write_text(content)
        result = run("corpus", "verify", path)
        assert result.exit_code == USAGE
        assert str(path) in result.stderr
        assert said in result.stderr


class TestRemoving:
    def test_a_removed_document_is_gone_and_comes_back_when_it_is_given_again(self, run: Run, indexed: Path) -> None:
        assert as_json(run("corpus", "remove", CORD.id, FAT.id, "--json")) == {
            "removed": [CORD.id, FAT.id],
            "changed": [],
            "documents": 1,
        }
        assert run("corpus", "show", CORD.id).exit_code == USAGE
        again = a_file(indexed / "again.jsonl", a_line(CORD))
        assert as_json(run("corpus", "add", again, "--json"))["files"][0]["added"] == 1
        assert run("corpus", "show", CORD.id).exit_code == DONE

    def test_an_unknown_document_keeps_all_others_in(self, run: Run, indexed: Path) -> None:
        result = run("corpus", "remove", CORD.id, "PMID:99")
        assert result.exit_code == USAGE
        assert "There is no document 'PMID:99' in this corpus. Nothing was removed." in result.stderr
        assert len(the_corpus(indexed)) == 3

    @pytest.mark.usefixtures("indexed")
    def test_people_are_told_to_build_the_index(self, run: Run) -> None:
        result = run("corpus", "remove", CORD.id)
        assert "1 removed" in result.stdout
        assert "enthesis index build" in result.stderr


class TestBackups:
    def test_a_backup_is_made_and_put_back(self, run: Run, indexed: Path) -> None:
        file = indexed / "backup.sqlite"
        made = as_json(run("corpus", "backup", file, "--json"))
        assert made == {"file": str(file), "documents": 3, "bytes": file.stat().st_size}
        the_corpus(indexed).remove([CORD.id])
        assert as_json(run("corpus", "restore", file, "--json")) == {"file": str(file), "documents": 3}
        assert the_corpus(indexed).get(CORD.id) == CORD

    def test_a_corpus_that_is_lost_comes_back(self, run: Run, indexed: Path) -> None:
        run("corpus", "backup", indexed / "backup.sqlite")
        for path in indexed.glob("corpus.sqlite*"):
            path.unlink()
        result = run("corpus", "restore", indexed / "backup.sqlite")
        assert result.exit_code == DONE
        assert "3 documents restored" in result.stdout
        assert "enthesis index build" in result.stdout
        assert the_corpus(indexed).ids() == [CORD.id, FAT.id, ETANERCEPT.id]

    def test_what_is_no_backup_is_at_fault(self, run: Run, indexed: Path) -> None:
        result = run("corpus", "restore", a_file(indexed / "none", "nothing"))
        assert result.exit_code == AT_FAULT
        assert "cannot be used as a backup" in result.stderr
        assert len(the_corpus(indexed)) == 3
