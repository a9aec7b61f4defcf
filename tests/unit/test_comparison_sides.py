from __future__ import annotations

import pytest

from service.comparison import side_matches, sides_of


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How do prednisolone and tocilizumab differ in culture?", ("prednisolone", "tocilizumab")),
        ("Tofacitinib 5 vs 10 mg bd in PsA: month 3 ACR20?", ("Tofacitinib 5", "10 mg bd")),
        ("What is the difference between PD-1 and PD-L1?", ("PD-1", "PD-L1")),
        ("Which source clots most: marrow, fat or cord?", ("marrow", "fat", "cord")),
        ("Is it better to raise the dose or add adalimumab?", ("raise the dose", "add adalimumab")),
        ("Do frozen cells work less well than fresh ones in psoriasis?", ("frozen cells", "fresh ones")),
        ("Are male or female persons more prone to it?", ("male", "female persons")),
        ("Was bimekizumab superior to adalimumab in BE OPTIMAL?", ("bimekizumab", "adalimumab")),
        ("Are teeth cells any good, compared with ones from marrow?", ("teeth cells", "ones from marrow")),
        ("Did men and women respond equally well?", ("men", "women")),
        ("Which side effect stands out compared with the other treatments?", ()),
        ("Does it help children or not?", ()),
        ("What came of the fresh-versus-frozen study?", ()),
        ("Do stem cells help in psoriasis?", ()),
        ("", ()),
    ],
)
def test_the_sides_are_words_of_the_question(question: str, sides: tuple[str, ...]) -> None:
    assert sides_of(question) == sides
    assert all(side in question for side in sides)


def test_a_sentence_speaks_of_a_side_by_the_words_that_tell_it_from_the_other() -> None:
    frozen, fresh = "frozen umbilical cells", "fresh umbilical cells"
    assert side_matches("Frozen cells lost half of their effect.", frozen, (fresh,))
    assert not side_matches("Umbilical cells were used.", frozen, (fresh,))
    assert not side_matches("Anything at all.", "the", ())


def test_a_word_that_every_kind_of_cell_shares_speaks_of_no_side() -> None:
    cord, fat = sides_of("Are umbilical cord or adipose MSCs better in psoriasis?")
    assert not side_matches("Cord blood MSCs could be useful in psoriasis.", fat, (cord,))
    assert side_matches("Adipose-derived cells calmed the skin.", fat, (cord,))
    cells, drugs = sides_of("Do stem cells work better than biologics?")
    assert side_matches("Stem cells calmed the joints.", cells, (drugs,))
