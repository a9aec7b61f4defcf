"""Several sources of one publication make one document; what a source changes, deletes or gives again changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.canonical import Section
from corpus.documents import Correction, Document
from corpus.identifiers import document_id
from corpus.interfaces import Deletion, Outcome, Parsed
from corpus.store import CorpusStore, Gone, ImportReport
from tests.examples import a_store

TITLE = "Cells of the cord in made-up arthritis"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(a_store(tmp_path)) as made:
        yield made


def a_record(*words: str, **fields: Any) -> Document:
    named = {name: fields.get(name) for name in ("pmid", "doi", "pmcid")}
    sections = tuple(Section(None, text) for text in words)
    return Document(
        id=document_id(**named, title=TITLE, year=fields.get("year")),
        **{"title": TITLE, "sections": sections, **fields},
    )


def give(store: CorpusStore, source: str, *outcomes: Document | Outcome, revised: str | None = None) -> ImportReport:
    parsed = (Parsed(one, "record 1", revised) if isinstance(one, Document) else one for one in outcomes)
    return store.add(parsed, file=f"{source}.file", format_name=source)


PUBMED = a_record("Pain fell.", pmid="1", doi="10.1000/a", journal="J Made Up")
CROSS = a_record("A digest.", doi="10.1000/a", journal="Made Up Journal", url="https://example.org")


class TestMeeting:
    def test_a_document_is_made_of_what_all_sources_say(self, store: CorpusStore) -> None:
        give(store, "csv", CROSS)
        give(store, "pubmed-xml", PUBMED)
        document = store.get("PMID:1")
        assert document is not None
        assert (document.journal, document.url, document.text) == ("J Made Up", "https://example.org", PUBMED.text)
        assert store.ids() == ["PMID:1"]

    def test_what_an_import_did_is_counted(self, store: CorpusStore) -> None:
        assert give(store, "csv", CROSS).added == ["DOI:10.1000/a"]
        report = give(store, "pubmed-xml", PUBMED)
        assert (report.added, report.merged, report.removed) == (["PMID:1"], ["DOI:10.1000/a"], [])
        report = give(store, "ris", a_record(doi="10.1000/a"))
        assert (report.added, report.changed, report.unchanged) == ([], [], 1)
        report = give(store, "ris", a_record(doi="10.1000/a", volume="7"))
        assert (report.changed, report.unchanged) == (["PMID:1"], 0)

    def test_a_former_id_leads_to_the_document_and_its_text_stays(self, store: CorpusStore) -> None:
        give(store, "csv", CROSS)
        give(store, "pubmed-xml", PUBMED)
        assert store.get("DOI:10.1000/a") == store.get("PMID:1")
        assert store.resolve("DOI:10.1000/a") == "PMID:1"
        assert store.text("DOI:10.1000/a", CROSS.text_sha256) == CROSS.text
        gone = store.gone("DOI:10.1000/a")
        assert gone == Gone("DOI:10.1000/a", "merged", "PMID:1", gone.gone_at if gone else "")
        assert list(store.get_all(["DOI:10.1000/a"])) == []

    def test_a_document_is_found_by_any_identifier_of_its_records(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED, a_record(pmid="2", doi="10.1000/a"))
        assert store.resolve("DOI:10.1000/a") == "PMID:1"
        assert store.get("DOI:10.1000/a") == PUBMED
        assert store.get("DOI:10.1000/b") is None

    def test_former_ids_lead_on_through_several(self, store: CorpusStore) -> None:
        give(store, "jats", a_record(pmcid="PMC1"))
        give(store, "ris", a_record(doi="10.1000/a", pmcid="PMC1"))
        give(store, "pubmed-xml", PUBMED)
        assert store.resolve("PMCID:PMC1") == "PMID:1"
        store.remove(["PMCID:PMC1"])
        assert (store.resolve("PMCID:PMC1"), store.ids()) == (None, [])
        gone = store.gone("PMCID:PMC1")
        assert gone is not None
        assert (gone.document_id, gone.reason) == ("PMID:1", "removed")

    def test_the_sources_of_a_document_say_which_fields_they_gave(self, store: CorpusStore) -> None:
        give(store, "csv", CROSS)
        give(store, "pubmed-xml", PUBMED, revised="2024-05-06")
        best, other = store.sources("PMID:1")
        assert (best.source, best.own_id, best.file, best.position) == (
            "pubmed-xml",
            "PMID:1",
            "pubmed-xml.file",
            "record 1",
        )
        assert (best.revised, other.revised) == ("2024-05-06", None)
        assert {"title", "sections", "journal", "pmid", "doi"} <= set(best.fields)
        assert other.fields == ("url",)
        assert store.sources("PMID:99") == []

    def test_records_that_no_longer_meet_part(self, store: CorpusStore) -> None:
        give(store, "csv", CROSS)
        give(store, "pubmed-xml", PUBMED)
        report = give(store, "pubmed-xml", a_record("Pain fell.", pmid="1", doi="10.1000/b"))
        assert (report.added, report.changed) == (["DOI:10.1000/a"], ["PMID:1"])
        assert store.get("DOI:10.1000/a") == CROSS
        assert store.gone("DOI:10.1000/a") is None
        assert store.verify() == []

    def test_a_document_that_comes_back_as_it_was_is_no_new_version(self, store: CorpusStore) -> None:
        give(store, "csv", CROSS)
        store.remove([CROSS.id])
        assert give(store, "csv", CROSS).added == [CROSS.id]
        assert len(store.history(CROSS.id)) == 1
        assert store.gone(CROSS.id) is None


class TestRevisions:
    def test_a_later_record_takes_the_place_of_the_one_before(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED, revised="2024-01-01")
        newer = a_record("Pain rose.", pmid="1")
        assert give(store, "pubmed-xml", newer, revised="2024-01-02").changed == ["PMID:1"]
        assert store.get("PMID:1") == newer

    @pytest.mark.parametrize(
        ("stored", "given"), [(None, "2024-01-01"), ("2024-01-01", None), ("2024-01-01", "2024-01-01")]
    )
    def test_so_does_one_that_is_not_known_to_be_older(
        self, store: CorpusStore, stored: str | None, given: str | None
    ) -> None:
        give(store, "pubmed-xml", PUBMED, revised=stored)
        assert give(store, "pubmed-xml", a_record("Pain rose.", pmid="1"), revised=given).changed == ["PMID:1"]

    def test_an_older_record_changes_nothing(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED, revised="2024-01-02")
        assert give(store, "pubmed-xml", a_record("Pain rose.", pmid="1"), revised="2024-01-01").unchanged == 1
        assert store.get("PMID:1") == PUBMED

    def test_the_same_record_with_a_later_date_keeps_an_older_one_out(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED, revised="2024-01-01")
        give(store, "pubmed-xml", PUBMED, revised="2024-03-01")
        assert give(store, "pubmed-xml", a_record(pmid="1"), revised="2024-02-01").unchanged == 1


class TestDeletion:
    def test_the_document_goes_where_no_other_source_has_it(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED)
        give(store, "nbib", PUBMED)
        report = give(store, "pubmed-xml", Deletion("PMID:1", "line 1"), Deletion("PMID:99", "line 2"))
        assert (report.removed, report.changed) == (["PMID:1"], [])
        assert store.get("PMID:1") is None
        assert store.text("PMID:1", PUBMED.text_sha256) == PUBMED.text
        gone = store.gone("PMID:1")
        assert gone is not None
        assert (gone.reason, gone.replaced_by) == ("deleted", None)
        assert store.verify() == []

    def test_what_other_sources_say_stays(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED)
        give(store, "jsonl", a_record("Ours.", pmid="1"))
        assert give(store, "pubmed-xml", Deletion("PMID:1", "line 1")).changed == ["PMID:1"]
        assert store.get("PMID:1") == a_record("Ours.", pmid="1")

    def test_a_document_that_loses_its_best_id_goes_on_under_another(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED)
        give(store, "csv", CROSS)
        report = give(store, "pubmed-xml", Deletion("PMID:1", "line 1"))
        assert (report.added, report.merged) == (["DOI:10.1000/a"], ["PMID:1"])
        assert store.get("PMID:1") == CROSS

    def test_a_record_deleted_and_given_again_in_one_file_is_there(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED)
        report = give(store, "pubmed-xml", Deletion("PMID:1", "line 1"), PUBMED)
        assert (report.removed, report.unchanged) == ([], 1)
        report = give(store, "pubmed-xml", a_record("Pain rose.", pmid="1"), Deletion("PMID:1", "line 2"))
        assert (report.changed, report.removed) == (["PMID:1"], ["PMID:1"])


class TestRemoval:
    def test_all_the_records_of_a_document_are_taken_out(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED, a_record(pmid="2"))
        give(store, "csv", CROSS)
        assert store.remove(["DOI:10.1000/a", "PMID:99"]).removed == ["PMID:1"]
        assert store.ids() == ["PMID:2"]
        assert store.text("PMID:1", PUBMED.text_sha256) == PUBMED.text
        assert store.verify() == []

    def test_a_source_that_gives_it_again_brings_it_back(self, store: CorpusStore) -> None:
        give(store, "pubmed-xml", PUBMED)
        store.remove(["PMID:1"])
        give(store, "csv", CROSS)
        assert store.ids() == ["DOI:10.1000/a"]
        assert give(store, "pubmed-xml", PUBMED).added == ["PMID:1"]


class TestBatches:
    def test_records_meet_though_they_are_far_apart_in_a_file(self, store: CorpusStore) -> None:
        others = [Document(id=f"PMID:{n}", pmid=str(n), title=f"Another made-up title {n}") for n in range(10, 2400)]
        linked = a_record(pmid="3", corrections=(Correction("RetractionOf", pmid="1"),))
        report = give(store, "pubmed-xml", PUBMED, *others, linked)
        give(store, "csv", *others[:5], CROSS)
        assert report.retracted == ["PMID:1"]
        assert len(store) == len(others) + 2
        assert len(store.sources("PMID:1")) == 2

    def test_many_letters_with_one_title_are_no_hindrance(self, store: CorpusStore) -> None:
        letters = [a_record(pmid=str(number), year=2020) for number in range(1, 1500)]
        give(store, "pubmed-xml", *letters)
        give(store, "csv", a_record(year=2020))
        assert len(store) == len(letters)
        assert [source.source for source in store.sources("PMID:1")] == ["pubmed-xml", "csv"]

    def test_an_import_within_a_block_is_kept_or_not_with_it(self, store: CorpusStore) -> None:
        def stopped() -> None:
            with store.writing():
                give(store, "csv", CROSS)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            stopped()
        assert store.ids() == []
        with store.writing():
            give(store, "csv", CROSS)
            give(store, "pubmed-xml", PUBMED)
        assert store.ids() == ["PMID:1"]


class TestVersionsInOneFile:
    def give_versions(self, store: CorpusStore, *versions: int | None, days: tuple[str | None, ...] = ()) -> str:
        """Give one record in versions of one file, and return what the document says then."""
        records = [
            Parsed(a_record(f"Text {number}.", pmid="1"), f"record {number}", day, version)
            for number, (version, day) in enumerate(zip(versions, days or [None] * len(versions), strict=True), start=1)
        ]
        give(store, "pubmed-xml", *records)
        document = store.get("PMID:1")
        assert document is not None
        return document.text.partition("\n")[2]

    @pytest.mark.parametrize(
        ("versions", "kept"),
        [
            ((1, 2), "Text 2."),
            ((2, 1), "Text 1."),
            ((1, 3, 2), "Text 2."),
            ((10, 9), "Text 1."),
            ((1, 1), "Text 2."),
            ((None, None), "Text 2."),
        ],
    )
    def test_the_highest_is_kept_and_of_equals_the_last(
        self, store: CorpusStore, versions: tuple[int | None, ...], kept: str
    ) -> None:
        assert self.give_versions(store, *versions) == kept

    def test_a_version_counts_more_than_the_day_of_change(self, store: CorpusStore) -> None:
        assert self.give_versions(store, 2, 1, days=("2024-01-01", "2024-02-02")) == "Text 1."
        assert self.give_versions(store, 1, 2, days=("2024-02-02", "2024-01-01")) == "Text 2."
