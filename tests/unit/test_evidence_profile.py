from __future__ import annotations

import pytest

from corpus.documents import Correction, Document, TextKind
from corpus.evidence import EvidenceLevel
from service.answers import Evidence
from service.evidence_profile import profile
from tests.examples import a_document

TRIAL = a_document(publication_types=("Randomized Controlled Trial",))
CASE = a_document(publication_types=("Case Reports",))
MICE = a_document(publication_types=("Animal Study",))
DISH = a_document(publication_types=("In Vitro",))
PLAN = a_document(publication_types=("Trial Registration",))


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
    assert profile(documents).warnings == []


def test_a_digest_is_said_to_be_one() -> None:
    digest = a_document(publication_types=TRIAL.publication_types, text_kind=TextKind.DIGEST)
    assert "The quoted text is a digest" in warned(digest)
    assert "1 of the quoted texts are digests" in warned(digest, TRIAL)
