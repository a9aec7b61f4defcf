"""Hundreds of sentences about the starter corpus, true and false, from a model: no false one reaches an answer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest

from corpus.documents import Document
from corpus.starter import starter_documents
from index.interfaces import Embedder
from service.interfaces import Draft
from service.language_model import manner
from service.language_model.alignment_verifier import AlignmentVerifier
from service.language_model.conflicts import conflict
from tests.examples import a_source
from tests.fakes import HashingEmbedder
from tests.language_models import Asked, LyingModel, a_model_answerer
from tests.statements import FALSE, TRUE, TRUE_SEEN_LATE, Statement, lies, sentences_of, truths

QUESTION = "What did the study find?"
SEED, SENTENCES = 20261125, 100


def drawn() -> list[tuple[Document, list[Statement]]]:
    """Sentences of the corpus with what is said of them, true and false."""
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated
    drawn = chance.sample(sentences_of(starter_documents()), SENTENCES)
    others = [*drawn[1:], drawn[0]]
    return [
        (document, [*truths(text), *lies(text, other, chance)])
        for (document, text), (_, other) in zip(drawn, others, strict=True)
    ]


def is_borne(sentence: str, quote: str, embedder: Embedder) -> bool:
    faults = (manner.fault(sentence), conflict(sentence, [quote]), AlignmentVerifier(embedder).fault(sentence, [quote]))
    return faults == (None, None, None)


def test_of_many_lies_none_reaches_an_answer_and_most_truths_do() -> None:
    kept: Counter[bool] = Counter()
    told: Counter[bool] = Counter()
    for document, statements in drawn():
        made = compose(document, statements)
        said = {sentence.text for sentence in made.sentences}
        assert not said & {statement.text for statement in statements if not statement.is_true}
        borne = said | {dropped.text for dropped in made.dropped if dropped.why == "said already"}
        for statement in statements:
            told[statement.is_true] += 1
            kept[statement.is_true] += statement.text in borne
    assert kept[False] == 0
    assert told[False] >= 500
    assert kept[True] >= 0.9 * told[True], (kept, told)


def compose(document: Document, statements: Sequence[Statement]) -> Draft:
    """What is kept when a model says all of it, each with the passage that it is about."""

    def say(asked: Asked) -> str:
        numbers = {text: number for number, text in asked.passages.items()}
        return "\n".join(f"{statement.text} [{numbers.get(statement.of, 1)}]" for statement in statements)

    with LyingModel(say) as model:
        return a_model_answerer(model).compose(QUESTION, [a_source(document)], len(statements))


def test_thousands_more_are_judged_alike_without_a_server() -> None:
    chance = random.Random(SEED + 1)  # noqa: S311 - a test that can be repeated
    sentences = [text for _, text in sentences_of(starter_documents())]
    chance.shuffle(sentences)
    embedder = HashingEmbedder()
    false = [lie for text, other in pairwise(sentences[:401]) for lie in lies(text, other, chance)]
    assert len(false) > 3000
    assert [lie for lie in false if is_borne(lie.text, lie.of, embedder)] == []


@pytest.mark.parametrize(("sentence", "lie"), FALSE)
def test_no_lie_that_a_person_thought_of_is_borne(sentence: str, lie: str) -> None:
    assert not is_borne(lie, sentence, HashingEmbedder())


@pytest.mark.model
def test_no_lie_is_borne_by_the_encoder_that_serves_and_most_of_what_is_true_is(real_embedder: Embedder) -> None:
    assert [lie for sentence, lie in FALSE if is_borne(lie, sentence, real_embedder)] == []
    assert share_kept(TRUE, real_embedder) >= 0.7
    assert share_kept(TRUE_SEEN_LATE, real_embedder) >= 0.4


def share_kept(said: Sequence[tuple[str, tuple[str, ...]]], embedder: Embedder) -> float:
    kept = [is_borne(text, sentence, embedder) for sentence, texts in said for text in texts]
    return sum(kept) / len(kept)
