from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from corpus.backup import back_up, restore
from corpus.errors import BackupError, CorpusTooNewError, CorpusWriteError
from corpus.store import CorpusStore
from tests.examples import CORD, ETANERCEPT, FAT, a_document, a_store, add
from tests.fakes import full_disk
from tests.first_schema import write_first_schema


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(a_store(tmp_path / "live", CORD, FAT)) as made:
        yield made


@pytest.fixture
def backup(store: CorpusStore, tmp_path: Path) -> Path:
    back_up(store, tmp_path / "backup.sqlite")
    return tmp_path / "backup.sqlite"


def test_a_backup_is_one_file_that_holds_everything(store: CorpusStore, tmp_path: Path) -> None:
    add(store, a_document(1, "Other words."))
    store.remove([FAT.id])
    back_up(store, tmp_path / "new" / "backup.sqlite")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["backup.sqlite"]
    with closing(CorpusStore(tmp_path / "new" / "backup.sqlite")) as copy:
        assert copy.fingerprint() == store.fingerprint()
        assert copy.history(CORD.id) == store.history(CORD.id)
        assert copy.gone(FAT.id) == store.gone(FAT.id)
        assert copy.verify() == []


def test_a_backup_takes_the_place_of_the_one_before(store: CorpusStore, backup: Path) -> None:
    add(store, ETANERCEPT)
    back_up(store, backup)
    with closing(CorpusStore(backup)) as copy:
        assert len(copy) == 3


def test_the_corpus_is_no_place_for_its_backup(store: CorpusStore) -> None:
    before = store.path.read_bytes()
    for path in (store.path, store.path.parent):
        with pytest.raises(BackupError, match="name another file"):
            back_up(store, path)
    assert store.path.read_bytes() == before


def test_a_file_of_another_kind_is_not_written_over(store: CorpusStore, tmp_path: Path) -> None:
    library = tmp_path / "library.ris"
    library.write_text("TY  - JOUR\n", "utf-8")
    with pytest.raises(BackupError, match="a file of another kind"):
        back_up(store, library)
    assert library.read_text("utf-8") == "TY  - JOUR\n"


def test_a_backup_that_finds_the_disk_full_leaves_the_one_before(store: CorpusStore, backup: Path) -> None:
    before = backup.read_bytes()
    add(store, *(a_document(number, "Words. " * 500) for number in range(10, 200)))
    with full_disk(100_000), pytest.raises(CorpusWriteError):
        back_up(store, backup)
    assert backup.read_bytes() == before
    assert {path.name for path in backup.parent.iterdir()} == {"backup.sqlite", "live"}


def test_what_was_backed_up_comes_back_with_its_history(store: CorpusStore, backup: Path) -> None:
    before, history = store.fingerprint(), store.history(CORD.id)
    add(store, a_document(1, "Other words."), ETANERCEPT)
    assert restore(store.path, backup) == 2
    assert (store.fingerprint(), store.history(CORD.id)) == (before, history)
    assert store.get(ETANERCEPT.id) is None
    assert store.verify() == []
    assert add(store, ETANERCEPT).added == [ETANERCEPT.id]
    assert not list(store.path.parent.glob(".backup-*"))


def test_a_new_corpus_can_be_made_of_a_backup(backup: Path, store: CorpusStore, tmp_path: Path) -> None:
    restore(tmp_path / "new" / "corpus.sqlite", backup)
    with closing(CorpusStore(tmp_path / "new" / "corpus.sqlite")) as new:
        assert new.fingerprint() == store.fingerprint()


def test_a_backup_of_the_first_schema_is_brought_to_this_one_and_left_as_it_is(
    store: CorpusStore, tmp_path: Path
) -> None:
    old = write_first_schema(tmp_path / "old.sqlite", [ETANERCEPT])
    before = old.read_bytes()
    restore(store.path, old)
    assert list(store.documents()) == [ETANERCEPT]
    assert [source.own_id for source in store.sources(ETANERCEPT.id)] == [ETANERCEPT.id]
    assert old.read_bytes() == before


def test_who_reads_meanwhile_sees_the_old_corpus_or_the_new_one(store: CorpusStore, tmp_path: Path) -> None:
    many = [a_document(number, "Old words. " * 100) for number in range(1, 400)]
    add(store, *many)
    back_up(store, tmp_path / "backup.sqlite")
    states = {(store.fingerprint(), len(store))}
    add(store, *(a_document(number, "New words. " * 90) for number in range(1, 500)))
    states.add((store.fingerprint(), len(store)))
    begun, done = Event(), Event()

    def read() -> set[tuple[str, int]]:
        seen = set()
        with closing(CorpusStore(store.path)) as reader:
            while not done.is_set():
                with reader.snapshot():
                    seen.add((reader.fingerprint(), len(reader)))
                begun.set()
        return seen

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert begun.wait(10)
        try:
            restore(store.path, tmp_path / "backup.sqlite")
        finally:
            done.set()
        assert reading.result() <= states


class TestRefusal:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (None, "there is no such file"),
            (b"", "it is no corpus"),
            (b"no database at all " * 500, "it cannot be read: file is not a database"),
        ],
    )
    def test_what_is_no_backup_changes_nothing(
        self, store: CorpusStore, tmp_path: Path, content: bytes | None, reason: str
    ) -> None:
        if content is not None:
            (tmp_path / "file").write_bytes(content)
        before = store.fingerprint()
        with pytest.raises(BackupError, match=reason):
            restore(store.path, tmp_path / "file")
        assert store.fingerprint() == before
        with pytest.raises(BackupError, match=reason):
            restore(tmp_path / "new.sqlite", tmp_path / "file")
        assert not (tmp_path / "new.sqlite").exists()

    def test_another_programs_database_changes_nothing(self, store: CorpusStore, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "other")) as connection:
            connection.execute("PRAGMA user_version = 2")
            connection.execute("CREATE TABLE cakes (name TEXT)")
        with pytest.raises(BackupError, match="no such table"):
            restore(store.path, tmp_path / "other")
        assert len(store) == 2

    def test_a_backup_whose_text_was_altered_changes_nothing(self, store: CorpusStore, backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection, connection:
            connection.execute("UPDATE versions SET text = text || '!' WHERE document_id = 'PMID:1'")
        with pytest.raises(BackupError, match="PMID:1 version 1: the text does not match its hash"):
            restore(store.path, backup)
        assert store.get(CORD.id) == CORD

    def test_a_backup_of_a_later_version_changes_nothing(self, store: CorpusStore, backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(CorpusTooNewError):
            restore(store.path, backup)
        assert len(store) == 2

    def test_a_corpus_that_another_writes_to_is_told_of(
        self, store: CorpusStore, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corpus.store._PATIENCE_SECONDS", 0)
        with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(CorpusWriteError, match=f"{store.path} cannot be used now: database is locked"):
                restore(store.path, backup)
        restore(store.path, backup)

    def test_a_full_disk_changes_nothing(self, store: CorpusStore, tmp_path: Path) -> None:
        before = store.fingerprint()
        with closing(a_store(tmp_path / "big", *(a_document(n, "Words. " * 500) for n in range(1, 200)))) as big:
            back_up(big, tmp_path / "big.sqlite")
        with full_disk(300_000), pytest.raises((CorpusWriteError, BackupError)):
            restore(store.path, tmp_path / "big.sqlite")
        assert store.fingerprint() == before
        assert store.verify() == []
