from __future__ import annotations

import pytest

from corpus.documents import MeshHeading, MeshQualifier
from index.filters import Filters
from index.passage_table import IndexedDocument
from tests.examples import a_document


def indexed(**fields: object) -> IndexedDocument:
    return IndexedDocument.of(a_document(1, **fields), [])


TRIAL = indexed(
    year=2020,
    publication_types=("Randomized Controlled Trial", "Journal Article"),
    mesh=(
        MeshHeading("Humans", major=False),
        MeshHeading("Arthritis, Psoriatic", "D015535", major=True, qualifiers=(MeshQualifier("therapy"),)),
    ),
)
UNDATED = indexed()
RETRACTED = indexed(publication_types=("Retracted Publication",))


@pytest.mark.parametrize("document", [TRIAL, UNDATED])
def test_no_condition_admits_everything_not_retracted(document: IndexedDocument) -> None:
    assert Filters().admit(document)


def test_a_retracted_document_is_admitted_only_on_request() -> None:
    assert not Filters().admit(RETRACTED)
    assert not Filters(document_ids=("PMID:1",)).admit(RETRACTED)
    assert Filters(include_retracted=True).admit(RETRACTED)


@pytest.mark.parametrize("filters", [Filters(2020, 2020), Filters(2020), Filters(year_to=2020), Filters(2019, 2021)])
def test_the_first_and_the_last_year_count(filters: Filters) -> None:
    assert filters.admit(TRIAL)


@pytest.mark.parametrize("filters", [Filters(2021), Filters(year_to=2019), Filters(2021, 2019)])
def test_years_outside_do_not_count(filters: Filters) -> None:
    assert not filters.admit(TRIAL)


@pytest.mark.parametrize("filters", [Filters(year_from=1000), Filters(year_to=2999)])
def test_a_document_without_a_year_meets_no_year(filters: Filters) -> None:
    assert not filters.admit(UNDATED)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(publication_types=("randomized controlled trial",)),
        Filters(publication_types=("Review", "JOURNAL ARTICLE")),
        Filters(mesh=("humans",)),
        Filters(mesh=("Mice", "ARTHRITIS, psoriatic")),
        Filters(mesh=("D015535",)),
        Filters(mesh=("Arthritis, Psoriatic/therapy",)),
        Filters(mesh=("*Arthritis, Psoriatic",)),
        Filters(document_ids=("PMID:2", "PMID:1")),
        Filters(evidence_levels=("nothing", TRIAL.evidence_level)),
        Filters(text_kinds=("digest", "abstract")),
    ],
)
def test_one_match_in_a_list_is_enough_and_case_is_ignored(filters: Filters) -> None:
    assert filters.admit(TRIAL)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(publication_types=("Review",)),
        Filters(publication_types=("Randomized",)),
        Filters(mesh=("Arthritis",)),
        Filters(mesh=("*Humans",)),
        Filters(mesh=("Humans/therapy",)),
        Filters(document_ids=("PMID:11",)),
        Filters(evidence_levels=("nothing",)),
        Filters(text_kinds=("digest", "registry")),
        Filters(mesh=("Humans",), publication_types=("Review",)),
        Filters(mesh=("Humans",), year_from=2021),
    ],
)
def test_every_condition_must_hold_and_a_part_of_a_name_is_not_the_name(filters: Filters) -> None:
    assert not filters.admit(TRIAL)
