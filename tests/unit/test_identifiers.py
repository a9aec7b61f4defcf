from __future__ import annotations

from typing import Any

import pytest

from corpus.errors import InvalidDocumentError
from corpus.identifiers import (
    check_document_id,
    clean_doi,
    clean_nct,
    clean_pmcid,
    clean_pmid,
    document_id,
    document_id_in,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("10.1002/ART.20335", "10.1002/art.20335"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x", "10.1000/x"),
        ("DOI: 10.1000/x", "10.1000/x"),
        (" 10.1000/x(2)<y>;z ", "10.1000/x(2)<y>;z"),
        ("10.1000/a b", None),
        ("10.100/x", None),
        ("10.1000/", None),
        ("10.١٠٠٠/x", None),
        ("doi.org/10.1000/x", "10.1000/x"),
        ("", None),
        (None, None),
    ],
)
def test_a_doi_is_bare_and_in_lower_case(given: str | None, expected: str | None) -> None:
    assert clean_doi(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("35927231", "35927231"),
        (35927231, "35927231"),
        (" 007 ", "7"),
        ("0", None),
        ("", None),
        (None, None),
        ("12345678901", None),
        ("12a", None),
        ("-1", None),
        ("1.0", None),
        ("١٢", None),
    ],
)
def test_a_pmid_is_digits_without_leading_zeros(given: str | int | None, expected: str | None) -> None:
    assert clean_pmid(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("PMC123", "PMC123"),
        ("pmc123", "PMC123"),
        ("123", "PMC123"),
        ("PMC123.1", "PMC123"),
        ("PMC", None),
        ("PMCx", None),
        ("PMC١", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pmcid_has_its_prefix_and_no_version(given: str | None, expected: str | None) -> None:
    assert clean_pmcid(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("NCT01234567", "NCT01234567"),
        (" nct01234567", "NCT01234567"),
        ("NCT0123456", None),
        ("01234567", None),
        ("NCT٠١٢٣٤٥٦٧", None),
        ("", None),
        (None, None),
    ],
)
def test_a_registry_number_has_eight_digits(given: str | None, expected: str | None) -> None:
    assert clean_nct(given) == expected


def test_the_first_identifier_names_the_document() -> None:
    every: dict[str, Any] = {
        "pmid": "1",
        "doi": "10.1000/x",
        "pmcid": "PMC2",
        "nct": "NCT00000003",
        "url": "https://example.org",
    }
    names = []
    while every:
        names.append(document_id(**every))
        del every[next(iter(every))]
    assert names == ["PMID:1", "DOI:10.1000/x", "PMCID:PMC2", "NCT:NCT00000003", "URL:50d7a905e304"]
    assert [check_document_id(name) for name in names] == names


@pytest.mark.parametrize(
    ("meant", "document"),
    [
        ("7", "PMID:7"),
        ("https://pubmed.ncbi.nlm.nih.gov/7/", "PMID:7"),
        ("https://doi.org/10.1000/X", "DOI:10.1000/x"),
        ("nct00000001", "NCT:NCT00000001"),
        ("PMC12", "PMCID:PMC12"),
        ("PMID:7", "PMID:7"),
        ("URL:0123456789ab", "URL:0123456789ab"),
        ("cells", "cells"),
    ],
)
def test_an_identifier_alone_is_understood(meant: str, document: str) -> None:
    assert document_id_in(meant) == document


def test_without_an_identifier_there_is_no_document() -> None:
    with pytest.raises(InvalidDocumentError, match="give one of id, pmid, doi, pmcid, nct, url"):
        document_id(pmid="", doi=None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "PMID:", "PMID:0", "PMID:01", "PMID:12345678901", "pmid:1", "PMID:1 ", "PMID:1\n", " PMID:1"),
        *("DOI:x", "DOI:10.1000/", "DOI:10.1000/a b", "DOI:11.1000/x", "PMCID:1", "PMCID:PMC", "NCT:01234567"),
        *("NCT:NCT1", "URL:https://example.org", "URL:ABCDEF012345", "URL:abcdef01234", "PMID:١", "PMID:1٢"),
        *("DOI:10.١٠٠٠/x", "PMCID:PMC١", "NCT:NCT٠١٢٣٤٥٦٧"),
    ],
)
def test_other_ids_are_refused(text: str) -> None:
    with pytest.raises(InvalidDocumentError, match="is none of PMID:…, DOI:10"):
        check_document_id(text)


def test_an_endless_id_is_shown_in_part() -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        check_document_id("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_a_doi_with_a_lone_surrogate_is_no_id() -> None:
    with pytest.raises(InvalidDocumentError):
        check_document_id("DOI:10.1000/\ud800")


def test_a_record_without_identifiers_is_named_by_its_title_and_year() -> None:
    named = document_id(title="Cells of the cord: a trial", year=2020)
    assert named == document_id(title="CELLS of the cord – a trial.", year=2020)
    assert check_document_id(named) == named == "URL:c920292a790e"
    others = {document_id(title="Cells of the cord: a trial", year=year) for year in (2021, None)}
    assert len({named, *others}) == 3
    assert document_id(pmid="1", title="Cells", year=2020) == "PMID:1"


def test_a_title_without_a_word_names_nothing() -> None:
    with pytest.raises(InvalidDocumentError, match="no identifier"):
        document_id(title="…", year=2020)
