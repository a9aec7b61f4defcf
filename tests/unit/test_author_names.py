from __future__ import annotations

import pytest

from corpus.documents import Author
from corpus.readers.author_names import author, authors_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roe, Jane", Author("Roe J", "Roe", "Jane")),
        ("van der Roe, Jane Ann", Author("van der Roe JA", "van der Roe", "Jane Ann")),
        ("Roe,J.A.", Author("Roe JA", "Roe", "J.A.")),
        ("Roe, JA", Author("Roe JA", "Roe", "JA")),
        ("Roe, J. A.", Author("Roe JA", "Roe", "J. A.")),
        ("Roe, Jean-Paul", Author("Roe JP", "Roe", "Jean-Paul")),
        ("ROE, JANE A.", Author("ROE JA", "ROE", "JANE A.")),
        ("Roe, jane", Author("Roe jane", "Roe", "jane")),
        ("Roe, 因子", Author("Roe 因子", "Roe", "因子")),
        ("Roe, Jane A., Jr.", Author("Roe JA Jr.", "Roe", "Jane A.")),
        ("Roe, Jane, Doe", Author("Roe, Jane, Doe")),
        ("Roe, Jane, Doe, John", Author("Roe, Jane, Doe, John")),
        ("A Made-Up Group", Author("A Made-Up Group")),
        ("Roe,", Author("Roe")),
        (" , Jane", Author("Jane")),
        ("", None),
        (" ,;. ", None),
        ("1234", None),
    ],
)
def test_a_name_is_shown_with_initials_and_keeps_its_parts(text: str, expected: Author | None) -> None:
    assert author(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Roe J, van der Doe AB, Poe E Jr.", ["Roe J", "van der Doe AB", "Poe E Jr"]),
        ("Roe J., Doe A.B.", ["Roe J.", "Doe A.B."]),
        ("Roe, J.; Doe, A.B.;", ["Roe J", "Doe AB"]),
        ("Jane Roe, John Doe", ["Jane Roe", "John Doe"]),
        ("Roe, Jane and Doe, John and Poe, E.", ["Roe J", "Doe J", "Poe E"]),
        ("Committee for Made-Up Safety and Efficacy", ["Committee for Made-Up Safety and Efficacy"]),
        ("Jane Roe", ["Jane Roe"]),
        ("Roe, Jane", ["Roe J"]),
        (",", []),
        ("", []),
    ],
)
def test_a_list_is_parted_where_it_can_be_read_in_one_way(text: str, names: list[str]) -> None:
    assert [one.name for one in authors_in(text)] == names
