from __future__ import annotations

import pytest

from service.interests import interests
from tests.examples import a_document


@pytest.mark.parametrize(
    "words",
    [
        "The study was funded by Invitrx Therapeutics.",
        "Funding: Amgen Inc.",
        "It was sponsored by the manufacturer.",
        "All authors were its paid employees.",
        "A. Smith is an employee of and shareholder in Amgen.",
        "Most authors were affiliated with a stem-cell treatment company.",
        "B. Jones has been a consultant to Novartis.",
        "C. Lee has received honoraria from Pfizer and UCB.",
        "Two authors hold a patent on the cells.",
        "A patent application is pending.",
        "The authors declare a conflict of interest.",
        "Conflicts of interest: the senior author founded the clinic.",
        "One author is an employee of Lilly and the others declare no conflict of interest.",
    ],
)
def test_an_interest_that_the_text_states_is_quoted(words: str) -> None:
    assert interests(a_document(1, "Cells were given.", words)) == (words,)


@pytest.mark.parametrize(
    "words",
    [
        "The authors declare no conflict of interest.",
        "The authors declared that they have no competing interests.",
        "Conflicts of interest: none.",
        "None of the authors is an employee of a company.",
        "No author held a patent.",
        "The work was not funded by industry.",
        "The trial was supported by the National Institutes of Health.",
        "Participants were employees of a pharmaceutical company.",
        "Patients had a patent ductus arteriosus.",
        "Consultant pharmacists reviewed the charts.",
        "Disclosure of potential conflicts of interest is found at the end of this article.",
        "Cells are of interest to industry.",
    ],
)
def test_what_is_denied_or_is_something_else_is_not(words: str) -> None:
    assert interests(a_document(1, words)) == ()


def test_the_clause_that_says_it_is_enough() -> None:
    words = "It is uncontrolled; all authors were employees of the clinic; causes cannot be judged."
    assert interests(a_document(1, words)) == ("all authors were employees of the clinic",)
