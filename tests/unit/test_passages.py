from __future__ import annotations

import pytest

from corpus.canonical import Section
from corpus.documents import Document
from index.passages import Passage, PassageOptions, cut, text_to_embed
from tests.examples import a_document
from tests.fakes import HashingEmbedder

count_tokens = HashingEmbedder().count_tokens


def pieces(document: Document, max_tokens: int = 256) -> list[tuple[str, str | None]]:
    passages = cut(document, PassageOptions(max_tokens), count_tokens)
    return [(document.text[passage.start : passage.end], passage.section) for passage in passages]


def test_the_title_comes_first_and_then_every_sentence() -> None:
    document = a_document(1, title="Stem cells", sections=(Section("RESULTS", "Pain fell. Skin cleared."),))
    assert pieces(document) == [("Stem cells", "TITLE"), ("Pain fell.", "RESULTS"), ("Skin cleared.", "RESULTS")]


def test_a_document_without_sections_is_its_title() -> None:
    assert pieces(a_document(1, title="Stem cells. A review.")) == [("Stem cells. A review.", "TITLE")]


def test_a_sentence_does_not_run_over_the_end_of_its_section() -> None:
    document = a_document(1, sections=(Section("AIM", "No full stop"), Section(None, "and on it goes")))
    assert pieces(document)[1:] == [("No full stop", "AIM"), ("and on it goes", None)]


def test_the_label_of_a_section_is_in_no_passage() -> None:
    document = a_document(1, sections=(Section("CONCLUSIONS", "It works."),))
    assert not any("CONCLUSIONS" in words for words, _ in pieces(document))


def test_an_id_names_the_document_and_the_place() -> None:
    first, second = cut(a_document(7, "Pain fell."), PassageOptions(256), count_tokens)
    assert (first.id, second.id) == ("PMID:7#0-7", "PMID:7#8-18")
    assert second == Passage("PMID:7", 8, 18, None)


def test_offsets_count_code_points() -> None:
    document = a_document(1, "𝒳 rose. é fell.", title="🧬")
    assert [words for words, _ in pieces(document)] == ["🧬", "𝒳 rose.", "é fell."]


def test_a_sentence_too_long_for_the_encoder_is_cut_at_white_space() -> None:
    sentence = "one two three four five six seven eight nine ten."
    assert [words for words, _ in pieces(a_document(1, sentence), max_tokens=10)][1:] == [
        "one two three four five",
        "six seven eight nine ten.",
    ]


def test_a_sentence_that_just_fits_beside_the_title_stays_whole() -> None:
    assert len(pieces(a_document(1, "one two three four five six."), max_tokens=10)) == 2
    assert len(pieces(a_document(1, "one two three four five six seven."), max_tokens=10)) == 3


def test_a_long_title_leaves_half_of_the_encoder_to_the_sentence() -> None:
    document = a_document(1, "one two three four five. one two three four five six.", title="word " * 30)
    assert [count_tokens([words])[0] for words, _ in pieces(document, max_tokens=10)] == [30, 5, 3, 3]


@pytest.mark.parametrize("sentence", ["one-two-three-four.", "one two-three-four-five."])
def test_a_long_word_is_never_cut(sentence: str) -> None:
    def count_letters(texts: object) -> list[int]:
        return [len(text) for text in texts]  # type: ignore[attr-defined]

    document = a_document(1, sentence, title="T")
    passages = cut(document, PassageOptions(6), count_letters)
    assert [document.text[one.start : one.end] for one in passages[1:]] == sentence.split()


def test_a_passage_is_encoded_with_the_title_in_front() -> None:
    document = a_document(1, "Pain fell.", title="Stem cells")
    passages = cut(document, PassageOptions(256), count_tokens)
    assert [text_to_embed(document, passage) for passage in passages] == ["Stem cells", "Stem cells\nPain fell."]
