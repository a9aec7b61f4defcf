"""What every answerer promises, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import AnchoredSentence, Answerer
from service.words import numbers
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, a_source
from tests.language_models import Asked, LyingModel, a_model_answerer, quote_all

SOURCES = [a_source(CORD, 0.9), a_source(FAT, 0.6), a_source(ETANERCEPT, 0.3)]
SENTENCES = 5


@contextmanager
def written_by(say: Callable[[Asked], str]) -> Iterator[Answerer]:
    with LyingModel(say) as model:
        yield a_model_answerer(model)


ANSWERERS: dict[str, Callable[[], AbstractContextManager[Answerer]]] = {
    "extractive": lambda: nullcontext(ExtractiveAnswerer()),
    "a model that quotes": lambda: written_by(quote_all),
    "a model that says nothing": lambda: written_by(lambda _: ""),
}


@pytest.fixture(scope="module", params=ANSWERERS)
def answerer(request: pytest.FixtureRequest) -> Iterator[Answerer]:
    with ANSWERERS[request.param]() as made:
        yield made


def words_of(sentence: AnchoredSentence) -> list[str]:
    return [document.text[passage.start : passage.end] for document, passage in sentence.anchors]


def test_it_has_a_name(answerer: Answerer) -> None:
    assert answerer.name


@pytest.mark.parametrize("most", [1, 2, 20])
def test_there_are_sentences_and_never_too_many(answerer: Answerer, most: int) -> None:
    assert 1 <= len(answerer.compose(CORD_QUESTION, SOURCES, most).sentences) <= min(most, SENTENCES)


def test_every_sentence_is_anchored_in_a_given_source(answerer: Answerer) -> None:
    given = {source.document.id: source.document for source in SOURCES}
    for sentence in answerer.compose(CORD_QUESTION, SOURCES, 20).sentences:
        assert sentence.anchors
        for document, passage in sentence.anchors:
            assert given[document.id] == document
            assert passage.document_id == document.id
            assert 0 <= passage.start < passage.end <= len(document.text)


def test_every_number_stands_in_a_quote(answerer: Answerer) -> None:
    sentences = answerer.compose("How many patients were treated?", SOURCES, 20).sentences
    assert any(numbers(sentence.text) for sentence in sentences)
    for sentence in sentences:
        assert numbers(sentence.text) <= set().union(*map(numbers, words_of(sentence)))


def test_no_sources_give_no_sentences(answerer: Answerer) -> None:
    assert answerer.compose(CORD_QUESTION, [], 6).sentences == ()


@pytest.mark.parametrize("document", [a_document(1), a_document(1, "…", "?!")], ids=["a title alone", "no words"])
def test_a_source_that_says_nothing_gives_no_sentences(answerer: Answerer, document: object) -> None:
    assert isinstance(document, type(CORD))
    assert answerer.compose(CORD_QUESTION, [a_source(document)], 6).sentences == ()


def test_the_same_sources_give_the_same_sentences(answerer: Answerer) -> None:
    first, second = (answerer.compose(CORD_QUESTION, SOURCES, 3) for _ in range(2))
    assert first == second


def test_the_order_of_equal_sources_does_not_decide_what_is_said(answerer: Answerer) -> None:
    tied = [a_source(document) for document in (CORD, FAT, ETANERCEPT)]
    there, back = (answerer.compose(CORD_QUESTION, order, 20).sentences for order in (tied, tied[::-1]))
    assert {sentence.text for sentence in there} == {sentence.text for sentence in back}


def test_what_two_sources_say_alike_is_said_once(answerer: Answerer) -> None:
    copies = [a_source(a_document(number, CORD.sections[1].text)) for number in (7, 8, 9)]
    assert [one.text for one in answerer.compose(CORD_QUESTION, copies, 6).sentences] == [CORD.sections[1].text]


@pytest.mark.parametrize("question", ["?", "", "🧬", "a" * 5000])
def test_any_question_is_borne(answerer: Answerer, question: str) -> None:
    assert len(answerer.compose(question, SOURCES, 6).sentences) <= 6
