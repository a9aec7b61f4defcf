from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Author, Correction, Document, TextKind
from corpus.evidence import EvidenceLevel
from service.answers import Evidence
from service.evidence_profile import profile
from tests.examples import a_document

TRIAL = a_document(publication_types=("Randomized Controlled Trial",))
CASE = a_document(publication_types=("Case Reports",))
MICE = a_document(publication_types=("Animal Study",))
DISH = a_document(publication_types=("In Vitro",))
PLAN = a_document(publication_types=("Trial Registration",))
SYNTHESIS = a_document(publication_types=("Meta-Analysis",))


def warned(*documents: Document) -> str:
    return " ".join(profile(documents).warnings)


def test_nothing_cited_rests_on_nothing() -> None:
    assert profile([]) == Evidence(levels={}, summary="No source is cited.", warnings=[])


def test_levels_are_counted_strongest_first() -> None:
    assert list(profile([CASE, MICE, TRIAL, CASE]).levels.items()) == [
        ("randomised", 1),
        ("case_report", 2),
        ("animal", 1),
    ]


@pytest.mark.parametrize(
    ("documents", "summary"),
    [
        ([TRIAL], "Rests on 1 randomised trial."),
        ([CASE], "Rests on 1 case report; no randomised trial."),
        ([CASE, CASE], "Rests on 2 case reports; no randomised trial."),
        ([CASE, TRIAL], "Rests on 1 randomised trial and 1 case report."),
        ([DISH, CASE, MICE], "Rests on 1 case report, 1 animal study and 1 laboratory study; no randomised trial."),
    ],
)
def test_the_summary_is_a_sentence_that_says_whether_a_trial_was_randomised(
    documents: list[Document], summary: str
) -> None:
    assert profile(documents).summary == summary


def test_every_level_has_words() -> None:
    made = {level: a_document(publication_types=(name,)) for level, name in TYPE_OF.items()}
    assert made.keys() == set(EvidenceLevel)
    for level, document in made.items():
        evidence = profile([document])
        assert evidence.levels == {level.value: 1}
        assert evidence.summary.startswith("Rests on 1 ")


TYPE_OF = {
    EvidenceLevel.SYNTHESIS: "Meta-Analysis",
    EvidenceLevel.RANDOMISED: "Randomized Controlled Trial",
    EvidenceLevel.CONTROLLED: "Controlled Clinical Trial",
    EvidenceLevel.SINGLE_ARM: "Clinical Trial, Phase I",
    EvidenceLevel.OBSERVATIONAL: "Observational Study",
    EvidenceLevel.CASE_REPORT: "Case Reports",
    EvidenceLevel.REVIEW: "Review",
    EvidenceLevel.REGISTRATION: "Trial Registration",
    EvidenceLevel.ANIMAL: "Animal Study",
    EvidenceLevel.IN_VITRO: "In Vitro",
    EvidenceLevel.OTHER: "Journal Article",
}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("RetractionIn", "PMID:1 has been retracted."),
        ("ExpressionOfConcernIn", "PMID:1 carries an expression of concern."),
        ("ErratumIn", "PMID:1 has been corrected since it appeared."),
    ],
)
def test_what_became_of_a_publication_is_a_warning(kind: str, words: str) -> None:
    assert words in profile([TRIAL, a_document(corrections=(Correction(kind),))]).warnings


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        ([MICE], "nothing here was shown in people"),
        ([MICE, DISH], "nothing here was shown in people"),
        ([CASE], "cannot show that a treatment caused"),
        ([PLAN], "plans, not results"),
    ],
)
def test_a_design_that_cannot_carry_the_answer_is_a_warning(documents: list[Document], words: str) -> None:
    assert words in warned(*documents)


@pytest.mark.parametrize("documents", [[TRIAL], [TRIAL, MICE], [CASE, MICE]])
def test_where_more_than_that_is_cited_there_is_none(documents: list[Document]) -> None:
    assert profile([replace(document, reports_corrections=True) for document in documents]).warnings == []


