from __future__ import annotations

import pytest

from eval.measures.facts import coverage, stated, states

TRIAL = "Eight of 17 patients (47.1%) improved their PASI by at least 40% at month 6, and no serious harm was seen."


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (TRIAL, "47.1% (8 of 17)"),
        (TRIAL, "8 of 17 patients improved PASI by 40% or more"),
        (TRIAL, "PASI improving 40 % in patients"),
        ("Of seven who enrolled, only four completed the whole trial.", "7 enrolled, 4 completed the trial"),
        (
            "Women responded more often (6/9, 66.7%) than men (2/8, 25%).",
            "25% of men (2/8) versus 66.7% of women (6/9)",
        ),
        ("A single infusion of 1,500,000 cells was given.", "1500000 cells in a single infusion"),
        ("The mean fell by 3.50 points.", "mean fell 3.5 points"),
        ("Twenty volunteers received twelve injections.", "20 volunteers; 12 injections"),
        ("The company that sells the cells paid for the study.", "study paid for by a company selling cells"),
        ("Serum IL-17A and IL-23 had fallen.", "IL-17A and IL-23 fell in serum"),
        ("CD34 positive cells were counted.", "CD34-positive cells"),
        ("IL-1β rose with AIM2.", "AIM2 and IL-1beta rose"),
        ("Three million cells per square centimetre.", "3 million cells per cm2"),
    ],
)
def test_wording_may_differ(text: str, fact: str) -> None:
    assert states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (TRIAL, "47.2% (8 of 17)"),
        (TRIAL, "47% of patients improved their PASI"),
        (TRIAL, "9 of 17 patients improved PASI by 40% or more"),
        (TRIAL, "8 of 17 patients improved PASI at month 12"),
        ("Of seven who enrolled, only four completed the whole trial.", "7 enrolled, 5 completed the trial"),
        ("A single infusion of 1,500,000 cells was given.", "150000 cells in a single infusion"),
        ("The mean fell by 35 points.", "mean fell 3.5 points"),
        ("Patients improved in the end.", "8 of 17 patients improved"),
    ],
)
def test_numbers_may_not_differ(text: str, fact: str) -> None:
    assert not states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("IL-17A fell in serum.", "IL-23 fell in serum"),
        ("CD44 positive cells were counted.", "CD34 positive cells were counted"),
        ("COVID infections were recorded.", "COVID-19 infections were recorded"),
    ],
)
def test_a_number_within_a_name_may_not_differ(text: str, fact: str) -> None:
    assert not states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [("IL17A fell.", "IL-17A fell"), ("Serum il-17a fell.", "IL-17A fell"), ("An ACR-20 response.", "ACR20 response")],
)
def test_a_name_may_be_spelt_with_or_without_its_hyphen(text: str, fact: str) -> None:
    assert states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Blood pressure fell in elderly volunteers.", "joint pain went into remission"),
        ("Joint swelling was recorded.", "joint pain went into remission"),
        ("8, 17 and 40 were the numbers drawn.", "8 of 17 patients improved their PASI by 40%"),
    ],
)
def test_other_words_state_another_fact(text: str, fact: str) -> None:
    assert not states(text, fact)


@pytest.mark.parametrize(
    ("known", "is_stated"),
    [(("pain", "plaques", "remission"), True), (("pain", "plaques"), False)],
    ids=["three of five words", "two of five words"],
)
def test_three_words_in_five_are_enough(known: tuple[str, ...], is_stated: bool) -> None:  # noqa: FBT001
    assert states(" ".join(known), "pain plaques remission joints skin") is is_stated


