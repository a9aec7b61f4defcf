from __future__ import annotations

import numpy as np
import pytest

from index.interfaces import Embedder
from index.model_directory import locate
from index.sentence_transformer_embedder import SentenceTransformerEmbedder
from tests.fakes import HashingEmbedder

TEXTS = (
    "Umbilical cord blood cells relieved psoriatic arthritis.",
    "TNF-α inhibitors",
    "",
    "🧬",
    "word " * 600,
    "Etanercept.",
    "Umbilical cord blood cells relieved psoriatic arthritis.",
)


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(locate())


@pytest.fixture(params=["hashing", *(pytest.param(name, marks=pytest.mark.model) for name in ("onnx", "reference"))])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder()
    fixture = "real_embedder" if request.param == "onnx" else "reference"
    found: Embedder = request.getfixturevalue(fixture)
    return found


@pytest.mark.parametrize("count", [0, 1, len(TEXTS)])
def test_each_text_has_one_vector_of_unit_length(embedder: Embedder, count: int) -> None:
    for vectors in (embedder.embed_passages(TEXTS[:count]), embedder.embed_queries(TEXTS[:count])):
        assert vectors.shape == (count, embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(count), abs=1e-5)


def test_the_same_texts_have_the_same_vectors(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed_passages(TEXTS), embedder.embed_passages(TEXTS))


def test_a_text_has_the_same_vector_whatever_is_encoded_beside_it(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)


def test_vectors_come_in_the_order_of_the_texts(embedder: Embedder) -> None:
    forwards, backwards = embedder.embed_passages(TEXTS), embedder.embed_passages(TEXTS[::-1])
    assert forwards == pytest.approx(backwards[::-1], abs=1e-5)
    assert forwards[0] == pytest.approx(forwards[-1], abs=1e-5)
    assert np.abs(forwards[0] - forwards[1]).max() > 0.01


def test_like_texts_are_nearer_than_others(embedder: Embedder) -> None:
    query = embedder.embed_queries(["cord blood cells in psoriatic arthritis"])[0]
    near, far = embedder.embed_passages([TEXTS[0], "The parliament voted on taxes."]) @ query
    assert near > far + 0.2


def test_tokens_are_counted_text_by_text_beyond_what_is_read(embedder: Embedder) -> None:
    counts = embedder.count_tokens(TEXTS)
    assert [embedder.count_tokens([text]) for text in TEXTS] == [[count] for count in counts]
    assert counts[2] == 0
    assert counts[4] == 600 > embedder.max_tokens
    assert embedder.count_tokens([]) == []


def test_what_comes_after_the_limit_is_not_seen(embedder: Embedder) -> None:
    within = "word " * embedder.max_tokens
    vectors = embedder.embed_passages([within, within + "psoriasis " * 50])
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-5)


def test_the_facts_of_an_encoder_have_their_form(embedder: Embedder) -> None:
    assert embedder.name
    assert len(embedder.fingerprint) == 16
    int(embedder.fingerprint, 16)
    assert embedder.dimension > 0
    assert embedder.max_tokens > 0
