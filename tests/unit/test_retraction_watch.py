"""Retraction Watch's list as CSV. All entries are made up."""

from __future__ import annotations

import io

import pytest

from corpus.documents import Correction
from corpus.interfaces import Notice, Reject
from corpus.readers.csv_table import CsvReader
from corpus.readers.retraction_watch import RetractionWatchReader

COLUMNS = (
    *("Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS"),
    *("ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI"),
    *("OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes"),
)
CELLS = {
    "Record ID": "4711",
    "Title": "Invented cells, of course",
    "RetractionDate": "3/9/2026 0:00",
    "RetractionDOI": "10.1000/Notice",
    "RetractionPubMedID": "18",
    "OriginalPaperDOI": "10.1000/Paper",
    "OriginalPaperPubMedID": "17",
    "RetractionNature": "Retraction",
    "Reason": "+Fake Peer Review;+Unreliable Results;",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    lines = (columns, *(tuple({**CELLS, **row}.get(column, "") for column in columns) for row in rows))
    return "".join(",".join(f'"{cell}"' for cell in line) + ",\n" for line in lines).encode()


def read(content: bytes) -> list[Notice | Reject]:
    return list(RetractionWatchReader().read(io.BytesIO(content)))


def notice(**cells: str) -> Notice:
    (outcome,) = read(table(cells))
    assert isinstance(outcome, Notice), outcome
    return outcome


def test_a_row_is_a_notice_on_the_original_paper() -> None:
    assert notice() == Notice(
        own_id="4711",
        targets=("PMID:17", "DOI:10.1000/paper"),
        correction=Correction(
            "RetractionIn",
            citation="Retraction Watch 4711",
            pmid="18",
            note="Fake Peer Review; Unreliable Results",
            doi="10.1000/notice",
            date="2026-03-09",
        ),
        position="line 2",
    )


def test_columns_may_stand_in_any_order() -> None:
    assert read(table({}, columns=COLUMNS[::-1])) == read(table({}))


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Retraction", "RetractionIn"),
        ("Expression of concern", "ExpressionOfConcernIn"),
        ("Expression of Concern", "ExpressionOfConcernIn"),
        ("Correction", "ErratumIn"),
        ("Reinstatement", "Reinstatement"),
    ],
)
def test_nothing_but_a_retraction_is_called_one(nature: str, kind: str) -> None:
    assert notice(RetractionNature=nature).correction.kind == kind


@pytest.mark.parametrize("unknown", ["0", "unavailable", "Unavailable", "", " ", "n/a"])
def test_an_unknown_identifier_is_none(unknown: str) -> None:
    without = notice(OriginalPaperPubMedID=unknown, RetractionDOI=unknown, RetractionPubMedID=unknown)
    assert without.targets == ("DOI:10.1000/paper",)
    assert (without.correction.pmid, without.correction.doi) == (None, None)
    assert notice(OriginalPaperDOI=unknown).targets == ("PMID:17",)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("12/31/2020 0:00", "2020-12-31"),
        ("1/2/2020", "2020-01-02"),
        ("2020-01-02", "2020-01-02"),
        ("31/12/2020 0:00", "2020"),
        ("", None),
    ],
)
def test_dates_put_the_month_first(date: str, expected: str | None) -> None:
    assert notice(RetractionDate=date).correction.date == expected


def test_reasons_may_be_missing() -> None:
    assert notice(Reason="").correction.note is None
    assert notice(Reason=";+;").correction.note is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"OriginalPaperDOI": "unavailable", "OriginalPaperPubMedID": "0"}, "neither a PMID nor a DOI"),
        ({"RetractionNature": "Removal"}, "RetractionNature is 'Removal', none of retraction, "),
        ({"RetractionNature": ""}, "RetractionNature is ''"),
        ({"Record ID": ""}, "no Record ID"),
    ],
)
def test_a_bad_row_loses_only_itself(cells: dict[str, str], reason: str) -> None:
    first, bad, last = read(table({}, cells, {}))
    assert isinstance(first, Notice)
    assert isinstance(last, Notice)
    assert isinstance(bad, Reject)
    assert bad.position == "line 3"
    assert bad.reason.startswith(reason)


def test_another_table_is_refused_once() -> None:
    (outcome,) = read(b"Title,Abstract\na,b\nc,d\n")
    assert isinstance(outcome, Reject)
    assert "Record ID" in outcome.reason


def test_it_is_told_from_other_tables() -> None:
    assert RetractionWatchReader().recognises(table())
    assert not CsvReader().recognises(table())
    assert not RetractionWatchReader().recognises(b"Record ID,Title,Abstract\n")
