from __future__ import annotations

from service.document_relevance import Signs
from tests.benchmarks.weights import BIOASQ, STARTER, Example, cross_validate, fit

EXAMPLES = [
    Example(corpus, f"q{number}", Signs(score=1.0, behind=0.0, covered=covered, missing_names=0), answers=covered > 0.5)
    for corpus in (STARTER, BIOASQ)
    for number in range(20)
    for covered in (0.2 + number / 100, 0.6 + number / 100)
]


def test_what_tells_is_given_weight() -> None:
    weights = fit(EXAMPLES).coef_[0]
    assert weights[2] > 1
    assert abs(weights[3]) < 0.01


def test_by_fits_that_did_not_see_a_question_its_documents_are_told_apart() -> None:
    found = cross_validate(EXAMPLES)
    answering = [value for value, example in zip(found, EXAMPLES, strict=True) if example.answers]
    others = [value for value, example in zip(found, EXAMPLES, strict=True) if not example.answers]
    assert min(answering) > max(others)
