from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from corpus.baseline.loading import FileReport, Loader, Manner
from corpus.baseline.series import files_in
from corpus.documents import Document
from corpus.errors import SelectionChangedError, UnreadableFileError
from corpus.selection import Selection
from corpus.store import CorpusStore, ImportReport
from tests.examples import add
from tests.generated_pubmed import Inventor, Wanted, write_file, write_md5

INVENTOR = Inventor()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(CorpusStore(tmp_path / "corpus.sqlite", create=True)) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "baseline"
    made.mkdir()
    return made


def a_file(folder: Path, number: int, *records: str, deleted: Sequence[int] = (), ending: str = ".xml.gz") -> Path:
    return write_file(folder / f"pubmed26n{number:04}{ending}", records, deleted)


def titled(pmid: int, title: str, revised: str = "2025-01-15") -> str:
    return INVENTOR.article(pmid, Wanted(title=title, revised=revised))


def load(store: CorpusStore, *folders: Path, selection: Selection | None = None, **manner: bool) -> list[FileReport]:
    return list(Loader(store, files_in(folders), Manner(selection=selection or Selection(), **manner)).load())


def done(report: FileReport) -> ImportReport:
    assert report.report is not None
    return report.report


def title_of(store: CorpusStore, pmid: int) -> str | None:
    document = store.get(f"PMID:{pmid}")
    return document.title if document else None


class TestOrder:
    def test_files_are_taken_by_their_numbers_whatever_their_names_sort_like(self, folder: Path) -> None:
        names = ["pubmed26n10000.xml.gz", "pubmed26n9999.xml", "pubmed25n0003.xml.gz", "pubmed26n0002.xml.gz"]
        others = ["pubmed26n0002.xml.gz.md5", "README.txt", "pubmed26n0004.xml.gz.part", "xpubmed26n0004.xml.gz"]
        for name in (*names, *others):
            (folder / name).touch()
        found = [file.name for file in files_in([folder])]
        assert found == ["pubmed25n0003.xml.gz", "pubmed26n0002.xml.gz", "pubmed26n9999.xml", "pubmed26n10000.xml.gz"]

    def test_what_a_later_file_says_wins_in_whatever_folder_it_lies(
        self, store: CorpusStore, folder: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "updatefiles").mkdir()
        a_file(folder, 9999, titled(1, "Old"), titled(2, "Stays"))
        a_file(tmp_path / "updatefiles", 10000, titled(1, "New", "2025-02-01"))
        reports = load(store, tmp_path / "updatefiles", folder)
        assert [report.file.number for report in reports] == [9999, 10000]
        assert (title_of(store, 1), title_of(store, 2)) == ("New", "Stays")
        assert [len(done(report).added) for report in reports] == [2, 0]
        assert done(reports[1]).changed == ["PMID:1"]

    def test_a_file_may_be_given_itself_and_plain(self, store: CorpusStore, folder: Path) -> None:
        path = a_file(folder, 1, titled(1, "One"), ending=".xml")
        assert done(load(store, path)[0]).added == ["PMID:1"]

    def test_two_files_of_one_number_are_refused(self, folder: Path) -> None:
        a_file(folder, 1)
        a_file(folder, 1, ending=".xml")
        with pytest.raises(UnreadableFileError, match="has the same number as"):
            files_in([folder])

    def test_a_folder_without_such_files_is_named(self, folder: Path) -> None:
        with pytest.raises(UnreadableFileError, match=r"no file in it is named like .* pubmed26n0001\.xml\.gz"):
            files_in([folder])
        with pytest.raises(UnreadableFileError, match="is not named like"):
            files_in([folder / "missing"])

    def test_numbers_between_that_are_missing_are_told(self, store: CorpusStore, folder: Path) -> None:
        for number in (1, 3):
            a_file(folder, number)
        load(store, folder / "pubmed26n0001.xml.gz")
        loader = Loader(store, files_in([folder / "pubmed26n0003.xml.gz"]), Manner())
        assert list(loader.warnings()) == [
            "Files between these are missing; what only they say is not known: pubmed26n0002."
        ]
        a_file(folder, 2)
        assert list(Loader(store, files_in([folder]), Manner()).warnings()) == []


