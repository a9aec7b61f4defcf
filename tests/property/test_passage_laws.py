from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from index.passages import Passage, PassageOptions, cut, text_to_embed
from tests.fakes import HashingEmbedder
from tests.strategies import documents

count_tokens = HashingEmbedder().count_tokens
limits = st.integers(4, 40).map(PassageOptions)


def cut_up(document: Document, options: PassageOptions) -> list[Passage]:
    return cut(document, options, count_tokens)


@given(documents, limits)
def test_the_title_comes_first(document: Document, options: PassageOptions) -> None:
    title = cut_up(document, options)[0]
    assert (title.start, title.end, title.section) == (0, len(document.title), "TITLE")


@given(documents, limits)
def test_passages_are_ordered_disjoint_and_have_no_space_around_them(
    document: Document, options: PassageOptions
) -> None:
    passages = cut_up(document, options)
    for passage in passages:
        words = document.text[passage.start : passage.end]
        assert words == words.strip() != ""
        assert passage.document_id == document.id
    assert all(first.end <= second.start for first, second in pairwise(passages))


@given(documents, limits)
def test_passages_hold_every_character_of_every_section_but_white_space(
    document: Document, options: PassageOptions
) -> None:
    covered = {place for passage in cut_up(document, options) for place in range(passage.start, passage.end)}
    for span in document.spans:
        left_out = set(range(span.start, span.end)) - covered
        assert not "".join(document.text[place] for place in left_out).strip()


@given(documents, limits)
def test_a_passage_lies_in_the_one_section_that_it_names(document: Document, options: PassageOptions) -> None:
    for passage in cut_up(document, options)[1:]:
        holding = [span for span in document.spans if span.start <= passage.start and passage.end <= span.end]
        assert [span.label for span in holding] == [passage.section]


@given(documents, limits)
def test_ids_are_unique(document: Document, options: PassageOptions) -> None:
    ids = [passage.id for passage in cut_up(document, options)]
    assert len(set(ids)) == len(ids)


@given(documents, limits)
def test_no_passage_is_longer_than_the_encoder_reads_unless_it_has_no_space_or_the_title_is_long(
    document: Document, options: PassageOptions
) -> None:
    title_tokens = count_tokens([document.title])[0]
    for passage in cut_up(document, options)[1:]:
        words = document.text[passage.start : passage.end]
        if " " in words and title_tokens + 2 <= options.max_tokens // 2:
            assert count_tokens([text_to_embed(document, passage)])[0] + 2 <= options.max_tokens
        elif " " in words:
            assert count_tokens([words])[0] <= max(options.max_tokens - 2 - title_tokens, options.max_tokens // 2)


@given(documents, limits)
def test_every_passage_but_the_title_is_encoded_after_the_title(document: Document, options: PassageOptions) -> None:
    title, *sentences = cut_up(document, options)
    assert text_to_embed(document, title) == document.title
    for passage in sentences:
        assert text_to_embed(document, passage) == f"{document.title}\n{document.text[passage.start : passage.end]}"
