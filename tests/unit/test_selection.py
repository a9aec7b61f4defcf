from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.canonical import Section
from corpus.documents import Document, MeshHeading, MeshQualifier
from corpus.errors import InvalidSelectionError
from corpus.selection import Selection, pmids_in

RECORD = Document(
    id="PMID:7",
    pmid="7",
    title="Mésenchymal stem-cells for plaque Psoriasis",
    sections=(Section("METHODS", "TNF-α fell in vivo."), Section(None, "Joints were less sore.")),
    year=2014,
    publication_types=("Clinical Trial, Phase II", "Journal Article"),
    mesh=(MeshHeading("Arthritis, Psoriatic", qualifiers=(MeshQualifier("drug therapy"),)), MeshHeading("Humans")),
)


def admits(*words: str, document: Document = RECORD) -> bool:
    return Selection(words=words).admits(document)


def test_without_conditions_everything_is_wanted() -> None:
    assert Selection().admits(RECORD)
    assert Selection().canonical == "{}"


@pytest.mark.parametrize(
    "words",
    [
        *("psoriasis", "PSORIASIS", "mesenchymal", "MÉSENCHYMAL", "stem cells", "Stem-Cells", "tnf α", "TNF-Α", "tnf"),
        *("psoria*", "stem cell*", "stem cells*", "arthritis psoriatic", "drug therapy", "humans", "in vivo"),
        *("nothing OR psoriasis", "nothing OR stem cell*", " sore. "),
    ],
)
def test_whole_words_are_found_in_title_abstract_and_mesh_in_any_case_and_without_accents(words: str) -> None:
    assert admits(words)


@pytest.mark.parametrize(
    "words",
    [
        *("psoria", "oriasis", "stem cell", "tem cells", "cells stem", "mesenchym", "stem for", "tnfα", "nothing"),
        *(
            "nothing OR psoria",
            "psoriasis tnf",
            "vivo joints",
            "psoriatic humans",
            "methods",
            "2014",
            "psoriasis or sore",
        ),
    ],
)
def test_parts_of_words_and_words_that_do_not_stand_side_by_side_are_not_found(words: str) -> None:
    assert not admits(words)


def test_each_text_must_be_found() -> None:
    assert admits("psoria*", "stem cell* OR nothing")
    assert not admits("psoria*", "nothing")


@pytest.mark.parametrize("words", ["", " ", "*", "-", "psoria* OR ", "stem* cells", "*cells", "cells**"])
def test_what_cannot_be_looked_for_is_refused(words: str) -> None:
    with pytest.raises(InvalidSelectionError, match="cannot be looked for"):
        Selection(words=(words,))


@pytest.mark.parametrize(
    ("mesh", "admitted"),
    [
        ("Arthritis, Psoriatic", True),
        ("arthritis psoriatic", True),
        ("Arthritis*", True),
        ("Mice OR Humans", True),
        ("Arthritis", False),
        ("Psoriatic", False),
        ("drug therapy", False),
    ],
)
def test_a_mesh_heading_is_wanted_by_its_whole_name(mesh: str, *, admitted: bool) -> None:
    assert Selection(mesh=(mesh,)).admits(RECORD) is admitted
    assert not Selection(mesh=(mesh, "Mice")).admits(RECORD)


def test_a_kind_of_publication_is_wanted_by_its_whole_name() -> None:
    assert Selection(publication_types=("clinical trial*",)).admits(RECORD)
    assert not Selection(publication_types=("Clinical Trial",)).admits(RECORD)


@pytest.mark.parametrize(
    ("year_from", "year_to", "admitted"),
    [(2014, 2014, True), (2014, None, True), (None, 2014, True), (2015, None, False), (None, 2013, False)],
)
def test_years_are_included(year_from: int | None, year_to: int | None, *, admitted: bool) -> None:
    selection = Selection(year_from=year_from, year_to=year_to)
    assert selection.admits(RECORD) is admitted
    assert not selection.admits(replace(RECORD, year=None))


def test_years_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InvalidSelectionError, match="from 2015 and up to 2014"):
        Selection(year_from=2015, year_to=2014)


def test_a_record_is_wanted_by_its_pmid_whatever_its_id() -> None:
    assert Selection(ids=frozenset({"PMID:7"})).admits(replace(RECORD, id="DOI:10.5555/x"))
    assert not Selection(ids=frozenset()).admits(RECORD)


def test_pmids_are_read_one_a_line() -> None:
    assert pmids_in(["\ufeff7\r\n", "\n", " PMID:008 \n", "pmid:9"]) == {"PMID:7", "PMID:8", "PMID:9"}


def test_a_line_that_is_no_pmid_is_named() -> None:
    with pytest.raises(InvalidSelectionError, match="line 2: 'seven' is no PMID"):
        pmids_in(["7", "seven"])


def test_selections_that_want_the_same_are_written_alike_and_others_are_not() -> None:
    one = Selection(words=("Stem Cell* OR cord", "psoria*"), year_from=2000)
    assert one.canonical == Selection(words=("PSORIA*", "cord OR stem-cell*", "psoria*"), year_from=2000).canonical
    others = [Selection(), Selection(words=("psoria*",)), Selection(words=("psoria",)), Selection(mesh=("psoria*",))]
    others += [one, replace(one, year_to=2000), replace(one, ids=frozenset())]
    assert len({other.canonical for other in others}) == len(others)