class TestChecking:
    def test_a_wrong_md5_ends_the_run_before_the_file_is_read(self, store: CorpusStore, folder: Path) -> None:
        for number in (1, 2, 3):
            a_file(folder, number, titled(number, "T"))
        (folder / "pubmed26n0002.xml.gz.md5").write_text(f"MD5(pubmed26n0002.xml.gz)= {'0' * 32}\n")
        with pytest.raises(UnreadableFileError, match=r"n0002\.xml\.gz: its MD5 is \w{32}, and .* says 0{32}; fetch"):
            load(store, folder)
        assert store.ids() == ["PMID:1"]
        write_md5(folder / "pubmed26n0002.xml.gz")
        assert [report.report is None for report in load(store, folder)] == [True, False, False]
        assert len(store) == 3

    @pytest.mark.parametrize("text", ["", "no hash", "MD5(pubmed26n0009.xml.gz)= " + "0" * 32, "\x00" * 5000, "0" * 31])
    def test_an_md5_that_cannot_be_read_is_no_md5(self, store: CorpusStore, folder: Path, text: str) -> None:
        a_file(folder, 1, titled(1, "T"))
        (folder / "pubmed26n0001.xml.gz.md5").write_text(text)
        with pytest.raises(UnreadableFileError, match=r"pubmed26n0001\.xml\.gz\.md5: states .*; fetch it again"):
            load(store, folder)
        assert len(store) == 0

    def test_an_md5_is_read_as_md5sum_writes_it_too(self, store: CorpusStore, folder: Path) -> None:
        path = a_file(folder, 1, titled(1, "T"))
        beside = folder / f"{path.name}.md5"
        beside.write_text(f"{beside.read_text().split()[-1].upper()}  {path.name}\n")
        assert load(store, folder)[0].warnings == ()

    def test_a_missing_md5_is_told_and_refused_where_it_is_required(self, store: CorpusStore, folder: Path) -> None:
        path = a_file(folder, 1, titled(1, "T"))
        (folder / f"{path.name}.md5").unlink()
        with pytest.raises(UnreadableFileError, match=r"there is no pubmed26n0001\.xml\.gz\.md5 beside it"):
            load(store, folder, require_md5=True)
        (warning,) = load(store, folder)[0].warnings
        assert "whether it is whole was not checked" in warning

    @pytest.mark.parametrize("ending", [".xml.gz", ".xml"])
    def test_a_file_cut_in_the_middle_is_not_kept_and_ends_the_run(
        self, store: CorpusStore, folder: Path, ending: str
    ) -> None:
        a_file(folder, 1, titled(1, "T"))
        cut = a_file(folder, 2, *INVENTOR.articles(40, first=100), ending=ending)
        cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
        write_md5(cut)
        a_file(folder, 3, titled(3, "T"))
        with pytest.raises(UnreadableFileError, match=r"n0002.*record \d+, .*Nothing of this file was kept; fetch it"):
            load(store, folder)
        assert store.ids() == ["PMID:1"]
        assert store.reject_count() == 0

    def test_bytes_changed_in_the_middle_of_the_compressed_data_are_found(
        self, store: CorpusStore, folder: Path
    ) -> None:
        bad = a_file(folder, 1, *INVENTOR.articles(40))
        content = bytearray(bad.read_bytes())
        content[len(content) // 2] ^= 0xFF
        bad.write_bytes(content)
        write_md5(bad)
        with pytest.raises(UnreadableFileError, match="Nothing of this file was kept"):
            load(store, folder)
        assert len(store) == 0

    def test_a_web_page_under_such_a_name_is_refused(self, store: CorpusStore, folder: Path) -> None:
        (folder / "pubmed26n0001.xml").write_text("<!DOCTYPE html><html><body>Not found</body></html>")
        with pytest.raises(UnreadableFileError, match="a web page"):
            load(store, folder)

    def test_a_bad_record_in_a_whole_file_is_rejected_and_loses_no_other(
        self, store: CorpusStore, folder: Path
    ) -> None:
        bad = titled(2, "T").replace("</Article>", "</Artikel>")
        report = done(load(store, a_file(folder, 1, titled(1, "T"), bad, titled(3, "T")))[0])
        assert report.added == ["PMID:1", "PMID:3"]
        (reject,) = report.rejected
        assert reject.identifier == "PMID:2"
        assert "not well-formed" in reject.reason


class TestAgain:
    def test_what_was_taken_in_is_passed_over(self, store: CorpusStore, folder: Path) -> None:
        a_file(folder, 1, titled(1, "T"))
        load(store, folder)
        a_file(folder, 2, titled(2, "T"))
        assert [report.report is None for report in load(store, folder)] == [True, False]
        assert [done(report).unchanged for report in load(store, folder, again=True)] == [1, 1]

    def test_a_file_whose_content_changed_is_told_and_taken_in_again(self, store: CorpusStore, folder: Path) -> None:
        a_file(folder, 1, titled(1, "Old"))
        load(store, folder)
        a_file(folder, 1, titled(1, "New", "2025-02-01"))
        (report,) = load(store, folder)
        assert report.warnings == ("its content is another than when it was taken in; it is taken in again",)
        assert title_of(store, 1) == "New"
        assert load(store, folder)[0].report is None

    def test_a_file_that_comes_late_is_told(self, store: CorpusStore, folder: Path) -> None:
        load(store, a_file(folder, 2, titled(1, "New", "2025-02-01")))
        (warning,) = load(store, a_file(folder, 1, titled(2, "T")))[0].warnings
        assert warning == "pubmed26n0002.xml.gz was taken in before it: what that says of a record stands"

    def test_the_baseline_of_another_year_is_not_late(self, store: CorpusStore, folder: Path) -> None:
        load(store, write_file(folder / "pubmed25n1300.xml.gz", [titled(1, "T")]))
        assert load(store, a_file(folder, 1, titled(1, "T")))[0].warnings == ()


class TestDeletion:
    def test_what_pubmed_deleted_is_removed_and_may_come_back(self, store: CorpusStore, folder: Path) -> None:
        a_file(folder, 1, titled(1, "One"), titled(2, "Two"))
        a_file(folder, 2, titled(3, "Three"), deleted=[1, 99])
        reports = load(store, folder)
        assert done(reports[1]).removed == ["PMID:1"]
        assert store.ids() == ["PMID:2", "PMID:3"]
        gone = store.gone("PMID:1")
        assert gone is not None
        assert gone.reason == "deleted"
        a_file(folder, 3, titled(1, "One again", "2025-03-01"))
        assert done(load(store, folder)[2]).added == ["PMID:1"]
        assert title_of(store, 1) == "One again"

    def test_a_deletion_applies_whatever_is_selected(self, store: CorpusStore, folder: Path) -> None:
        a_file(folder, 1, titled(1, "Psoriasis"), titled(2, "Psoriasis"))
        a_file(folder, 2, titled(3, "Gout"), deleted=[1])
        load(store, folder, selection=PSORIASIS)
        assert store.ids() == ["PMID:2"]

    def test_a_file_that_comes_late_neither_brings_back_nor_deletes_nor_changes_what_later_ones_settled(
        self, store: CorpusStore, folder: Path
    ) -> None:
        load(store, a_file(folder, 1, titled(1, "Deleted"), titled(2, "Old")))
        load(store, a_file(folder, 4, titled(2, "New"), titled(3, "Given again"), deleted=[1]))
        late = a_file(folder, 2, titled(1, "Back"), titled(2, "Between"), titled(4, "Missed"), deleted=[3])
        (report,) = load(store, late)
        assert (done(report).added, report.superseded) == (["PMID:4"], 3)
        assert (title_of(store, 2), store.ids()) == ("New", ["PMID:2", "PMID:3", "PMID:4"])

    def test_reading_everything_again_ends_where_it_ended_before(self, store: CorpusStore, folder: Path) -> None:
        a_file(folder, 1, titled(1, "One"), titled(2, "Two"), titled(3, "Three"))
        a_file(folder, 2, titled(2, "Two revised"), deleted=[1, 3])
        a_file(folder, 3, titled(3, "Three again"))
        load(store, folder)
        before = store.fingerprint()
        load(store, folder, again=True)
        assert store.fingerprint() == before


PSORIASIS = Selection(words=("psoria*",))


class TestSelecting:
    def test_only_what_is_selected_is_taken_in_and_the_rest_counted(self, store: CorpusStore, folder: Path) -> None:
        path = a_file(folder, 1, titled(1, "Psoriasis"), titled(2, "Gout"), titled(3, "Psoriatic arthritis"))
        (report,) = load(store, path, selection=PSORIASIS)
        assert done(report).added == ["PMID:1", "PMID:3"]
        assert report.left_out == 1

    def test_a_record_that_is_in_the_corpus_is_kept_up_to_date_whatever_it_says(
        self, store: CorpusStore, folder: Path
    ) -> None:
        a_file(folder, 1, titled(1, "Psoriasis"))
        a_file(folder, 2, titled(1, "Gout after all", "2025-02-01"))
        reports = load(store, folder, selection=PSORIASIS)
        assert [report.left_out for report in reports] == [0, 0]
        assert title_of(store, 1) == "Gout after all"

    def test_a_record_of_a_publication_that_came_from_elsewhere_completes_it(
        self, store: CorpusStore, folder: Path
    ) -> None:
        add(store, Document(id="DOI:10.5555/made.7", title="Title 7", doi="10.5555/made.7"))
        load(store, a_file(folder, 1, titled(7, "Gout"), titled(8, "Gout")), selection=PSORIASIS)
        assert store.ids() == ["PMID:7"]

    def test_a_retraction_is_counted(self, store: CorpusStore, folder: Path) -> None:
        notice = INVENTOR.article(5, Wanted(title="Notice", corrections=(("RetractionOf", 1),)))
        load(store, a_file(folder, 1, titled(1, "Psoriasis")), selection=PSORIASIS)
        (report,) = load(store, a_file(folder, 2, notice), selection=PSORIASIS)
        assert (done(report).added, done(report).retracted) == (["PMID:5"], ["PMID:1"])

    @pytest.mark.parametrize(
        ("kind", "target", "taken"), [("RetractionOf", 1, True), ("RetractionOf", 9, False), ("CommentOn", 1, False)]
    )
    def test_a_notice_that_changes_the_standing_of_what_is_in_the_corpus_is_taken_in(
        self, store: CorpusStore, folder: Path, kind: str, target: int, *, taken: bool
    ) -> None:
        notice = INVENTOR.article(5, Wanted(title="Notice", corrections=((kind, target),)))
        load(store, a_file(folder, 1, titled(1, "Psoriasis"), notice), selection=PSORIASIS)
        assert (store.get("PMID:5") is not None) is taken

    def test_another_selection_over_the_same_files_is_refused_until_they_are_read_again(
        self, store: CorpusStore, folder: Path
    ) -> None:
        a_file(folder, 1, titled(1, "Psoriasis"), titled(2, "Gout"))
        load(store, folder, selection=PSORIASIS)
        assert load(store, folder, selection=Selection(words=("PSORIA*",)))[0].report is None
        gout = Selection(words=("gout",))
        with pytest.raises(SelectionChangedError, match=r"n0001\.xml\.gz had .*psoria.*--again"):
            load(store, folder, selection=gout)
        assert done(load(store, folder, selection=gout, again=True)[0]).added == ["PMID:2"]
        assert load(store, folder, selection=gout)[0].report is None

    def test_files_that_were_taken_in_whole_hold_whatever_is_selected_later(
        self, store: CorpusStore, folder: Path
    ) -> None:
        a_file(folder, 1, titled(1, "Psoriasis"), titled(2, "Gout"))
        load(store, folder)
        assert load(store, folder, selection=PSORIASIS)[0].report is None

    def test_a_run_with_another_selection_is_taken_up_where_it_ended(self, store: CorpusStore, folder: Path) -> None:
        for number in (1, 2, 3):
            a_file(folder, number, titled(number, "Gout"))
        load(store, folder, selection=PSORIASIS)
        manner = Manner(selection=Selection(words=("gout",)), again=True)
        next(Loader(store, files_in([folder]), manner).load())
        taken_up = list(Loader(store, files_in([folder]), manner).load())
        assert [report.report is None for report in taken_up] == [True, False, False]
        assert len(store) == 3
        assert all(report.report for report in Loader(store, files_in([folder]), manner).load())

    def test_another_selection_for_files_elsewhere_is_told(self, store: CorpusStore, folder: Path) -> None:
        load(store, a_file(folder, 1, titled(1, "Psoriasis")), selection=PSORIASIS)
        loader = Loader(store, files_in([a_file(folder, 2)]), Manner())
        assert list(loader.warnings()) == [
            "Taken in by another selection, and not among these files: pubmed26n0001.xml.gz."
        ]
