"""Which records a selection admits, held to a reading of its rule that looks at one word after the other."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.canonical import Section
from corpus.documents import Document
from corpus.errors import InvalidSelectionError
from corpus.selection import Selection
from tests.strategies import documents, sections, titles, words

few_words = st.lists(
    st.sampled_from(["stem", "cell", "cells", "Psoriasis", "PSORIATIC", "TNF-α", "naïve", "Straße", "ﬁbrosis", "x"]),
    min_size=1,
    max_size=3,
).map(" ".join)
phrases = few_words | st.builds("{}*".format, few_words)
texts = st.lists(phrases, min_size=1, max_size=3).map(" OR ".join)
records = st.builds(
    Document, id=st.just("PMID:1"), title=few_words, sections=st.lists(st.builds(Section, st.none(), few_words))
)


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one)))


def stands_in(phrase: str, field: str) -> bool:
    wanted, there = words_of(phrase), words_of(field)
    runs = (there[start : start + len(wanted)] for start in range(len(there) - len(wanted) + 1))
    if phrase.endswith("*"):
        return any(run[:-1] == wanted[:-1] and run[-1].startswith(wanted[-1]) for run in runs)
    return wanted in runs


@given(records, st.lists(texts, max_size=2))
def test_a_record_is_admitted_when_each_text_has_an_alternative_whose_words_stand_side_by_side(
    document: Document, wanted: list[str]
) -> None:
    fields = [document.title, *(section.text for section in document.sections)]
    expected = all(any(stands_in(one, field) for one in text.split(" OR ") for field in fields) for text in wanted)
    assert Selection(words=tuple(wanted)).admits(document) is expected


@given(titles, st.lists(sections, max_size=2))
def test_any_word_of_any_text_is_found_however_it_is_written(title: str, parts: list[Section]) -> None:
    document = Document(id="PMID:1", title=title, sections=tuple(parts))
    for field in (document.title, *(section.text for section in document.sections)):
        for word in words_of(field):
            for written in (word, word.upper(), unicodedata.normalize("NFC", word), f"{word[:1]}*"):
                assert Selection(words=(written,)).admits(document)


@given(documents, words, words)
def test_or_admits_what_either_does_and_two_texts_what_both_do(document: Document, one: str, other: str) -> None:
    assume(not {"*", "OR"} & {*one, *other, *one.split(), *other.split()})
    try:
        first, second = (Selection(words=(text,)).admits(document) for text in (one, other))
    except InvalidSelectionError:
        assume(False)  # noqa: FBT003 - no word in it
    assert Selection(words=(f"{one} OR {other}",)).admits(document) is (first or second)
    assert Selection(words=(one, other)).admits(document) is (first and second)
