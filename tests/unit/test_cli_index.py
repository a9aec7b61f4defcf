from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from index.generations import Generations
from index.manifest import FORMAT_VERSION
from tests.examples import CORD, a_document, a_store, add
from tests.fakes import EncodingFailedError, FailingEmbedder, HashingEmbedder
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


@pytest.mark.parametrize("command", ["info", "verify", "list", "rollback"])
def test_without_an_index_the_message_says_how_to_build_one(run: Run, tmp_path: Path, command: str) -> None:
    a_store(tmp_path, CORD)
    result = run("index", command, "--json")
    assert result.exit_code == AT_FAULT
    assert result.stdout == ""
    assert "`enthesis index build`" in result.stderr
    assert not (tmp_path / "index").exists()


@pytest.fixture
def two(run: Run, indexed: Path) -> Generations:
    """Two generations, the second of which serves."""
    with closing(CorpusStore(indexed / "corpus.sqlite")) as store:
        add(store, a_document(9))
    assert as_json(run("index", "build", "--json"))["new"]
    return Generations(indexed / "index")


def damage(generations: Generations, fingerprint: str, name: str = "vectors.faiss") -> None:
    (generations.path(fingerprint) / name).write_bytes(b"\x00")


def test_the_kept_generations_are_listed_newest_first(run: Run, two: Generations) -> None:
    new, old = as_json(run("index", "list", "--json"))["generations"]
    assert [new["fingerprint"], old["fingerprint"]] == two.fingerprints()
    assert (new["current"], new["whole"], new["fault"], new["documents"]) == (True, True, None, 4)
    assert (old["current"], old["whole"], old["fault"], old["documents"]) == (False, True, None, 3)
    assert (new["encoder"], new["built_at"] >= old["built_at"], new["passages"] > old["passages"]) == (
        *("hashing", True, True),
    )


def test_a_generation_is_a_line_however_narrow_the_terminal(
    run: Run, two: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    first, second = run("index", "list").stdout.splitlines()
    assert [first.split()[0], second.split()[0]] == two.fingerprints()
    assert first.endswith("  4 documents  9 passages  hashing  serves")
    assert second.endswith("  3 documents  8 passages  hashing")


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json"])
def test_a_damaged_generation_is_listed_with_its_fault(run: Run, two: Generations, name: str) -> None:
    damage(two, two.current(), name)
    new, old = as_json(run("index", "list", "--json"))["generations"]
    assert (new["current"], new["whole"], old["whole"]) == (True, False, True)
    assert new["fault"].startswith(f"{name}: ")
    result = run("index", "list")
    assert result.stdout.splitlines()[0].endswith("  serves  damaged")
    assert f"{two.current()}: {name}: " in result.stderr


def test_a_generation_of_another_format_is_listed_as_such(run: Run, two: Generations) -> None:
    (two.path(two.current()) / "manifest.json").write_text('{"format_version": 0}')
    new, _ = as_json(run("index", "list", "--json"))["generations"]
    assert new["fault"] == f"it has format version 0; this program has {FORMAT_VERSION}"


def test_info_says_when_an_older_generation_stands_in(run: Run, two: Generations) -> None:
    assert as_json(run("index", "info", "--json"))["warning"] is None
    damage(two, two.current())
    info = as_json(run("index", "info", "--json"))
    assert (info["fingerprint"], info["documents"], info["stale"]) == (two.fingerprints()[1], 3, True)
    assert "vectors.faiss" in info["warning"]
    assert info["warning"] in " ".join(run("index", "info").stdout.split())


def test_a_rollback_lets_the_generation_before_serve_until_the_next_build(run: Run, two: Generations) -> None:
    new, old = two.fingerprints()
    result = run("index", "rollback")
    assert result.exit_code == DONE
    assert result.stdout.startswith(f"{old} serves: 3 documents")
    assert "The next `enthesis index build`" in result.stderr
    assert two.current() == old
    assert as_json(run("index", "build", "--json"))["new"] is False
    assert two.current() == new


def test_a_rollback_goes_to_the_generation_that_is_named(run: Run, two: Generations) -> None:
    new, old = two.fingerprints()
    assert as_json(run("index", "rollback", old, "--json"))["fingerprint"] == old
    assert as_json(run("index", "rollback", new, "--json"))["documents"] == 4
    assert two.current() == new


def test_a_rollback_says_what_the_next_build_does_in_its_help(run: Run) -> None:
    assert "the next `enthesis index build` lets the newest corpus serve again" in " ".join(
        run("index", "rollback", "--help").stdout.split()
    )


def assert_refused(run: Run, generations: Generations, words: str, *arguments: str) -> None:
    """The rollback does not happen, whoever is told why is told what to do, and nothing has changed."""
    before = generations.signature()
    result = run("index", "rollback", *arguments)
    assert result.exit_code == AT_FAULT
    assert result.stdout == ""
    assert words in result.stderr
    assert "Nothing was changed. `enthesis index list` shows" in result.stderr
    assert generations.signature() == before


def test_where_none_was_built_before_there_is_no_rollback(run: Run, two: Generations) -> None:
    two.make_current(two.fingerprints()[1])
    assert_refused(run, two, "No generation that was built before")


@pytest.mark.parametrize("name", ["0123456789abcdef", "..", "", "\x00"])
def test_there_is_no_rollback_to_what_is_not_kept(run: Run, two: Generations, name: str) -> None:
    assert_refused(run, two, f"No generation {name!r} is kept", name)


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json"])
def test_there_is_no_rollback_to_a_damaged_generation(run: Run, two: Generations, name: str) -> None:
    damage(two, two.fingerprints()[1], name)
    assert_refused(run, two, name)
    assert_refused(run, two, name, two.fingerprints()[1])


def test_there_is_no_rollback_to_an_index_of_another_encoder(
    run: Run, two: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.cli.index_commands.open_embedder", lambda *_: HashingEmbedder(dimension=32))
    assert_refused(run, two, "built with encoder")


def test_a_rollback_from_a_damaged_generation_goes_to_the_one_before(run: Run, two: Generations) -> None:
    damage(two, two.current())
    assert as_json(run("index", "rollback", "--json"))["documents"] == 3


def test_a_rollback_from_a_lost_generation_goes_to_the_newest(run: Run, two: Generations) -> None:
    (two.directory / "CURRENT").unlink()
    assert as_json(run("index", "rollback", "--json"))["documents"] == 4


def test_there_is_no_rollback_while_another_process_builds(run: Run, two: Generations) -> None:
    before = two.signature()
    with Generations(two.directory).locked():
        result = run("index", "rollback")
    assert result.exit_code == AT_FAULT
    assert "Another process is building" in result.stderr
    assert two.signature() == before


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
