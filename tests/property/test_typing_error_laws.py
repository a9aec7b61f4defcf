from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.typing_errors import WORDS_PER_ERROR, with_typing_errors
from tests import strategies

texts = strategies.words
keys = st.text(max_size=5)


@given(texts, keys)
def test_words_stay_words_and_no_more_than_one_in_six_or_one_is_hit(text: str, key: str) -> None:
    before, after = text.split(), with_typing_errors(text, key).split()
    assert len(before) == len(after)
    hit = sum(old != new for old, new in zip(before, after, strict=True))
    assert hit <= max(1, round(len(before) / WORDS_PER_ERROR))


@given(texts, keys)
def test_words_with_a_digit_and_first_letters_stay(text: str, key: str) -> None:
    for old, new in zip(text.split(), with_typing_errors(text, key).split(), strict=True):
        assert old[0] == new[0]
        assert old == new or not any(letter.isdigit() for letter in old)
