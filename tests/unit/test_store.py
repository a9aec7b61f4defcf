from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from corpus.canonical import sha256_of
from corpus.errors import CorpusDamagedError, CorpusError, CorpusMissingError, CorpusTooNewError, CorpusWriteError
from corpus.interfaces import Parsed, Reject
from corpus.readers.jsonl import JsonLinesReader
from corpus.store import CorpusStore
from tests.examples import a_document, a_store, add
from tests.fakes import full_disk

REPOSITORY = Path(__file__).parents[2]
OLD, NEW = a_document(1, "Pain fell."), a_document(1, "Pain rose.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(a_store(tmp_path)) as made:
        yield made


def tamper(store: CorpusStore, statement: str, *parameters: str) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(statement, parameters)


def parsed(*numbers: int) -> Iterator[Parsed]:
    for number in numbers:
        yield Parsed(a_document(number, "Words. " * 500), "")


class TestAdding:
    def test_a_new_document_is_added(self, store: CorpusStore) -> None:
        report = add(store, OLD, a_document(2))
        assert (report.added, report.changed, report.unchanged) == (["PMID:1", "PMID:2"], [], 0)
        assert store.get("PMID:1") == OLD
        assert len(store) == 2

    def test_the_same_again_changes_nothing(self, store: CorpusStore) -> None:
        add(store, OLD)
        before = store.fingerprint()
        report = add(store, OLD, file="another.jsonl")
        assert (report.added, report.changed, report.unchanged) == ([], [], 1)
        assert [version.file for version in store.history("PMID:1")] == ["test.jsonl"]
        assert store.fingerprint() == before

    def test_a_changed_record_is_a_new_version(self, store: CorpusStore) -> None:
        add(store, OLD)
        report = add(store, NEW)
        assert (report.added, report.changed, report.unchanged) == ([], ["PMID:1"], 0)
        assert store.get("PMID:1") == NEW
        assert len(store) == 1

    def test_a_record_that_changes_only_beside_its_text_is_a_new_version_too(self, store: CorpusStore) -> None:
        add(store, OLD)
        assert add(store, a_document(1, "Pain fell.", journal="J")).changed == ["PMID:1"]
        assert len({version.text_sha256 for version in store.history("PMID:1")}) == 1

    def test_a_record_that_changes_back_is_a_third_version(self, store: CorpusStore) -> None:
        add(store, OLD, NEW, OLD)
        assert [version.number for version in store.history("PMID:1")] == [1, 2, 3]
        assert store.get("PMID:1") == OLD

    def test_a_record_that_comes_twice_in_a_file_counts_twice(self, store: CorpusStore) -> None:
        report = add(store, OLD, OLD, NEW)
        assert (report.added, report.changed, report.unchanged) == (["PMID:1"], ["PMID:1"], 1)

    def test_rejects_are_reported_and_counted_over_imports(self, store: CorpusStore) -> None:
        reject = Reject("line 2", "no title", "PMID:2")
        assert add(store, OLD, reject, a_document(3)).rejected == [reject]
        add(store, reject, Reject("line 2", "not JSON"))
        assert store.reject_count() == 3
        assert store.ids() == ["PMID:1", "PMID:3"]

    def test_nothing_can_be_added(self, store: CorpusStore) -> None:
        report = add(store)
        assert (report.added, report.changed, report.unchanged, report.rejected) == ([], [], 0, [])

    def test_whatever_a_reader_makes_of_lone_surrogates_can_be_kept(self, store: CorpusStore) -> None:
        lines = b'{"id": "\\ud800", "title": "t"}\n{"id": "PMID:1", "title": "t", "journal": "\\udfff"}\n'
        report = store.add(JsonLinesReader().read(io.BytesIO(lines)), file="a", format_name="jsonl")
        assert len(report.rejected) == store.reject_count() == 2

    @pytest.mark.parametrize("part", ['"authors": [""]', '"mesh": [""]', '"corrections": [{"kind": ""}]'])
    def test_whatever_a_reader_makes_of_empty_names_can_be_read_again(self, store: CorpusStore, part: str) -> None:
        line = f'{{"id": "PMID:1", "title": "t", {part}}}'.encode()
        store.add(JsonLinesReader().read(io.BytesIO(line)), file="a", format_name="jsonl")
        assert [document.id for document in store.documents()] == ["PMID:1"]
        assert store.verify() == []

    def test_a_file_name_that_is_no_unicode_is_kept_as_far_as_it_goes(self, store: CorpusStore) -> None:
        add(store, OLD, file="\udcff.jsonl")
        assert [version.file for version in store.history("PMID:1")] == ["?.jsonl"]


class TestReading:
    def test_an_unknown_document_is_not_there(self, store: CorpusStore) -> None:
        assert store.get("PMID:9") is None
        assert store.current_text_sha256("PMID:9") is None
        assert store.history("PMID:9") == []
        assert store.text("PMID:9", OLD.text_sha256) is None

    def test_several_documents_come_in_the_order_of_their_ids_without_those_that_are_not_there(
        self, store: CorpusStore
    ) -> None:
        add(store, *(a_document(number) for number in (3, 1, 2)))
        assert list(store.get_all(["PMID:3", "PMID:9", "PMID:1", "PMID:3"]).items()) == [
            ("PMID:1", a_document(1)),
            ("PMID:3", a_document(3)),
        ]
        assert store.get_all([]) == {}

    def test_an_empty_corpus_holds_nothing(self, store: CorpusStore) -> None:
        assert (len(store), store.ids(), list(store.documents()), store.reject_count()) == (0, [], [], 0)
        assert store.verify() == []

    def test_the_text_of_any_version_is_found_by_its_hash(self, store: CorpusStore) -> None:
        add(store, OLD, NEW)
        assert store.text("PMID:1", OLD.text_sha256) == OLD.text
        assert store.text("PMID:1", NEW.text_sha256) == NEW.text
        assert store.text("PMID:1", "0" * 64) is None
        assert store.text("PMID:2", OLD.text_sha256) is None
        assert store.current_text_sha256("PMID:1") == NEW.text_sha256

    def test_the_history_tells_where_each_version_came_from(self, store: CorpusStore) -> None:
        add(store, a_document(9), OLD, file="first.jsonl")
        add(store, NEW, file="second.jsonl")
        first, second = store.history("PMID:1")
        assert (first.number, first.format, first.file, first.position) == (1, "jsonl", "first.jsonl", "line 2")
        assert (second.number, second.format, second.file, second.position) == (2, "jsonl", "second.jsonl", "line 1")
        assert (first.text_sha256, second.text_sha256) == (OLD.text_sha256, NEW.text_sha256)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", first.added_at)

    def test_documents_come_as_they_are_now_in_the_order_of_their_ids(self, store: CorpusStore) -> None:
        add(store, a_document(3), OLD, a_document(20), NEW)
        assert list(store.documents()) == [NEW, a_document(20), a_document(3)]

    @pytest.mark.parametrize(
        ("limit", "offset", "numbers"),
        [(-1, 0, [1, 2, 3, 4]), (2, 0, [1, 2]), (2, 3, [4]), (-1, 2, [3, 4]), (0, 0, []), (5, 9, [])],
    )
    def test_ids_come_by_the_page(self, store: CorpusStore, limit: int, offset: int, numbers: list[int]) -> None:
        add(store, *map(a_document, (4, 2, 1, 3)))
        assert store.ids(limit=limit, offset=offset) == [f"PMID:{number}" for number in numbers]

    def test_a_store_opened_again_holds_the_same(self, store: CorpusStore) -> None:
        add(store, OLD, NEW)
        store.close()
        with closing(CorpusStore(store.path)) as again:
            assert again.get("PMID:1") == NEW
            assert len(again.history("PMID:1")) == 2

    def test_a_closed_store_opens_itself_again_when_it_is_used(self, store: CorpusStore) -> None:
        add(store, OLD)
        store.close()
        store.close()
        assert store.get("PMID:1") == OLD


class TestFingerprint:
    def test_it_depends_on_the_current_documents_alone(self, tmp_path: Path) -> None:
        one = a_store(tmp_path / "one", a_document(2), OLD, Reject("line 3", "no title"))
        other = a_store(tmp_path / "other", NEW)
        assert one.fingerprint() != other.fingerprint()
        add(other, OLD, a_document(2), file="another.jsonl")
        assert one.fingerprint() == other.fingerprint()

    def test_any_change_of_a_record_changes_it(self, store: CorpusStore) -> None:
        seen = {store.fingerprint()}
        for document in (OLD, NEW, a_document(1, "Pain rose.", journal="J"), a_document(2)):
            add(store, document)
            seen.add(store.fingerprint())
        assert len(seen) == 5


class TestThreads:
    def test_every_thread_reads_what_one_wrote(self, store: CorpusStore) -> None:
        add(store, *map(a_document, range(1, 41)))
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(store.get, store.ids()))
        assert {document.id for document in found if document} == set(store.ids())

    def test_imports_of_several_threads_are_all_kept(self, store: CorpusStore) -> None:
        with ThreadPoolExecutor(4) as pool:
            reports = list(pool.map(lambda number: add(store, a_document(number), NEW), range(2, 10)))
        assert len(store) == 9
        assert sum("PMID:1" in report.added for report in reports) == 1
        assert store.verify() == []

    def test_an_import_is_not_seen_before_it_ends(self, store: CorpusStore) -> None:
        add(store, OLD)
        with ThreadPoolExecutor(1) as pool:

            def records() -> Iterator[Parsed]:
                yield Parsed(NEW, "")
                yield Parsed(a_document(2), "")
                assert pool.submit(store.ids).result() == ["PMID:1"]
                assert pool.submit(store.get, "PMID:1").result() == OLD

            store.add(records(), file="a", format_name="jsonl")
            assert pool.submit(store.ids).result() == ["PMID:1", "PMID:2"]

    def test_within_a_snapshot_nothing_that_others_import_is_seen(self, store: CorpusStore) -> None:
        add(store, OLD)
        with ThreadPoolExecutor(1) as pool:
            with store.snapshot():
                before = store.fingerprint()
                pool.submit(add, store, NEW, a_document(2)).result()
                assert (list(store.documents()), store.fingerprint()) == ([OLD], before)
            assert [document.id for document in store.documents()] == ["PMID:1", "PMID:2"]

    def test_a_snapshot_that_ends_in_an_error_is_over(self, store: CorpusStore) -> None:
        with pytest.raises(RuntimeError), store.snapshot():
            raise RuntimeError
        assert add(store, OLD).added == ["PMID:1"]

    def test_a_corpus_may_be_made_by_several_at_once(self, tmp_path: Path) -> None:
        together = Barrier(4)

        def make(path: Path) -> int:
            together.wait()
            with closing(CorpusStore(path, create=True)) as made:
                return len(made)

        with ThreadPoolExecutor(4) as pool:
            for number in range(20):
                assert list(pool.map(make, [tmp_path / str(number)] * 4)) == [0, 0, 0, 0]


