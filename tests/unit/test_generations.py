from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, IndexWriteError
from index.generations import KEPT_GENERATIONS, Generations
from tests.unit.test_manifest import MANIFEST


def finish(generations: Generations, fingerprint: str) -> None:
    """Make a generation newer than those before it, and let it serve."""
    with generations.locked(), generations.writing(fingerprint) as directory:
        (directory / "content").write_text(fingerprint)
    count = len(generations.fingerprints())
    os.utime(generations.path(fingerprint), ns=(count, count))
    with generations.locked():
        generations.make_current(fingerprint)


def unfinished(generations: Generations) -> list[Path]:
    return list((generations.directory / "generations").glob(".*"))


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


@pytest.mark.parametrize("content", [None, b"\xff\n"])
def test_without_a_current_generation_there_is_no_index(generations: Generations, content: bytes | None) -> None:
    if content:
        generations.directory.mkdir()
        (generations.directory / "CURRENT").write_bytes(content)
    with pytest.raises(IndexMissingError, match="Build one with `enthesis index build`"):
        generations.current()


def test_asking_makes_no_directory(generations: Generations) -> None:
    assert generations.fingerprints() == []
    assert not generations.directory.exists()


def test_a_finished_generation_serves_once_it_is_made_current(generations: Generations) -> None:
    with generations.locked(), generations.writing("a") as directory:
        (directory / "content").write_text("words")
        assert not generations.path("a").exists()
    assert (generations.path("a") / "content").read_text() == "words"
    with pytest.raises(IndexMissingError):
        generations.current()
    generations.make_current("a")
    assert generations.current() == "a"


def test_a_later_generation_takes_over_and_the_former_one_stays(generations: Generations) -> None:
    finish(generations, "a")
    finish(generations, "b")
    assert generations.current() == "b"
    assert generations.fingerprints() == ["b", "a"]


def test_a_generation_written_again_is_replaced(generations: Generations) -> None:
    finish(generations, "a")
    with generations.locked(), generations.writing("a") as directory:
        (directory / "other").write_text("words")
    assert [path.name for path in generations.path("a").iterdir()] == ["other"]


def test_the_last_few_are_kept(generations: Generations) -> None:
    for fingerprint in "abcde":
        finish(generations, fingerprint)
    assert generations.fingerprints() == ["e", "d", "c"]
    assert KEPT_GENERATIONS == 3


def test_what_serves_is_kept_however_old(generations: Generations) -> None:
    for fingerprint in "abc":
        finish(generations, fingerprint)
    with generations.locked(), generations.writing("d"):
        pass
    generations.make_current("a")
    assert generations.fingerprints() == ["d", "c", "a"]


class StoppedError(Exception):
    """Something went wrong while writing."""


def fail_while_writing(generations: Generations, fingerprint: str, error: Exception) -> None:
    with generations.locked(), generations.writing(fingerprint) as directory:
        (directory / "content").write_text("half")
        raise error


def test_when_writing_fails_nothing_of_it_stays(generations: Generations) -> None:
    finish(generations, "a")
    with pytest.raises(StoppedError):
        fail_while_writing(generations, "b", StoppedError())
    assert generations.fingerprints() == ["a"]
    assert unfinished(generations) == []
    assert generations.current() == "a"


def test_an_error_of_the_disk_is_told_with_its_reason(generations: Generations) -> None:
    with pytest.raises(IndexWriteError, match="No space left on device") as told:
        fail_while_writing(generations, "a", OSError(28, "No space left on device"))
    assert "run `enthesis index build` again" in str(told.value)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexWriteError, match="Not a directory"), Generations(tmp_path / "file" / "index").locked():
        pass


def test_only_one_may_build(generations: Generations) -> None:
    with generations.locked():
        with pytest.raises(IndexBusyError, match="Wait until it is done"), generations.locked():
            pass
        assert generations.fingerprints() == []
    with generations.locked():
        pass


def test_what_a_killed_build_left_is_removed_by_the_next(generations: Generations) -> None:
    finish(generations, "a")
    leftover = generations.path(".building-b")
    (leftover / "bm25").mkdir(parents=True)
    (leftover / "bm25" / "words").touch()
    assert generations.fingerprints() == ["a"]
    with generations.locked():
        assert not leftover.exists()
    assert generations.fingerprints() == ["a"]


def test_a_leftover_that_cannot_be_removed_is_told(generations: Generations) -> None:
    finish(generations, "a")
    generations.path(".building-b").touch()
    with pytest.raises(IndexWriteError, match="Not a directory"), generations.locked():
        pass
    assert generations.current() == "a"


def test_an_old_generation_that_cannot_be_removed_whole_is_not_among_the_finished(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    for fingerprint in "abc":
        finish(generations, fingerprint)
    with generations.locked(), generations.writing("d"):
        pass
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", fail)
        generations.make_current("d")
    assert generations.fingerprints() == ["d", "c", "b"]
    assert [path.name for path in unfinished(generations)] == [".removed-a"]
    with generations.locked():
        assert unfinished(generations) == []


def test_the_order_is_that_of_building_also_in_a_copy(generations: Generations) -> None:
    for day, fingerprint in ((2, "a"), (3, "b"), (1, "c")):
        finish(generations, fingerprint)
        manifest = MANIFEST.model_copy(update={"built_at": f"2026-01-0{day}T00:00:00+00:00"})
        manifest.save(generations.path(fingerprint))
    assert generations.fingerprints() == ["b", "a", "c"]


def test_a_file_among_the_generations_is_none(generations: Generations) -> None:
    finish(generations, "a")
    generations.path("notes.txt").touch()
    assert generations.fingerprints() == ["a"]


def test_the_signature_differs_once_something_finished_was_written_to(generations: Generations) -> None:
    seen = {generations.signature()}
    finish(generations, "a")
    seen.add(generations.signature())
    (generations.path("a") / "content").write_text("other words")
    seen.add(generations.signature())
    finish(generations, "b")
    seen.add(generations.signature())
    assert len(seen) == 4
    generations.path(".building-c").mkdir()
    (generations.path(".building-c") / "content").touch()
    assert generations.signature() in seen


def test_a_generation_under_another_name_is_damaged(generations: Generations) -> None:
    finish(generations, "a")
    MANIFEST.save(generations.path("a"))
    with pytest.raises(IndexDamagedError, match=f"holds the generation {MANIFEST.fingerprint}"):
        generations.manifest("a")
