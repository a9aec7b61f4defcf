from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus.canonical import normalise
from corpus.readers.structured_abstract import sections_of


def parts(text: str) -> list[tuple[str | None, str]]:
    return [(section.label, section.text.strip()) for section in sections_of(text)]


def test_labels_in_capitals_part_an_abstract() -> None:
    text = "BACKGROUND AND AIMS: Why? PATIENTS & METHODS: Ten (n = 10). RESULTS: P = 0.03. CONCLUSION(S): None."
    assert parts(text) == [
        ("BACKGROUND AND AIMS", "Why?"),
        ("PATIENTS & METHODS", "Ten (n = 10)."),
        ("RESULTS", "P = 0.03."),
        ("CONCLUSION(S)", "None."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Words without labels.",
        "Background: why. Methods: how. Results: what.",
        "RESULTS: A single label may be a sentence with a colon.",
        "Words first. METHODS: Ten. RESULTS: None.",
        "TNF: a factor. DNA: an acid.",
        "METHODS:none. RESULTS:none.",
    ],
)
def test_what_may_be_text_stays_text(text: str) -> None:
    assert parts(text) == [(None, text)]


def test_other_words_in_capitals_stay_in_their_section() -> None:
    assert parts("METHODS: Ten. IL-17: measured. RESULTS: DNA: none.") == [
        ("METHODS", "Ten. IL-17: measured."),
        ("RESULTS", "DNA: none."),
    ]


def test_the_mark_of_a_part_without_a_label_is_no_label() -> None:
    assert parts("UNLABELLED: Words. And more.") == [(None, "Words. And more.")]
    assert parts("UNLABELLED: Words. METHODS: Ten.") == [(None, "Words."), ("METHODS", "Ten.")]


def test_nothing_has_no_section() -> None:
    assert sections_of("  ") == ()


SHARED = Path(__file__).parents[3] / "shared" / "data"
PUBMEDQA = SHARED / "pubmedqa" / "ori_pqal.json.gz"
COHEN = SHARED / "cohen_2006" / "records.jsonl.gz"


@pytest.mark.shared
@pytest.mark.skipif(not PUBMEDQA.exists(), reason=f"no PubMedQA at {PUBMEDQA}")
def test_labelled_abstracts_of_pubmed_are_parted_as_their_indexers_did() -> None:
    with gzip.open(PUBMEDQA) as file:
        abstracts = [
            [*zip(one["LABELS"], one["CONTEXTS"], strict=True), ("CONCLUSION", one["LONG_ANSWER"])]
            for one in json.load(file).values()
        ]
    given = [[(label, normalise(words)) for label, words in abstract] for abstract in abstracts]
    found = [parts(" ".join(f"{label}: {words}" for label, words in abstract)) for abstract in given]
    # Most of the rest were cut inside a label, ``STUDY DESIGN/ METHODS``, when the data set was made.
    assert sum(one == other for one, other in zip(given, found, strict=True)) == 968
    assert len(given) == 1000


@pytest.mark.shared
@pytest.mark.skipif(not COHEN.exists(), reason=f"no records at {COHEN}")
def test_no_abstract_without_labels_is_parted() -> None:
    with gzip.open(COHEN, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] or "" for line in lines]
    assert not [text for text in texts if len(sections_of(text)) > 1]
    assert len(texts) == 15_268
