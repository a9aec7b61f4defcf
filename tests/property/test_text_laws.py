"""NBIB, RIS and CSV: whatever the bytes, a neighbour is never lost."""

from __future__ import annotations

import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.interfaces import DocumentReader, Parsed
from corpus.readers.csv_table import CsvReader
from corpus.readers.nbib import NbibReader
from corpus.readers.retraction_watch import RetractionWatchReader
from corpus.readers.ris import RisReader
from tests.fuzz.laws import hold

READERS = NbibReader(), RisReader(), CsvReader(), RetractionWatchReader()
PIECES = (
    *(b"PMID- 1", b"OWN - X", b"TI  - T", b"AU  - ,", b"FAU - a, b", b"MH  - */", b"DP  - 2021 Sep", b"AB  - "),
    *(b"TY  - JOUR", b"ty-", b"ER  - ", b"PY  - 1//", b"DA  - x", b"SP  - 1-", b"DO  - 10.1000/x", b"METHODS: a. "),
    *(b"RESULTS: b", b"Title,Abstract,PMID", b"Record ID,RetractionNature,OriginalPaperDOI", b"1,Retraction,10.1000/x"),
    *(b"sep=;", b'"', b",", b";", b"\n", b"\n\n", b"\r", b"\0", b"\xff", b"\xff\xfe", b"['a', 'b']", b"      "),
)
texts = st.binary() | st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=40).map(b"".join)
TABLE = b"PMID,Title,Abstract\n"


def nbib(number: int) -> bytes:
    return b"PMID- %d\nTI  - Title\n\n" % number


def ris(number: int) -> bytes:
    return b"TY  - JOUR\nTI  - Title\nAN  - PMID: %d\nER  - \n" % number


def row(number: int) -> bytes:
    return b"%d,Title,Words\n" % number


def ids(reader: DocumentReader, content: bytes) -> list[str]:
    outcomes = reader.read(io.BytesIO(content))
    return [outcome.document.id for outcome in outcomes if isinstance(outcome, Parsed)]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.format_name)
@given(content=texts)
def test_any_bytes_keep_the_laws_of_readers(reader: DocumentReader, content: bytes) -> None:
    hold(reader, content)
    hold(reader, TABLE + content)


plain = st.text(st.sampled_from("ab,;\"'- \t\né"), max_size=30).map(str.encode)


@given(inserted=plain, place=st.integers(0, len(nbib(2))))
def test_a_spoilt_record_of_nbib_spoils_no_other(inserted: bytes, place: int) -> None:
    middle = nbib(2)[:place] + inserted + nbib(2)[place:]
    found = ids(NbibReader(), nbib(1) + b"\n" + middle + b"\n\n" + nbib(3))
    assert (found[0], found[-1]) == ("PMID:1", "PMID:3")


@given(inserted=plain, place=st.integers(0, len(ris(2))))
def test_a_spoilt_record_of_ris_spoils_no_other(inserted: bytes, place: int) -> None:
    middle = ris(2)[:place] + inserted + ris(2)[place:]
    found = ids(RisReader(), ris(1) + middle + b"\n" + ris(3))
    assert (found[0], found[-1]) == ("PMID:1", "PMID:3")


@given(inserted=plain, place=st.integers(0, len(row(2)) - 1))
def test_a_spoilt_row_of_a_table_spoils_no_other(inserted: bytes, place: int) -> None:
    assume(b"\n" not in inserted)
    middle = row(2)[:place] + inserted + row(2)[place:]
    found = ids(CsvReader(), TABLE + row(1) + middle + row(3))
    assert (found[0], found[-1]) == ("PMID:1", "PMID:3")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=2, max_size=2)))
def test_what_the_standard_library_writes_is_read_back(rows: list[list[str]]) -> None:
    import csv  # noqa: PLC0415 - as an oracle

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["PMID", "Title", "Volume", "Issue"])
    writer.writerows([number, "Title", *cells] for number, cells in enumerate(rows, 1))
    outcomes = list(CsvReader().read(io.BytesIO(text.getvalue().encode())))
    documents = [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]
    expected = [[cell.strip() or None for cell in cells] for cells in rows]
    assert [[document.volume, document.issue] for document in documents] == expected
