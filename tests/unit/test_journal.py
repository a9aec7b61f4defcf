from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import JournalError
from eval.journal import Journal, Record
from tests.fakes import full_disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "evaluation" / "journal.jsonl"


def never() -> Record:
    raise AssertionError("asked again")


def two_kept(path: Path) -> Journal:
    journal = Journal(path)
    journal.once("one", lambda: {"value": 0.1, "words": "é\u2028 🧬"})
    journal.once("two", lambda: {"value": None})
    return journal


def test_what_was_kept_is_there_when_it_is_opened_again(path: Path) -> None:
    two_kept(path)
    again = Journal(path)
    assert again.once("one", never) == {"value": 0.1, "words": "é\u2028 🧬"}
    assert again.once("two", never) == {"value": None}
    assert "two" in again
    assert "three" not in again


def test_a_key_is_asked_for_once(path: Path) -> None:
    journal = two_kept(path)
    assert journal.once("one", never)["value"] == 0.1


def test_nothing_is_written_before_there_is_something_to_keep(path: Path) -> None:
    Journal(path)
    assert not path.parent.exists()


def test_what_fails_is_not_kept(path: Path) -> None:
    journal = Journal(path)
    with pytest.raises(AssertionError):
        journal.once("one", never)
    assert "one" not in Journal(path)


@pytest.mark.parametrize("left", range(1, 20))
def test_a_torn_last_line_is_dropped_wherever_it_was_torn(path: Path, left: int) -> None:
    two_kept(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"\n") + left])
    again = Journal(path)
    assert "one" in again
    assert "two" not in again
    again.once("two", lambda: {"value": None})
    assert path.read_bytes() == whole


def test_a_line_without_its_end_was_torn(path: Path) -> None:
    two_kept(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert "two" not in Journal(path)


@pytest.mark.parametrize("line", [b"[]\n", b'{"key": "three"}\n', b"\xff\xfe\n", b"\n", b"null\n"])
def test_what_is_no_entry_ends_what_can_be_trusted(path: Path, line: bytes) -> None:
    two_kept(path)
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + line + second)
    again = Journal(path)
    assert ("one" in again, "two" in again) == (True, False)
    assert path.read_bytes() == first


def test_a_complete_run_leaves_nothing(path: Path) -> None:
    two_kept(path).remove()
    assert list(path.parent.iterdir()) == []
    Journal(path).remove()


def test_a_journal_belongs_to_all_that_the_figures_depend_on(tmp_path: Path) -> None:
    manifest = {"code": "1", "files": {"questions": {"sha256": "2"}}, "index": {"fingerprint": "3"}, "answerer": "4"}
    Journal.of(tmp_path, manifest).once("one", dict)
    assert "one" in Journal.of(tmp_path, dict(reversed(manifest.items())))
    for name in manifest:
        assert "one" not in Journal.of(tmp_path, {**manifest, name: "another"})
    assert [path.parent.name for path in tmp_path.rglob("*.jsonl")] == ["evaluation"]


def test_a_full_disk_is_told_and_what_was_kept_stays(path: Path) -> None:
    journal = two_kept(path)
    with full_disk(path.stat().st_size + 10), pytest.raises(JournalError, match="run the same command again"):
        journal.once("three", lambda: {"words": "x" * 100})
    again = Journal(path)
    assert ("two" in again, "three" in again) == (True, False)


def test_a_journal_that_cannot_be_read_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalError, match=str(path)):
        Journal(path)
