from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Correction, Document
from index.passages import Passage
from service.answers import Reading
from service.disagreement import disagreement
from service.interfaces import AnchoredSentence
from service.reading import DENIES, FINDS, read, side_by_side, warnings
from tests.examples import a_document

QUESTION = "Do umbilical cells improve psoriasis?"
YES = "Umbilical cells improved psoriasis in eight of 17 patients."
NO = "Umbilical cells did not improve psoriasis."
NOT_EITHER = "No benefit of umbilical cells in psoriasis was seen."
WEAK = "Umbilical cells may improve psoriasis."
BESIDE = "Seventeen patients took part."
TRIAL = a_document(1, YES, NO, NOT_EITHER, WEAK, BESIDE, publication_types=("Randomized Controlled Trial",))
CASE = replace(TRIAL, id="PMID:2", publication_types=("Case Reports",))


def quoted(words: str, document: Document = TRIAL) -> AnchoredSentence:
    start = document.text.index(words)
    return AnchoredSentence(words, ((document, Passage(document.id, start, start + len(words), None)),))


def told(question: str, *sentences: AnchoredSentence) -> str:
    return " ".join(warnings(question, sentences, read(question, sentences), side_by_side(question, sentences)))


def reading(*sentences: AnchoredSentence) -> Reading:
    found = read(QUESTION, sentences)
    assert found is not None
    return found


def test_quotes_that_say_yes_are_read_so_with_how_many_sources_of_what_kind() -> None:
    found = reading(quoted(BESIDE), quoted(YES), quoted(YES, CASE))
    assert (found.verdict, found.yes, found.no, found.neither) == ("yes", [1, 2], [], [0])
    assert found.text.startswith("Yes, say 2 of the 2 quoted sources (1 randomised trial and 1 case report). ")
    alone = reading(quoted(YES), quoted(WEAK))
    assert alone.text.startswith("Yes, says the one quoted source (1 randomised trial). ")


def test_quotes_that_say_no_are_read_so() -> None:
    found = reading(quoted(NO), quoted(NOT_EITHER), quoted(BESIDE, CASE))
    assert (found.verdict, found.no) == ("no", [0, 1])
    assert found.text.startswith("No, says 1 of the 2 quoted sources (1 randomised trial). ")


def test_sources_that_disagree_stand_side_by_side() -> None:
    sentences = (quoted(YES), quoted(NO, CASE))
    found = reading(*sentences)
    assert (found.verdict, found.yes, found.no) == ("mixed", [0], [1])
    assert found.text.startswith(
        "The quotes point both ways: yes in 1 source (1 randomised trial), no in 1 source (1 case"
    )
    assert told(QUESTION, *sentences) == "The sources disagree: PMID:1 against PMID:2."


def test_one_source_that_says_both_is_mixed_but_disagrees_with_nobody() -> None:
    found = reading(quoted(YES), quoted(NO))
    assert found.verdict == "mixed"
    assert found.text.startswith("The quotes of 1 source (1 randomised trial) point both ways. ")
    assert told(QUESTION, quoted(YES), quoted(NO)) == ""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (QUESTION, [BESIDE]),
        (QUESTION, [YES]),
        (QUESTION, [WEAK, NO]),
        (QUESTION, []),
        ("What do umbilical cells do in psoriasis?", [YES, YES]),
        ("Should umbilical cells be given in psoriasis?", [YES, YES]),
    ],
)
def test_where_the_quotes_do_not_bear_one_there_is_no_reading(question: str, words: list[str]) -> None:
    assert read(question, [quoted(one) for one in words]) is None


def test_a_weak_word_against_many_is_told_and_does_not_turn_them() -> None:
    hedged = "Umbilical cells may not improve psoriasis."
    document = a_document(3, hedged)
    found = reading(quoted(YES), quoted(YES, CASE), quoted(hedged, document))
    assert (found.verdict, found.no) == ("yes", [2])
    assert "1 source (1 other publication) also has words to the contrary" in found.text


def test_what_is_read_is_the_quote_and_not_what_was_made_of_it() -> None:
    (document, passage), *_ = quoted(BESIDE).anchors
    assert read(QUESTION, 2 * [AnchoredSentence(YES, ((document, passage),))]) is None


def test_quotes_of_one_sentence_that_contradict_each_other_say_nothing() -> None:
    both = AnchoredSentence("Both.", quoted(YES).anchors + quoted(NO).anchors)
    assert read(QUESTION, [both, both]) is None


def test_sources_that_disagree_are_seen_whatever_is_asked() -> None:
    question = "What do umbilical cells do in psoriasis?"
    sentences = [quoted(YES), quoted(BESIDE), quoted(NO, CASE)]
    assert disagreement(question, sentences) == ([0], [2])
    assert [(side.name, side.sentences) for side in side_by_side(question, sentences)] == [(FINDS, [0]), (DENIES, [2])]
    assert told(question, *sentences) == "The sources disagree: PMID:1 against PMID:2."


@pytest.mark.parametrize("other", [quoted(NO), quoted(YES, CASE), quoted(WEAK, CASE), quoted(BESIDE, CASE)])
def test_nothing_else_is_a_disagreement(other: AnchoredSentence) -> None:
    question = "What do umbilical cells do in psoriasis?"
    assert disagreement(question, [quoted(YES), other]) == ([], [])
    assert side_by_side(question, [quoted(YES), other]) == []


def test_the_sides_of_a_comparison_have_their_sentences_and_a_side_without_one_is_told() -> None:
    question = "How do umbilical cells and etanercept differ in psoriasis?"
    sides = side_by_side(question, [quoted(BESIDE), quoted(YES)])
    assert [(side.name, side.sentences) for side in sides] == [("umbilical cells", [1]), ("etanercept", [])]
    assert told(question, quoted(YES)) == "No quoted sentence speaks of “etanercept”."


def test_without_sentences_there_are_no_sides() -> None:
    assert side_by_side("How do cells and etanercept differ?", []) == []


def test_what_was_retracted_says_nothing() -> None:
    retracted = replace(CASE, corrections=(Correction("RetractionIn"),))
    assert read(QUESTION, [quoted(YES), quoted(YES, CASE)]) is not None
    assert read(QUESTION, [quoted(YES), quoted(YES, retracted)]) is None
