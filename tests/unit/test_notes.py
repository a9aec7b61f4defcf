from __future__ import annotations

from typing import Any

import pytest

from corpus.canonical import Section
from corpus.documents import Correction, Document
from service.notes import note
from tests.examples import CORD, ETANERCEPT, FAT, a_document


def a_trial(number: int, **fields: Any) -> Document:
    sections = (Section("METHODS", f"A total of {number} patients were randomised."),)
    return a_document(sections=sections, publication_types=("Randomized Controlled Trial",), **fields)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (CORD, "single-arm trial, 17 people"),
        (a_document(publication_types=("Case Reports",)), "case report"),
        (a_document(publication_types=("Animal Study",)), "animal study"),
        (a_document(publication_types=("In Vitro",)), "laboratory study"),
        (a_document(publication_types=("Trial Registration",)), "trial registration"),
        (a_trial(49), "randomised trial, 49 people"),
        (a_trial(50), None),
        (ETANERCEPT, None),
        (a_document(publication_types=("Review",)), None),
    ],
)
def test_a_source_whose_sentence_alone_would_mislead_has_a_note(document: Document, said: str | None) -> None:
    assert note(document) == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("RetractionIn", "RETRACTED"),
        ("ExpressionOfConcernIn", "expression of concern"),
        ("ErratumIn", "corrected since"),
        ("CommentIn", None),
    ],
)
def test_what_became_of_the_publication_comes_first(kind: str, said: str | None) -> None:
    assert note(a_trial(400, corrections=(Correction(kind),))) == said
    study = "case report, 2 people"
    words = ("Both of two people with psoriasis were given cells.",)
    found = note(a_document(1, *words, publication_types=FAT.publication_types, corrections=(Correction(kind),)))
    assert found == (f"{said}; {study}" if said else study)
