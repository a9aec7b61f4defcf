from __future__ import annotations

from typing import Any

import pytest

from service.addresses import address_of
from service.citations import cite
from tests.examples import a_document


def address(**fields: Any) -> str | None:
    return address_of(cite(a_document(7)).model_copy(update=fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"doi": "10.1000/a(1)/b<2>#x y"}, "https://doi.org/10.1000/a%281%29/b%3C2%3E%23x%20y"),
        ({"pmid": "123"}, "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ({"pmcid": "PMC12"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/"),
        ({"nct": ["NCT00000001", "NCT00000002"]}, "https://clinicaltrials.gov/study/NCT00000001"),
        ({"url": "https://example.org/a b?q=ü&r=%20"}, "https://example.org/a%20b?q=%C3%BC&r=%20"),
        ({"doi": "10.1000/a", "pmid": "123", "url": "https://example.org"}, "https://doi.org/10.1000/a"),
    ],
)
def test_a_publication_is_found_by_its_best_identifier(fields: dict[str, Any], expected: str) -> None:
    assert address(**fields) == expected


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://example.org", "https://", "http://[", "words"])
def test_what_is_no_web_address_is_none(url: str | None) -> None:
    assert address(url=url) is None


def test_an_address_can_stand_between_angle_brackets() -> None:
    made = address(url="https://example.org/<script>\n> \\")
    assert made is not None
    assert not set(made) & set("<> \n\\")
