from __future__ import annotations

import pytest

from corpus.documents import Correction
from corpus.merging.corrections import (
    INVERSE,
    Publication,
    cite_briefly,
    complete,
    date_in_citation,
    filled,
    seen_from_the_other,
    standing,
    targets_of,
    unite,
)
from tests.examples import a_document

NOTICE = Publication("9", "10.1000/n", "2024-02-06", "J. 2024;1:2")


def test_every_kind_and_its_inverse_are_a_pair() -> None:
    assert all(INVERSE[there] == here for here, there in INVERSE.items())
    assert INVERSE["RetractionOf"] == "RetractionIn"
    assert INVERSE["SummaryForPatientsIn"] == "OriginalReportIn"


def test_a_link_is_seen_from_its_other_end() -> None:
    assert seen_from_the_other("RetractionOf", NOTICE) == Correction(
        "RetractionIn", "J. 2024;1:2", "9", None, "10.1000/n", "2024-02-06"
    )
    assert seen_from_the_other("Cites", NOTICE) is None


def test_a_link_points_at_what_is_an_identifier() -> None:
    assert targets_of(Correction("ErratumIn", pmid="007", doi="10.1000/A")) == ["PMID:7", "DOI:10.1000/a"]
    assert targets_of(Correction("ErratumIn", pmid="none", citation="J. 2020")) == []


@pytest.mark.parametrize(
    ("citation", "date"),
    [
        ("J Made Up. 2020 Feb 6;3(1):4", "2020-02-06"),
        ("J Made Up. 2020 Feb;3(1):4-5. doi: 10.1000/2019.1", "2020-02"),
        ("J Made Up. 2020;3:4", "2020"),
        ("J Made Up 1999. 2020 Sep 31;3:4", "2020-09"),
        ("J Made Up. 2020 Jan-Feb;3:4", "2020-01"),
        ("J Made Up. 2020 Winter;3:4", "2020"),
        ("J Made Up. In press. doi: 10.1000/2019.1", None),
        ("10.1000/x.2019", None),
        ("", None),
        (None, None),
    ],
)
def test_a_citation_states_a_date_before_its_volume(citation: str | None, date: str | None) -> None:
    assert date_in_citation(citation) == date


def test_a_document_is_cited_as_far_as_it_is_known() -> None:
    whole = a_document(1, journal="J", date="2020-02-06", volume="3", issue="1", pages="4")
    assert cite_briefly(whole) == "J. 2020-02-06;3(1):4"
    assert cite_briefly(a_document(1, journal="J", year=2020)) == "J. 2020"
    assert cite_briefly(a_document(1, journal="J")) == "J"
    assert cite_briefly(a_document(1, year=2020)) is None


class TestUniting:
    def test_one_link_stated_twice_is_one(self) -> None:
        stated = (Correction("RetractionIn", "J. 2024", "9"),)
        for again in (
            Correction("RetractionIn", pmid="9", doi="10.1000/n"),
            Correction("RetractionIn", "J. 2024", doi="10.1000/n"),
        ):
            assert unite(stated, [again]) == (Correction("RetractionIn", "J. 2024", "9", doi="10.1000/n"),)

    def test_a_bare_link_says_no_more_than_a_full_one(self) -> None:
        bare, full = Correction("RetractionIn"), Correction("RetractionIn", pmid="9")
        assert unite((bare,), [full]) == unite((full,), [bare]) == (full,)

    @pytest.mark.parametrize(
        "other",
        [
            Correction("ErratumIn", pmid="9"),
            Correction("RetractionIn", pmid="8"),
            Correction("RetractionIn", doi="10.1000/n"),
        ],
    )
    def test_other_links_stay_apart(self, other: Correction) -> None:
        stated = Correction("RetractionIn", pmid="9")
        assert unite((stated,), [other]) == (stated, other)

    def test_what_a_record_itself_says_twice_stays(self) -> None:
        twice = (Correction("CommentIn"), Correction("CommentIn"))
        assert unite(twice, []) == twice


class TestCompleting:
    def test_what_is_known_of_the_other_end_is_filled_in(self) -> None:
        stated = Correction("RetractionIn", "K. 2023 May;1:2", "9")
        assert filled(stated, NOTICE) == Correction(
            "RetractionIn", "K. 2023 May;1:2", "9", None, "10.1000/n", "2024-02-06"
        )
        assert filled(stated, None) == stated

    def test_a_citation_dates_what_nothing_else_does(self) -> None:
        undated, dated = Correction("ErratumIn", "K. 2023 May;1:2"), Correction("ErratumIn", "K. 2022", date="2021")
        assert [one.date for one in complete((undated, dated), [])] == ["2023-05", "2021"]

    def test_to_complete_again_changes_nothing(self) -> None:
        derived = [Correction("RetractionIn", "K. 2023 May;1:2", pmid="9")]
        once = complete((), derived)
        assert complete(once, derived) == once


class TestLists:
    def test_a_reinstatement_takes_back_the_retractions_before_it(self) -> None:
        before, after = (Correction("RetractionIn", pmid="9", date=date) for date in ("2020-01-01", "2022-01-01"))
        again = Correction("Reinstatement", date="2021-01-01")
        concern = Correction("ExpressionOfConcernIn", date="2020-01-01")
        assert list(standing([before, concern, again])) == [concern, again]
        assert list(standing([again, after])) == [again, after]

    def test_without_dates_nothing_is_taken_back(self) -> None:
        undated = [Correction("RetractionIn"), Correction("Reinstatement", date="2021-01-01")]
        assert list(standing(undated)) == undated
        dated = [Correction("RetractionIn", date="2020-01-01"), Correction("Reinstatement")]
        assert list(standing(dated)) == dated
