from __future__ import annotations

from contextlib import closing
from pathlib import Path

from corpus.counts import CorpusStatistics, count
from corpus.documents import Correction, TextKind
from corpus.interfaces import Parsed, Reject
from tests.examples import a_document, a_store, add


def test_an_empty_corpus_counts_nothing(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store:
        assert count(store) == CorpusStatistics(0, 0, store.fingerprint())


def test_each_document_counts_once_in_every_table(tmp_path: Path) -> None:
    reviews = {"publication_types": ("Review",), "reports_corrections": True}
    retracted = {**reviews, "corrections": (Correction("RetractionIn"),)}
    with closing(
        a_store(
            tmp_path,
            a_document(1, year=2021, text_kind=TextKind.DIGEST),
            a_document(2, year=2004, **reviews),
            a_document(3, year=2021, **reviews),
            a_document(4, **retracted),
            Reject("line 5", "no title"),
        )
    ) as store:
        counted = count(store)
        assert (counted.documents, counted.rejected_records, counted.fingerprint) == (4, 1, store.fingerprint())
    assert list(counted.by_year.items()) == [("2004", 1), ("2021", 2), ("unknown", 1)]
    assert list(counted.by_evidence_level.items()) == [("review", 3), ("other", 1)]
    assert list(counted.by_text_kind.items()) == [("abstract", 3), ("digest", 1)]
    assert list(counted.by_editorial_status.items()) == [("ok", 2), ("unknown", 1), ("retracted", 1)]
    assert (counted.by_source, counted.by_correction) == ({"jsonl": 4}, {"RetractionIn": 1})


def test_a_document_counts_for_each_of_its_sources(tmp_path: Path) -> None:
    with closing(a_store(tmp_path, a_document(1), a_document(2))) as store:
        store.add([Parsed(a_document(1), "record 1")], file="f", format_name="csv")
        assert count(store).by_source == {"jsonl": 2, "csv": 1}


def test_only_the_current_version_counts(tmp_path: Path) -> None:
    with closing(a_store(tmp_path, a_document(1, year=2020))) as store:
        add(store, a_document(1, year=2021))
        assert count(store).by_year == {"2021": 1}
