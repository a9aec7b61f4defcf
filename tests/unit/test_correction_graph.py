"""What one record says of another publication holds for that one too, whichever came first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from corpus.documents import Correction, Document, EditorialStatus
from corpus.interfaces import Deletion, Notice, Outcome, Parsed
from corpus.store import CorpusStore, ImportReport
from tests.examples import a_document, a_store

PAPER = a_document(1, "Pain fell.", pmid="1", doi="10.1000/p", reports_corrections=True)
NOTICE = a_document(
    9,
    pmid="9",
    doi="10.1000/n",
    journal="J Made Up",
    date="2024-02-06",
    volume="3",
    corrections=(Correction("RetractionOf", "J Made Up. 2020;1:1", "1"),),
)
LISTED = Notice(
    "7", ("PMID:1", "DOI:10.1000/p"), Correction("RetractionIn", pmid="9", note="Fraud", date="2024-01-01"), "line 2"
)
DERIVED = Correction("RetractionIn", "J Made Up. 2024-02-06;3", "9", None, "10.1000/n", "2024-02-06")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(a_store(tmp_path)) as made:
        yield made


def give(store: CorpusStore, *outcomes: Document | Outcome, source: str = "pubmed-xml") -> ImportReport:
    parsed = (Parsed(one, f"record {one.id}") if isinstance(one, Document) else one for one in outcomes)
    return store.add(parsed, file=f"{source}.file", format_name=source)


def corrections(store: CorpusStore, document_id: str = "PMID:1") -> tuple[Correction, ...]:
    document = store.get(document_id)
    assert document is not None
    return document.corrections


def status(store: CorpusStore) -> EditorialStatus:
    document = store.get("PMID:1")
    assert document is not None
    return document.editorial_status


class TestNoticesOfTheirOwn:
    @pytest.mark.parametrize("together", [True, False])
    def test_a_notice_retracts_the_paper_in_whatever_order_they_come(self, tmp_path: Path, *, together: bool) -> None:
        for number, order in enumerate(permutations((PAPER, NOTICE))):
            with closing(a_store(tmp_path / str(number))) as store:
                reports = [give(store, *order)] if together else [give(store, one) for one in order]
                assert corrections(store) == (DERIVED,)
                assert status(store) is EditorialStatus.RETRACTED
                assert [one for report in reports for one in report.retracted] == ["PMID:1"]

    def test_the_history_says_since_when(self, store: CorpusStore) -> None:
        give(store, PAPER)
        report = give(store, NOTICE)
        assert (report.added, report.changed, report.unchanged) == (["PMID:9"], ["PMID:1"], 0)
        first, second = store.history("PMID:1")
        assert (second.file, second.position) == ("pubmed-xml.file", "record PMID:9")
        assert first.text_sha256 == second.text_sha256

    def test_a_paper_that_says_it_is_retracted_tells_the_notice_what_it_retracts(self, store: CorpusStore) -> None:
        bare = replace(NOTICE, corrections=())
        give(store, bare, replace(PAPER, corrections=(Correction("RetractionIn", "J. 2024", "9"),)))
        (told,) = corrections(store, "PMID:9")
        assert (told.kind, told.pmid, told.doi) == ("RetractionOf", "1", "10.1000/p")
        assert corrections(store) == (Correction("RetractionIn", "J. 2024", "9", None, "10.1000/n", "2024-02-06"),)

    def test_a_paper_is_named_by_its_doi_too(self, store: CorpusStore) -> None:
        give(store, replace(NOTICE, corrections=(Correction("ErratumFor", doi="10.1000/P"),)), PAPER)
        assert [one.kind for one in corrections(store)] == ["ErratumIn"]
        assert status(store) is EditorialStatus.CORRECTED

    def test_what_is_known_of_the_notice_follows_it(self, store: CorpusStore) -> None:
        give(store, PAPER, NOTICE)
        give(store, replace(NOTICE, date="2025-01-01"))
        assert [one.date for one in corrections(store)] == ["2025-01-01"]

    def test_without_the_notice_its_citation_tells_the_date(self, store: CorpusStore) -> None:
        give(store, replace(PAPER, corrections=(Correction("RetractionIn", "J. 2020 Feb 6;3(1):4", "9"),)))
        assert corrections(store) == (Correction("RetractionIn", "J. 2020 Feb 6;3(1):4", "9", date="2020-02-06"),)

    @pytest.mark.parametrize(
        "taken_back", [Deletion("PMID:9", "line 1"), replace(NOTICE, corrections=())], ids=["deleted", "replaced"]
    )
    def test_what_is_no_longer_said_no_longer_holds(self, store: CorpusStore, taken_back: Document | Deletion) -> None:
        give(store, PAPER, NOTICE)
        assert "PMID:1" in give(store, taken_back).changed
        assert corrections(store) == ()
        assert status(store) is EditorialStatus.OK
        assert store.verify() == []

    def test_a_removed_notice_takes_its_word_back(self, store: CorpusStore) -> None:
        give(store, PAPER, NOTICE)
        report = store.remove(["PMID:9"])
        assert (report.removed, report.changed) == (["PMID:9"], ["PMID:1"])
        assert status(store) is EditorialStatus.OK

    def test_nothing_retracts_itself(self, store: CorpusStore) -> None:
        give(store, replace(PAPER, corrections=(Correction("RetractionOf", pmid="1"),)))
        assert status(store) is EditorialStatus.OK

    def test_a_retraction_reaches_a_document_through_any_of_its_sources(self, store: CorpusStore) -> None:
        give(store, Document(id="DOI:10.1000/p", doi="10.1000/p", title="Title 1"), source="csv")
        give(store, NOTICE)
        assert corrections(store, "DOI:10.1000/p") == ()
        give(store, PAPER)
        assert store.resolve("DOI:10.1000/p") == "PMID:1"
        assert status(store) is EditorialStatus.RETRACTED


class TestLists:
    def test_a_list_retracts_a_paper_that_is_there_or_comes_later(self, tmp_path: Path) -> None:
        given: list[tuple[str, Document | Outcome]] = [("pubmed-xml", PAPER), ("retraction-watch", LISTED)]
        for number, order in enumerate(permutations(given)):
            with closing(a_store(tmp_path / str(number))) as store:
                reports = [give(store, outcome, source=source) for source, outcome in order]
                assert corrections(store) == (LISTED.correction,)
                assert sum(report.notices for report in reports) == 1
                assert [one for report in reports for one in report.retracted] == ["PMID:1"]

    def test_the_version_says_which_list(self, store: CorpusStore) -> None:
        give(store, PAPER)
        give(store, LISTED, source="retraction-watch")
        last = store.history("PMID:1")[-1]
        assert (last.format, last.file, last.position) == ("retraction-watch", "retraction-watch.file", "line 2")

    def test_a_list_and_a_record_that_say_the_same_say_it_once(self, store: CorpusStore) -> None:
        give(store, PAPER)
        give(store, LISTED, source="retraction-watch")
        give(store, NOTICE)
        assert corrections(store) == (replace(DERIVED, note="Fraud"),)

    def test_what_a_list_says_of_the_notice_is_filled_when_the_notice_comes(self, store: CorpusStore) -> None:
        give(store, PAPER)
        give(store, replace(LISTED, correction=Correction("RetractionIn", pmid="9")), source="retraction-watch")
        give(store, replace(NOTICE, corrections=()))
        (told,) = corrections(store)
        assert (told.pmid, told.doi, told.date) == ("9", "10.1000/n", "2024-02-06")
        assert store.verify() == []

    def test_the_same_list_again_changes_nothing(self, store: CorpusStore) -> None:
        give(store, PAPER)
        give(store, LISTED, source="retraction-watch")
        assert give(store, LISTED, source="retraction-watch").changed == []
        assert len(store.history("PMID:1")) == 2

    def test_an_entry_that_changes_takes_the_place_of_what_it_was(self, store: CorpusStore) -> None:
        give(store, PAPER, a_document(2))
        give(store, LISTED, source="retraction-watch")
        give(store, replace(LISTED, targets=("PMID:2",)), source="retraction-watch")
        assert status(store) is EditorialStatus.OK
        assert corrections(store, "PMID:2") == (LISTED.correction,)

    def test_a_reinstatement_takes_back_what_the_list_said_before(self, store: CorpusStore) -> None:
        again = Notice("8", ("PMID:1",), Correction("Reinstatement", date="2024-05-01"), "line 3")
        give(store, PAPER)
        give(store, LISTED, again, source="retraction-watch")
        assert status(store) is EditorialStatus.OK
        assert [one.kind for one in corrections(store)] == ["Reinstatement"]

    def test_a_reinstatement_takes_back_nothing_that_pubmed_says(self, store: CorpusStore) -> None:
        again = Notice("8", ("PMID:1",), Correction("Reinstatement", date="2025-05-01"), "line 3")
        give(store, PAPER, NOTICE)
        give(store, LISTED, again, source="retraction-watch")
        assert status(store) is EditorialStatus.RETRACTED
