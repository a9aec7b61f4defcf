from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from rank_bm25 import BM25Okapi

from index.bm25_lexical import K1, B, Bm25Lexical, tokenise

WORDS = (
    *("mesenchymal", "stem", "cells", "psoriasis", "psoriatic", "arthritis", "pain", "patients", "mice", "etanercept"),
    *("umbilical", "cord", "blood", "fat", "marrow", "skin", "joint", "trial", "the", "and", "of", "with"),
)
SEEDS = range(5)


def random_texts(seed: int) -> list[str]:
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    frequencies = [1 / rank for rank in range(1, len(WORDS) + 1)]
    return [" ".join(rng.choices(WORDS, frequencies, k=rng.randint(0, 30))) for _ in range(60)]


def queries(seed: int) -> list[str]:
    rng = random.Random(seed + 100)  # noqa: S311 - not for secrets
    return [" ".join(rng.choices(WORDS, k=rng.randint(1, 5))) for _ in range(20)]


def lucene_scores(texts: list[str], query: str) -> list[float]:
    documents = [Counter(words) for words in tokenise(texts)]
    lengths = [document.total() for document in documents]
    mean_length = sum(lengths) / len(lengths)

    def score(document: Counter[str], length: int, word: str) -> float:
        having = sum(word in other for other in documents)
        idf = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
        return idf * document[word] / (document[word] + K1 * (1 - B + B * length / mean_length))

    (words,) = tokenise([query])
    return [
        sum(score(document, length, word) for word in words)
        for document, length in zip(documents, lengths, strict=True)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_those_of_the_formula(seed: int) -> None:
    texts = random_texts(seed)
    index = Bm25Lexical.of(texts)
    for query in [*queries(seed), "pain pain pain", "xyzzy", ""]:
        assert index.scores(query) == pytest.approx(lucene_scores(texts, query), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_of_a_word_are_those_of_rank_bm25_but_for_a_factor(seed: int) -> None:
    texts = random_texts(seed)
    index, reference = Bm25Lexical.of(texts), BM25Okapi(tokenise(texts), k1=K1, b=B)
    compared = 0
    for word in tokenise([" ".join(WORDS)])[0]:
        scores, expected = index.scores(word), reference.get_scores([word])
        if reference.idf.get(word, 0) > 0 and expected.max() > 0:
            assert scores / scores.max() == pytest.approx(expected / expected.max(), abs=1e-5)
            compared += 1
    assert compared > 10


def test_words_are_stems_in_lower_case_without_stop_words() -> None:
    assert tokenise(["The Cells of a patient: relieved, TNF-α!", "", "a b the"]) == [
        ["cell", "patient", "reliev", "tnf"],
        [],
        [],
    ]