def of_people(number: int, people: int | None = None, **fields: object) -> Document:
    words = [f"A total of {people} patients were enrolled."] if people else []
    given = {"publication_types": ("Clinical Trial, Phase II",), "authors": (Author(f"Author {number}"),), **fields}
    return a_document(number, *words, **given)


@pytest.mark.parametrize(
    ("documents", "summary"),
    [
        ([of_people(1, 12)], "1 single-arm trial (12 people)"),
        ([of_people(1)], "1 single-arm trial"),
        ([of_people(1, 12), of_people(2, 12)], "2 single-arm trials (24 people in all)"),
        ([of_people(1, 12), of_people(2)], "2 single-arm trials (at least 12 people)"),
        ([of_people(1, 12), of_people(2, 9), of_people(3)], "3 single-arm trials (at least 21 people)"),
        ([of_people(1), of_people(2)], "2 single-arm trials"),
        ([of_people(1, 12), replace(of_people(1, 9), id="PMID:2")], "2 single-arm trials (at least 12 people)"),
        ([of_people(1, 12, nct=("NCT1",)), of_people(2, 9, nct=("NCT1",))], "2 single-arm trials (at least 12 people)"),
        ([of_people(1, 12), of_people(2, 9, authors=())], "2 single-arm trials (at least 12 people)"),
    ],
    ids=[
        *("one", "not told", "two", "one of two", "two of three", "none", "of one author", "of one trial"),
        "of nobody known",
    ],
)
def test_people_are_added_up_only_where_all_are_told_and_none_can_be_counted_twice(
    documents: list[Document], summary: str
) -> None:
    assert profile(documents).summary == f"Rests on {summary}; no randomised trial."


def test_of_reports_of_one_case_each_their_number_says_it() -> None:
    one = a_document(1, "A 56-year-old man was given cells.", publication_types=("Case Reports",))
    assert profile([one]).summary == "Rests on 1 case report; no randomised trial."
    two = a_document(2, "We describe two people with psoriasis.", publication_types=("Case Reports",))
    assert profile([two]).summary == "Rests on 1 case report (2 people); no randomised trial."


def test_where_only_plans_are_cited_no_trial_is_missed() -> None:
    assert profile([PLAN]).summary == "Rests on 1 trial registration."


def test_one_small_study_is_a_warning() -> None:
    assert "is small (12 people)" in warned(of_people(1, 12), CASE, MICE)
    for more in ([of_people(1, 50)], [of_people(1)], [of_people(1, 12), of_people(2)], [of_people(1, 12), SYNTHESIS]):
        assert "small" not in warned(*more)


def test_an_interest_that_a_text_states_is_a_warning_in_its_words() -> None:
    funded = a_document(7, "It is uncontrolled; it was funded by Invitrx Therapeutics.")
    assert (
        "PMID:7 states a financial or professional interest: “it was funded by Invitrx Therapeutics”."
        in profile([funded, TRIAL]).warnings
    )
    three = a_document(8, "Funding: Amgen. Funding: Pfizer. Funding: Lilly.")
    assert "“Funding: Amgen”, “Funding: Pfizer” and 1 more." in warned(three)


def test_a_status_that_is_not_known_is_said_once_and_not_taken_for_ok() -> None:
    known = replace(TRIAL, reports_corrections=True)
    assert warned(TRIAL, MICE).count("not known") == 1
    assert "whether the cited work was corrected or retracted" in warned(TRIAL, MICE)
    assert "whether 1 of the 2 cited publications was corrected or retracted" in warned(known, MICE)
    assert "not known" not in warned(known)


def test_a_digest_is_said_to_be_one() -> None:
    digest = a_document(publication_types=TRIAL.publication_types, text_kind=TextKind.DIGEST)
    assert "The quoted text is a digest" in warned(digest)
    assert "1 of the quoted texts are digests" in warned(digest, TRIAL)
