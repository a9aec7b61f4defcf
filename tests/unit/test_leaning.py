from __future__ import annotations

import pytest

from service.leaning import leans


@pytest.mark.parametrize(
    "sentence",
    [
        "This was seen in eight of 17 patients.",
        "This suggests that the cells survive.",
        "These results support a larger trial.",
        "This therapy was well tolerated.",
        "They were given twice.",
        "Their skin cleared.",
        "It was given for twelve weeks.",
        "It can be a good alternative to methotrexate.",
        "Its function was tested with an antibody.",
        "He was followed for three years.",
        "Both groups improved.",
        "Both etanercept arms had less damage.",
        "In contrast, placebo did nothing.",
        "However, it did not last.",
        "Thus, these cells may be useful.",
        "Similarly, pain fell by half.",
        "As a result, the trial was stopped.",
        "The latter was safer.",
        "The remaining patients relapsed.",
        "Of these, 5 had a relapse.",
        "Of them, five had a relapse.",
        "In both groups pain fell.",
        "Similar results were seen in mice.",
        "No similar effect was seen.",
        "Such patients need care.",
        "Four had serious infections.",
        "Most were mild.",
        "Three of them died.",
        "The difference was not significant.",
        "Despite this, pain fell.",
        "From these, cut-offs were tested.",
        "In this group pain fell.",
        "Inhibitors of these cytokines are effective.",
        "The authors conclude that such cells might be an option.",
        "RESULTS: They improved.",
        "Those that did had fever.",
        "That was not confirmed.",
        "Neither reached significance.",
    ],
)
def test_a_sentence_that_points_at_the_one_before_it_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Eight of 17 patients improved.",
        "This study was small.",
        "This review covers 20 trials.",
        "This trial has no control arm.",
        "This case report describes a man with psoriatic arthritis.",
        "This meta-analysis pooled nine trials.",
        "This randomised, double-blind, placebo-controlled phase 2 trial enrolled 64 patients.",
        "This is the first randomised trial of cord blood in psoriasis.",
        "In this study, 64 patients were enrolled.",
        "The aim of this prospective, comparative, randomised study was to compare two doses.",
        "These authors found no benefit.",
        "These guidelines advise against it.",
        "It is known that psoriasis runs in families.",
        "It has been shown that MSCs survive freezing.",
        "It is not yet clear whether the cells survive.",
        "It remains unclear how MSCs act.",
        "It remains to be seen whether MSCs last.",
        "However, it seems that eight weeks are too few.",
        "It would appear that salt matters.",
        "However, no serious adverse event was reported.",
        "In addition, MSCs lowered IL-17.",
        "Those with a biologic before had fewer relapses.",
        "Those who had a biologic before relapsed.",
        "Neither psoriasis nor arthritis improved.",
        "Either etanercept or placebo was given.",
        "Because MSCs migrate, these cells reach the joint.",
        "Drugs such as this are rare.",
        "Both TNF and IL-17 inhibitors slowed damage.",
        "That psoriasis runs in families is old knowledge.",
        "Of 852 people randomised, 431 had bimekizumab.",
        "Two patients died.",
        "Four of 12 patients died.",
        "The difference between cells and placebo was 12%.",
        "Thisbe was treated.",
        "",
        "?!",
        "🧬",
    ],
)
def test_a_sentence_that_says_what_it_is_about_does_not_lean(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize("word", ["this", "such", "word", "it", "x,"])
def test_a_long_sentence_takes_no_time(word: str) -> None:
    leans(f"{word} " * 20_000)