@pytest.mark.parametrize("fact", ["", " ", "it was so", "—"])
def test_a_fact_that_says_nothing_is_stated_by_nothing(fact: str) -> None:
    assert not states("It was so.", fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("40 patients were treated.", "40% of patients were treated"),
        ("Swelling lasted 6 days.", "swelling lasted 6 weeks"),
        ("They took 20 mg each day.", "they took 20 g each day"),
        ("At week 30 the swelling had gone.", "swelling gone at month 30"),
        ("Six-week courses were given.", "6-month courses given"),
        ("The dose was 4 million cells.", "dose of 4 million cells per kg"),
        ("The dose was 4 million cells.", "dose of 4 billion cells"),
    ],
)
def test_a_number_belongs_to_its_unit(text: str, fact: str) -> None:
    assert not states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Courses of 2, 3 and 6 weeks were compared.", "courses of 2 weeks compared"),
        ("At weeks 12 and 24 the swelling was measured.", "swelling measured at week 24"),
        ("The share was 30% (95% CI 21.0 to 39.5).", "share 30% (95% CI 21-39.5%)"),
        ("Thirty-four people volunteered.", "34 people volunteered"),
        ("Half of the volunteers slept badly.", "50% of volunteers slept badly"),
        ("The walk took five minutes.", "walk: 5-minute"),
    ],
)
def test_a_unit_may_be_said_once_or_spelt_out(text: str, fact: str) -> None:
    assert states(text, fact)


ARMS = "Sleep improved in 70% on tea, 55% on milk and 30% on water; falls were seen in 12% on tea and 4% on milk."


@pytest.mark.parametrize(
    "fact",
    [
        "sleep improved: 55% on milk",
        "sleep improved in 70% on tea versus 30% on water",
        "falls: 4% with milk, 12% with tea",
        "on water 30%, on tea 70% improved sleep",
    ],
)
def test_a_number_beside_its_own_words_is_stated(fact: str) -> None:
    assert states(ARMS, fact)


@pytest.mark.parametrize(
    "fact",
    ["70% on water", "30% on tea versus 70% on water", "falls in 55%", "12% with milk, 4% with tea"],
    ids=["another arm's", "two arms swapped", "another outcome's", "swapped in another order"],
)
def test_a_number_beside_the_words_of_another_is_not(fact: str) -> None:
    assert not states(ARMS, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Pain fell in 8 patients and rose in 9.", "pain rose in 8 patients, fell in 9"),
        ("Old rats took 17 days against 9 days to reach the exit.", "old rats took 9 days to reach the exit"),
        ("The trial found no adverse events.", "adverse events in the trial"),
    ],
    ids=["opposite ways in one clause", "a word of the number's own kept", "what the text denies"],
)
def test_limit_what_only_sense_tells_apart_is_taken_as_stated(text: str, fact: str) -> None:
    assert states(text, fact)


def test_limit_words_of_like_meaning_are_strangers() -> None:
    assert not states("Herpes zoster was commoner.", "shingles more frequent")


@pytest.mark.parametrize("text", ["One patient relapsed.", "A patient relapsed."])
def test_limit_one_in_words_is_no_number(text: str) -> None:
    assert not states(text, "1 patient relapsed")


@pytest.mark.parametrize(
    ("facts", "share"),
    [
        (["47.1% (8 of 17)"], 1),
        (["47.1% (8 of 17)", "9 of 17"], 0.5),
        (["9 of 17", "12 months"], 0),
        ([], 0),
    ],
)
def test_coverage_is_the_share_of_facts_stated(facts: list[str], share: float) -> None:
    assert coverage([TRIAL], facts) == share


def test_nothing_said_covers_nothing() -> None:
    assert coverage([], ["47.1% (8 of 17)", "single dose"]) == 0


def test_each_of_several_facts_is_told_apart() -> None:
    assert stated([TRIAL], ["47.1% (8 of 17)", "9 of 17", "no serious harm"]) == [True, False, True]


def test_what_else_is_quoted_takes_nothing_back() -> None:
    other = "The rash cleared in 12% on milk; pain fell by 30% on tea, 41% on water and 13% on milk."
    alone = "Sleep improved in 41% on tea against 13% on milk."
    assert stated([alone], ["sleep improved: 41% on tea, 13% on milk"]) == [True]
    assert stated([other, alone], ["sleep improved: 41% on tea, 13% on milk"]) == [True]


def test_two_quotes_may_state_a_fact_together() -> None:
    assert stated(["Seven people enrolled.", "Four people completed it."], ["7 people enrolled, 4 completed"]) == [True]
