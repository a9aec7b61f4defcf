from __future__ import annotations

import pytest

from service.head_counts import HeadCount, Role, head_counts


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Twelve patients with PsA were enrolled.", 12),
        ("A total of 1,234 participants were randomised.", 1234),
        ("We enrolled 12 patients with refractory lupus.", 12),
        ("Participants (n = 39) were randomly allocated to one of two groups.", 39),
        ("One hundred and forty-three patients were randomised to A (n = 72) or B (n = 71).", 143),
        ("In a double-blind trial, 60 adults took part.", 60),
        ("A case series of five patients with psoriasis.", 5),
        ("504 patients randomised 1:1:1 to placebo, 20 mg or 30 mg twice daily (168 each).", 504),
        ("Eighty type 2 diabetic patients were recruited.", 80),
        ("250 participants were randomly assigned to yoga or to the control group.", 250),
        ("Thirty-eight infants, aged 3-20 weeks, were included and randomised.", 38),
        ("1 234 patients were enrolled.", 1234),
        ("Two thousand one hundred patients were enrolled.", 2100),
    ],
)
def test_a_statement_of_who_was_enrolled_is_read(sentence: str, number: int) -> None:
    assert HeadCount(number, Role.ENROLLED) in list(head_counts(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Forty patients received cells by vein on days 0 and 7.",
        "The cells were given to 40 patients.",
        "Forty women underwent surgery.",
    ],
)
def test_whom_something_was_done_to_is_less_sure(sentence: str) -> None:
    assert list(head_counts(sentence)) == [HeadCount(40, Role.TREATED)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Fourteen weeks later the mice recovered.",
        "Mice (n = 12) were injected.",
        "Two million cells were given.",
        "We gave 40 mg to the patients.",
        "Twelve centres took part.",
        "The 24-patient trial ended early.",
        "In 2012 patients were enrolled.",
        "95% of patients were enrolled.",
        "Type 2 patients were enrolled.",
        "Adults aged 65 patients were enrolled.",
        "12 weeks after, patients were enrolled.",
        "There were 300 patient-years.",
        "IL-17 patients were enrolled.",
        "Of every 100 patients, most were included.",
        "One in five patients was included.",
        "The trial will enrol 120 patients.",
        "The study plans to include 120 patients.",
        "A sample size of 120 patients was reckoned.",
        "120 patients were screened.",
        "In an earlier trial of 120 patients cells helped.",
        "A post-hoc analysis of a trial of 610 women.",
        "We collected 94 samples of blood.",
    ],
)
def test_what_counts_nobody_of_this_study_is_not_read(sentence: str) -> None:
    assert list(head_counts(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Eight of 17 patients responded.",
        "Over 400 patients were enrolled.",
        "At least 40 patients were enrolled.",
        "Twenty patients in each group were enrolled.",
        "20 patients received cells and 20 received saline.",
        "22 patients and 22 healthy controls were enrolled.",
        "318 patients were allocated the 60 Gy course and 156 the 45 Gy course.",
        "The control group included 20 patients.",
        "20 patients were assigned to the control group.",
        "40 patients completed the study.",
        "Of 120 patients enrolled, 80 were randomised.",
        "95 patients were included in the final analysis.",
        "24 healthy volunteers in the single-dose study were divided into three groups.",
        "18 events were reported in 10 patients.",
        "Finally, in a clinical trial of 540 smokers, the genotype did not matter.",
        "10 to 15 patients were enrolled.",
        "Patients (n = 12) and controls (n = 10) were studied.",
    ],
)
def test_a_count_of_some_or_not_surely_of_all_is_told_to_be_that(sentence: str) -> None:
    assert all(count.role >= Role.OPENING for count in head_counts(sentence))


@pytest.mark.parametrize("sentence", ["12 patients, " * 9000, "one hundred " * 9000, "(n = 1) patients (" * 9000])
def test_what_is_too_long_for_a_sentence_is_not_read(sentence: str) -> None:
    assert list(head_counts(sentence)) == []