class TestInterruption:
    @pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()], ids=["error", "interrupt"])
    def test_records_that_end_in_an_error_change_nothing(self, store: CorpusStore, error: BaseException) -> None:
        add(store, OLD)
        before = store.fingerprint()

        def records() -> Iterator[Parsed | Reject]:
            yield Parsed(NEW, "")
            yield Reject("line 2", "no title")
            raise error

        with pytest.raises(type(error)):
            store.add(records(), file="a", format_name="jsonl")
        assert (store.fingerprint(), store.reject_count()) == (before, 0)
        assert add(store, NEW).changed == ["PMID:1"]

    def test_a_full_disk_changes_nothing(self, store: CorpusStore) -> None:
        add(store, OLD)
        before = store.fingerprint()
        with full_disk(500_000), pytest.raises(CorpusWriteError, match=r"Nothing was changed\. Check that the disk"):
            store.add(parsed(*range(1, 2001)), file="a", format_name="jsonl")
        assert store.fingerprint() == before
        assert store.verify() == []
        assert len(store.add(parsed(*range(2, 2001)), file="a", format_name="jsonl").added) == 1999

    def test_a_full_disk_makes_no_corpus(self, tmp_path: Path) -> None:
        with full_disk(0), pytest.raises(CorpusWriteError):
            CorpusStore(tmp_path / "corpus.sqlite", create=True)
        with closing(CorpusStore(tmp_path / "corpus.sqlite", create=True)) as made:
            assert made.verify() == []

    def test_a_kill_in_the_middle_of_an_import_changes_nothing(self, store: CorpusStore) -> None:
        add(store, OLD)
        before = store.fingerprint()
        endless_import = (
            "import sys, pathlib, corpus.store, tests.unit.test_store as tests\n"
            "def records():\n"
            "    yield from tests.parsed(*range(1, 2001))\n"
            "    print('written', flush=True)\n"
            "    sys.stdin.read()\n"
            "store = corpus.store.CorpusStore(pathlib.Path(sys.argv[1]))\n"
            "store.add(records(), file='a', format_name='jsonl')\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", endless_import, str(store.path)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as importing:
            assert importing.stdout is not None
            assert importing.stdout.readline() == "written\n"
            assert store.path.with_name("corpus.sqlite-wal").stat().st_size > 1_000_000
            importing.kill()
        assert store.fingerprint() == before
        assert store.verify() == []
        assert add(store, NEW).changed == ["PMID:1"]


class TestOpening:
    def test_a_missing_corpus_is_made_only_when_asked_for(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "down" / "corpus.sqlite"
        with pytest.raises(CorpusMissingError, match=r"There is no corpus at .*Make one with"):
            CorpusStore(path)
        assert not path.parent.exists()
        with closing(CorpusStore(path, create=True)) as made:
            assert len(made) == 0
        with closing(CorpusStore(path)) as found:
            assert len(found) == 0

    @pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 100, b"SQLite format 3\0"])
    def test_a_file_that_is_no_database_is_left_alone(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "corpus.sqlite"
        path.write_bytes(content)
        for create in (False, True):
            with pytest.raises(CorpusDamagedError, match="is damaged: file is not a database"):
                CorpusStore(path, create=create)
        assert path.read_bytes() == content

    def test_a_corpus_of_a_later_version_is_left_alone(self, store: CorpusStore) -> None:
        tamper(store, "PRAGMA user_version = 99")
        with pytest.raises(CorpusTooNewError, match="has schema version 99; this program knows versions up to 2"):
            CorpusStore(store.path)

    def test_a_directory_is_no_corpus(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusWriteError, match="unable to open database file"):
            CorpusStore(tmp_path)

    def test_a_file_in_the_place_of_the_directory_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(CorpusWriteError):
            CorpusStore(tmp_path / "file" / "corpus.sqlite", create=True)

    @pytest.mark.parametrize("create", [False, True])
    def test_a_name_that_no_disk_takes_is_told(self, tmp_path: Path, *, create: bool) -> None:
        with pytest.raises(CorpusWriteError, match="File name too long"):
            CorpusStore(tmp_path / ("x" * 300), create=create)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_directory_that_may_not_be_written_is_told(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        with pytest.raises(CorpusWriteError, match="unable to open database file"):
            CorpusStore(tmp_path / "corpus.sqlite", create=True)

    def test_a_corpus_that_cannot_be_opened_any_more_is_told(self, store: CorpusStore) -> None:
        store.close()
        store.path.unlink()
        store.path.mkdir()
        for use in (store.ids, store.verify, lambda: add(store, OLD)):
            with pytest.raises(CorpusWriteError):
                use()


class TestVerifying:
    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            (
                "UPDATE versions SET text = replace(text, 'fell', 'rose') WHERE version = 1",
                "the text does not match its hash",
            ),
            (
                "UPDATE versions SET text_sha256 = replace(text_sha256, '0', '1') WHERE version = 1",
                "the text does not match its hash",
            ),
            (
                "UPDATE versions SET record_sha256 = replace(record_sha256, '0', '1') WHERE version = 1",
                "the record does not match its hash",
            ),
            (
                "UPDATE versions SET record = replace(record, 'abstract', 'registry') WHERE version = 1",
                "the record does not match its hash",
            ),
        ],
    )
    def test_a_flipped_column_is_found(self, store: CorpusStore, change: str, fault: str) -> None:
        add(store, OLD, NEW)
        assert store.verify() == []
        tamper(store, change)
        assert store.verify() == [f"PMID:1 version 1: {fault}"]

    @pytest.mark.parametrize("record", ['{"id": "PMID:1", "title": "Another"}', '{"id": "PMID:1"}', "{", "[]", ""])
    def test_a_record_that_no_longer_makes_the_text_is_found(self, store: CorpusStore, record: str) -> None:
        add(store, OLD)
        tamper(store, "UPDATE versions SET record = ?", record)
        hash_fault, text_fault = store.verify()
        assert hash_fault == "PMID:1 version 1: the record does not match its hash"
        assert text_fault == "PMID:1 version 1: the record no longer composes to the stored text"
        tamper(store, "UPDATE versions SET record_sha256 = ?", sha256_of(record))
        assert store.verify() == [text_fault]

    def test_a_version_that_is_gone_is_found(self, store: CorpusStore) -> None:
        add(store, OLD)
        tamper(store, "DELETE FROM versions")
        (fault,) = store.verify()
        assert fault.endswith("points at nothing")


