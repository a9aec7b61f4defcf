from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.canonical import Section
from corpus.documents import Document
from service.answers import Study
from service.study import describe, in_words, people
from tests.examples import CORD, a_document
from tests.unit.test_evidence_profile import TYPE_OF

ABSTRACTS = Path(__file__).parents[3] / "shared" / "data" / "evidence_inference" / "abstracts.jsonl.gz"
TRIAL = ("Clinical Trial, Phase II",)
CASE = ("Case Reports",)


def read(
    *words: str, types: tuple[str, ...] = TRIAL, title: str = "Cells", label: str | None = "METHODS"
) -> int | None:
    sections = tuple(Section(label, text) for text in words)
    found = people(a_document(1, title=title, sections=sections, publication_types=types))
    return found.number if found else None


def test_the_number_comes_with_the_sentence_that_says_it() -> None:
    found = people(CORD)
    assert found is not None
    assert found.number == 17
    assert CORD.text[found.start : found.end] == CORD.sections[0].text


def test_a_study_is_described_with_its_design_its_people_and_the_words_for_them() -> None:
    study = describe(CORD)
    assert (study.design, study.people) == ("single-arm trial", 17)
    assert study.quote is not None
    assert study.quote.text == CORD.text[study.quote.start : study.quote.end] == CORD.sections[0].text
    assert describe(a_document()) == Study(design="other publication", people=None, quote=None)


@pytest.mark.parametrize(
    "words",
    [
        ["We enrolled 12 patients.", "A total of 12 patients were included."],
        ["Twelve patients were randomised.", "Eight of 12 patients improved.", "Three patients had fever."],
        ["Fifty patients were screened.", "Twelve patients were enrolled."],
        ["Twelve patients received cells by vein."],
        ["Twelve patients with PsA."],
    ],
    ids=["said twice", "parts of it too", "screened before", "treated", "no verb"],
)
def test_a_number_that_all_statements_agree_on_is_read(words: list[str]) -> None:
    assert read(*words) == 12


@pytest.mark.parametrize(
    "words",
    [
        ["Twelve patients were enrolled.", "Ten patients were randomised."],
        ["Twelve patients were enrolled.", "Fever was seen in 14 patients."],
        ["Thirty patients received cells.", "Thirty patients received saline."],
        ["Patients were randomised (n = 20 per group)."],
        ["Cells helped eight of 17 patients."],
        ["The trial plans to enrol 40 patients."],
        ["Cells were given."],
        [],
    ],
    ids=["two numbers", "a larger one", "two arms", "a number an arm", "a denominator", "a plan", "none", "no text"],
)
def test_what_is_not_said_or_not_surely_is_not_read(words: list[str]) -> None:
    assert read(*words) is None


@pytest.mark.parametrize("level", ["synthesis", "review", "registration", "animal", "in_vitro", "other"])
def test_other_kinds_of_publication_count_something_else(level: str) -> None:
    types = (next(name for of, name in TYPE_OF.items() if of.value == level),)
    assert read("A total of 12 patients were enrolled.", types=types) is None


def test_where_animals_are_spoken_of_adult_males_may_be_rats() -> None:
    assert read("Forty adult males were enrolled.", "Rats were fed.") is None


def test_a_protocol_has_no_people_yet() -> None:
    assert read("Forty adults were enrolled.", title="Cells in lupus: study protocol") is None


def test_the_background_tells_of_other_studies() -> None:
    assert read("In a pilot study of 49 people cells helped.", label="BACKGROUND") is None


def test_an_unlabelled_text_is_not_read_for_what_a_sentence_opens_with() -> None:
    assert read("Twelve patients had fever.", label=None) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("We report a 56-year-old man with psoriatic arthritis.", 1),
        ("A 43-year-old Japanese woman was given cells. The 43-year-old woman improved.", 1),
        ("One young patient with psoriasis was treated.", 1),
        ("We describe two patients with psoriasis.", 2),
        ("Three patients had both eyes injected. The three patients lost sight.", 3),
        ("A 43-year-old man and a 26-year-old woman were given cells.", None),
        ("A 41-year-old man and his two parents were given cells.", None),
        ("A 41-year-old man was given cells. Patient 2 was his sister.", None),
        ("Two patients improved; three patients did not.", None),
        ("Patients with psoriasis improved.", None),
    ],
)
def test_a_case_report_has_the_cases_it_describes(words: str, number: int | None) -> None:
    assert read(words, types=CASE) == number


def test_a_title_may_say_that_there_was_one_case() -> None:
    assert read("Cells were given.", types=CASE, title="Cord blood for a patient with psoriatic arthritis") == 1


def test_people_are_counted_in_words() -> None:
    assert (in_words(1), in_words(12), in_words(1422)) == ("1 person", "12 people", "1,422 people")


@pytest.mark.shared
@pytest.mark.skipif(not ABSTRACTS.exists(), reason=f"no shared abstracts at {ABSTRACTS}")
def test_of_real_abstracts_of_trials_two_in_five_are_read_and_each_in_a_sentence_with_the_number() -> None:
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        documents = [_trial(record) for record in map(json.loads, lines) if record["sections"] and record["title"]]
    found = [(document, read) for document in documents if (read := people(document))]
    assert len(found) > 0.4 * len(documents)
    for document, read in found:
        if read.number > 100:  # smaller ones may be spelt, larger ones rarely are
            sentence = re.sub(r"(?<=\d)[,\s](?=\d)", "", document.text[read.start : read.end])
            assert str(read.number) in sentence or re.search("hundred|thousand", sentence, re.IGNORECASE)


def _trial(record: dict[str, Any]) -> Document:
    return Document(
        id=f"PMCID:{record['pmcid']}",
        title=record["title"],
        sections=tuple(Section(label, text) for label, text in record["sections"]),
        publication_types=("Randomized Controlled Trial",),
    )
