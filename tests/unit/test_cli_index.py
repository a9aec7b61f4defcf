from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import CorpusStore
from index.generations import Generations
from tests.examples import CORD, a_document, a_store, add
from tests.fakes import EncodingFailedError, FailingEmbedder
from tests.unit.commands import AT_FAULT, DONE, Run, as_json


def test_an_index_is_built_once_for_a_corpus(run: Run, tmp_path: Path) -> None:
    a_store(tmp_path, CORD)
    result = run("index", "build", "--json")
    built = as_json(result)
    assert (built["new"], built["documents"], built["encoder"]["name"]) == (True, 1, "hashing")
    assert result.stderr == ""
    assert as_json(run("index", "build", "--json"))["new"] is False
    assert "Nothing has changed" in run("index", "build").stdout


def test_info_says_from_what_it_was_built_and_whether_that_has_changed(run: Run, indexed: Path) -> None:
    info = as_json(run("index", "info", "--json"))
    assert (info["documents"], info["stale"]) == (3, False)
    assert info.keys() >= {"fingerprint", "built_at", "encoder", "options", "corpus_fingerprint", "passages"}
    add(CorpusStore(indexed / "corpus.sqlite"), a_document(9))
    assert as_json(run("index", "info", "--json"))["stale"] is True
    assert "Run `enthesis index build`" in run("index", "info").stdout


@pytest.mark.usefixtures("indexed")
def test_a_whole_index_has_no_faults(run: Run) -> None:
    report = as_json(run("index", "verify", "--json"))
    assert report.keys() == {"fingerprint", "files", "faults"}
    assert report["faults"] == []
    assert "all as written" in run("index", "verify").stdout


def test_a_damaged_index_is_at_fault_until_it_is_built_again(run: Run, indexed: Path) -> None:
    generations = Generations(indexed / "index")
    (generations.path(generations.current()) / "vectors.faiss").write_bytes(b"\x00")
    result = run("index", "verify", "--json")
    assert result.exit_code == AT_FAULT
    assert "`enthesis index build`" in result.stderr
    assert as_json(run("index", "build", "--json"))["new"] is True
    assert run("index", "verify").exit_code == DONE


@pytest.mark.parametrize("command", ["info", "verify"])
def test_without_an_index_the_message_says_how_to_build_one(run: Run, tmp_path: Path, command: str) -> None:
    a_store(tmp_path, CORD)
    result = run("index", command, "--json")
    assert result.exit_code == AT_FAULT
    assert result.stdout == ""
    assert "`enthesis index build`" in result.stderr


def test_nothing_can_be_built_from_an_empty_corpus(run: Run, tmp_path: Path) -> None:
    a_store(tmp_path)
    result = run("index", "build")
    assert result.exit_code == AT_FAULT
    assert "enthesis corpus add" in result.stderr


def test_a_fault_nobody_foresaw_is_not_dressed_up(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_store(tmp_path, CORD)
    monkeypatch.setattr("service.cli.index_commands.open_embedder", lambda *_: FailingEmbedder())
    result = run("index", "build")
    assert isinstance(result.exception, EncodingFailedError)
