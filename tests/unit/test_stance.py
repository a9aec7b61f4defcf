from __future__ import annotations

import pytest

from service.stance import Stance, opinion

HELPS = "Do umbilical cells improve psoriasis?"
SAFE = "Are umbilical cells safe in psoriasis?"
LINKED = "Is psoriasis associated with depression?"


@pytest.mark.parametrize(
    ("question", "sentence", "stance"),
    [
        (HELPS, "Umbilical cells improved psoriasis in eight of 17 patients.", "yes"),
        (HELPS, "Umbilical cells significantly reduced psoriasis scores (P = 0.01).", "yes"),
        (HELPS, "Umbilical cells did not improve psoriasis.", "no"),
        (HELPS, "Umbilical cells failed to improve psoriasis.", "no"),
        (HELPS, "There was no significant difference in psoriasis between umbilical cells and placebo.", "no"),
        (HELPS, "Psoriasis scores after umbilical cells were lower by 2 points (P = 0.26).", "no"),
        (HELPS, "There is no evidence that umbilical cells help in psoriasis.", "no"),
        (HELPS, "Umbilical cells not only improved psoriasis, they cleared it.", "yes"),
        (HELPS, "Psoriasis became worse after umbilical cells, and improved later.", "neither"),
        (HELPS, "The aim was to see whether umbilical cells improve psoriasis.", "neither"),
        (HELPS, "We assessed improvement of psoriasis after umbilical cells.", "neither"),
        (HELPS, "Whether umbilical cells improve psoriasis is not yet known.", "neither"),
        (HELPS, "Do umbilical cells improve psoriasis?", "neither"),
        (HELPS, "Uncontrolled, so that umbilical cells need not have improved psoriasis.", "neither"),
        (HELPS, "Umbilical cells were thawed for psoriasis.", "neither"),
        (HELPS, "Etanercept improved arthritis.", "neither"),
        (SAFE, "Umbilical cells were well tolerated in psoriasis.", "yes"),
        (SAFE, "No serious adverse events followed umbilical cells in psoriasis.", "yes"),
        (SAFE, "Umbilical cells did not cause infections in psoriasis.", "yes"),
        (SAFE, "Umbilical cells were not safe in psoriasis.", "no"),
        (SAFE, "Infections followed umbilical cells in psoriasis.", "neither"),
        (LINKED, "Psoriasis was associated with depression.", "yes"),
        (LINKED, "Psoriasis was not associated with depression.", "no"),
        (LINKED, "No association of psoriasis with depression was seen.", "no"),
        (LINKED, "Psoriasis with and without arthritis went with a higher rate of depression.", "yes"),
        ("Do umbilical cells fail to improve psoriasis?", "Umbilical cells did not improve psoriasis.", "yes"),
        ("Do umbilical cells not improve psoriasis?", "Umbilical cells improved psoriasis.", "no"),
        ("Does IL-17 increase bone growth?", "IL-17 increased bone growth.", "yes"),
        ("Does IL-17 increase bone growth?", "IL-17 reduced bone growth.", "neither"),
        ("Does IL-17 increase bone growth?", "IL-25 increased bone growth.", "neither"),
        ("Is tocilizumab an antibody, yes or no?", "Tocilizumab is an antibody.", "yes"),
    ],
)
def test_what_a_sentence_says_to_a_question(question: str, sentence: str, stance: str) -> None:
    assert opinion(question, sentence).stance is Stance(stance)


@pytest.mark.parametrize(
    "question",
    [
        "Should umbilical cells be used in psoriasis?",
        "Are umbilical cells necessary in psoriasis?",
        "Are umbilical cells better than placebo in psoriasis?",
        "Do only umbilical cells improve psoriasis?",
        "Are umbilical cells as safe as etanercept in psoriasis?",
        "?",
    ],
)
def test_what_quotes_do_not_settle_is_not_read_off_them(question: str) -> None:
    assert opinion(question, "Umbilical cells improved psoriasis and were safe.").stance is Stance.NEITHER


def test_a_hedge_makes_it_weaker_and_a_conclusion_stronger() -> None:
    sentence = "Umbilical cells improved psoriasis."
    plain = opinion(HELPS, sentence)
    assert opinion(HELPS, "Umbilical cells may improve psoriasis.").strength < plain.strength
    half = opinion("Do umbilical cells improve psoriasis in Norway?", sentence)
    concluded = opinion("Do umbilical cells improve psoriasis in Norway?", sentence, section="Conclusions")
    assert half.strength < concluded.strength <= 1


def test_a_title_helps_a_sentence_that_has_words_of_its_own() -> None:
    title = "Umbilical cells in plaque psoriasis"
    question = "Do umbilical cells improve plaque psoriasis?"
    assert opinion(question, "Psoriasis improved after the cells.", title=title).stance is Stance.YES
    assert opinion(question, "Psoriasis improved.").stance is Stance.NEITHER
    assert opinion(question, "Everybody improved.", title=title).stance is Stance.NEITHER


@pytest.mark.parametrize(("section", "stance"), [("METHODS", "neither"), ("METHODS AND RESULTS", "yes"), (None, "yes")])
def test_findings_are_not_looked_for_before_the_results(section: str | None, stance: str) -> None:
    assert opinion(HELPS, "Umbilical cells improved psoriasis.", section=section).stance is Stance(stance)