class TestDamage:
    @pytest.mark.parametrize("record", ['{"id": "PMID:1"}', "{", "[]"])
    def test_a_record_that_cannot_be_read_is_damage(self, store: CorpusStore, record: str) -> None:
        add(store, OLD)
        tamper(store, "UPDATE versions SET record = ?", record)
        with pytest.raises(CorpusDamagedError, match="a record in it cannot be read"):
            store.get("PMID:1")
        with pytest.raises(CorpusDamagedError, match="a record in it cannot be read"):
            list(store.documents())

    def test_text_that_is_not_utf8_is_damage(self, store: CorpusStore) -> None:
        add(store, OLD)
        tamper(store, "UPDATE versions SET text = CAST(x'ff' AS TEXT)")
        with pytest.raises(CorpusDamagedError, match="is damaged: Could not decode to UTF-8"):
            store.verify()
        with pytest.raises(CorpusDamagedError, match="is damaged: Could not decode to UTF-8"):
            store.text("PMID:1", OLD.text_sha256)

    @pytest.mark.parametrize("value", [None, b"\xff"])
    def test_a_record_that_is_not_even_text_is_damage(self, store: CorpusStore, value: bytes | None) -> None:
        add(store, OLD)
        with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
            strict = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'versions'").fetchone()[0]
            lax = strict.replace("NOT NULL", "").replace("STRICT, ", "")
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'versions'", (lax,))
            connection.execute("PRAGMA writable_schema = RESET")
            connection.execute("UPDATE versions SET record = ?", (value,))
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'versions'", (strict,))
        assert any("versions.record" in fault for fault in store.verify())
        with pytest.raises(CorpusDamagedError, match="a record in it cannot be read"):
            store.get("PMID:1")

    def test_tables_that_are_not_ours_are_damage(self, store: CorpusStore) -> None:
        tamper(store, "DROP TABLE rejects")
        with pytest.raises(CorpusDamagedError, match="no such table: rejects"):
            store.reject_count()

    @pytest.mark.parametrize("page", range(6))
    def test_a_page_written_over_is_found(self, store: CorpusStore, page: int) -> None:
        add(store, *map(a_document, range(1, 101)))
        store.close()
        content = bytearray(store.path.read_bytes())
        content[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
        store.path.write_bytes(content)
        try:
            with closing(CorpusStore(store.path)) as damaged:
                assert damaged.verify() != []
        except CorpusError as error:
            assert isinstance(error, CorpusDamagedError)  # noqa: PT017 - either way of telling will do

    def test_a_file_cut_short_is_found(self, store: CorpusStore) -> None:
        add(store, *map(a_document, range(1, 101)))
        store.close()
        os.truncate(store.path, 3 * 4096)
        with pytest.raises(CorpusDamagedError), closing(CorpusStore(store.path)) as damaged:
            list(damaged.documents())
