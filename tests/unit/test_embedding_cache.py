from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document
from corpus.store import CorpusStore
from index.build import build
from index.embedding_cache import KEYS_FILE, EmbeddingCache, key_of
from index.errors import IndexWriteError
from index.faiss_vectors import FaissVectors
from index.generations import KEPT_GENERATIONS, Generations
from index.serving import open_current, roll_back
from tests.examples import a_document, a_store, add
from tests.fakes import CountingEmbedder, EncodingFailedError, full_disk

SENTENCES = ("Pain fell.", "Skin cleared.", "Nobody was harmed.")
PASSAGES_EACH = len(SENTENCES) + 1


def documents(count: int, first: int = 1) -> list[Document]:
    return [a_document(number, " ".join(SENTENCES)) for number in range(first, first + count)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    store = a_store(tmp_path, *documents(20))
    yield store
    store.close()


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


def encoded_for(store: CorpusStore, generations: Generations, embedder: CountingEmbedder | None = None) -> int:
    """Build, hold every passage and vector to those of a fresh index, and return how many were encoded for it."""
    embedder = embedder or CountingEmbedder()
    manifest, _ = build(store, generations, embedder)
    made = embedder.encoded
    with closing(a_store(generations.directory, *store.documents())) as same:
        fresh = Generations(generations.directory / "fresh")
        build(same, fresh, CountingEmbedder(embedder.dimension))
    expected = FaissVectors.load(fresh.path(fresh.current()))
    found = FaissVectors.load(generations.path(manifest.fingerprint))
    tables = [one.path(one.current()) / "passages.jsonl" for one in (generations, fresh)]
    assert tables[0].read_bytes() == tables[1].read_bytes()
    rows = np.arange(manifest.passages)
    assert np.array_equal(found.vectors(rows), expected.vectors(rows))
    same.path.unlink()
    return made


def test_only_what_was_added_is_encoded(store: CorpusStore, generations: Generations) -> None:
    assert encoded_for(store, generations) == 20 * PASSAGES_EACH
    add(store, *documents(2, first=21))
    assert encoded_for(store, generations) == 2 * PASSAGES_EACH


def test_a_changed_title_encodes_its_document_again_and_no_other(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    add(store, a_document(7, " ".join(SENTENCES), title="Another title"))
    assert encoded_for(store, generations) == PASSAGES_EACH


def test_a_changed_sentence_is_encoded_alone(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    add(store, a_document(7, "Pain fell. Skin did not clear. Nobody was harmed."))
    assert encoded_for(store, generations) == 1


def test_what_changes_no_text_costs_no_encoding(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    add(store, a_document(7, " ".join(SENTENCES), year=1999))
    assert encoded_for(store, generations) == 0


def test_removing_costs_no_encoding(store: CorpusStore, generations: Generations, tmp_path: Path) -> None:
    build(store, generations, CountingEmbedder())
    (tmp_path / "smaller").mkdir()
    with closing(a_store(tmp_path / "smaller", *documents(15))) as smaller:
        assert encoded_for(smaller, generations) == 0
    assert encoded_for(store, generations) == 0


def test_another_encoder_takes_nothing_over(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    assert encoded_for(store, generations, CountingEmbedder(dimension=64)) == 20 * PASSAGES_EACH


def test_every_kept_generation_is_looked_into_and_no_other(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    for year in range(2000, 2000 + KEPT_GENERATIONS - 1):
        add(store, a_document(7, f"Changed in {year}."))
        build(store, generations, CountingEmbedder())
    add(store, *documents(20))
    assert encoded_for(store, generations) == 0
    assert len(generations.fingerprints()) == KEPT_GENERATIONS
    on_disk = {path.name for path in generations.directory.iterdir()}
    assert on_disk == {"CURRENT", "lock", "generations", "fresh"}


def test_an_interrupted_build_is_taken_up_where_it_stopped(store: CorpusStore, generations: Generations) -> None:
    add(store, *documents(980, first=21))
    with pytest.raises(EncodingFailedError):
        build(store, generations, CountingEmbedder(fails_after=3000))
    seen: list[int] = []
    embedder = CountingEmbedder()
    build(store, generations, embedder, lambda done, _: seen.append(done))
    assert 1000 * PASSAGES_EACH - 3000 <= embedder.encoded <= 1000 * PASSAGES_EACH - 2700
    assert seen[0] >= 2700
    assert not (generations.directory / "unfinished").exists()


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_part_of_an_interrupted_build_is_made_again(
    store: CorpusStore, generations: Generations, damage: str
) -> None:
    add(store, *documents(100, first=21))
    with pytest.raises(EncodingFailedError):
        build(store, generations, CountingEmbedder(fails_after=256))
    (part,) = (generations.directory / "unfinished").rglob("*.npz")
    content = bytearray(part.read_bytes())
    draw = random.Random(5)  # noqa: S311 - damage, no secret
    for _ in range(40):
        place = draw.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << draw.randrange(8)
        part.write_bytes({"cut": bytes(content[:place]), "flipped": bytes(flipped), "emptied": b""}[damage])
        with generations.locked():
            keys = [key_of(f"{document.title}\n{SENTENCES[0]}") for document in documents(20)]
            vectors = np.full((20, 256), np.nan, np.float32)
            missing = EmbeddingCache(generations, CountingEmbedder().fingerprint).fill(keys, vectors)
        found = np.setdiff1d(np.arange(20), missing)
        expected = CountingEmbedder().embed_passages([f"Title {row + 1}\n{SENTENCES[0]}" for row in found])
        assert np.array_equal(vectors[found], expected)


@pytest.mark.parametrize("file", [KEYS_FILE, "vectors.faiss", "manifest.json"])
def test_nothing_is_taken_from_a_damaged_generation(store: CorpusStore, generations: Generations, file: str) -> None:
    build(store, generations, CountingEmbedder())
    path = generations.path(generations.current()) / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    add(store, *documents(1, first=21))
    assert encoded_for(store, generations) == 21 * PASSAGES_EACH


def test_a_generation_from_before_there_were_keys_serves_and_is_not_taken_from(
    store: CorpusStore, generations: Generations
) -> None:
    manifest, _ = build(store, generations, CountingEmbedder())
    directory = generations.path(manifest.fingerprint)
    (directory / KEYS_FILE).unlink()
    listed = json.loads((directory / "manifest.json").read_text())
    listed["files"] = [file for file in listed["files"] if file["path"] != KEYS_FILE]
    (directory / "manifest.json").write_text(json.dumps(listed))
    assert open_current(generations, CountingEmbedder())[0].passages == 20 * PASSAGES_EACH
    add(store, *documents(1, first=21))
    assert encoded_for(store, generations) == 21 * PASSAGES_EACH


def test_going_back_loses_nothing_of_the_cache(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, CountingEmbedder())
    add(store, *documents(2, first=21))
    build(store, generations, CountingEmbedder())
    roll_back(generations, CountingEmbedder())
    add(store, *documents(1, first=23))
    assert encoded_for(store, generations) == PASSAGES_EACH


def test_a_full_disk_while_encoding_is_said_so_and_what_serves_serves_on(
    store: CorpusStore, generations: Generations
) -> None:
    build(store, generations, CountingEmbedder())
    before = generations.current()
    add(store, *documents(980, first=21))
    with full_disk(100_000), pytest.raises(IndexWriteError, match="Make room"):
        build(store, generations, CountingEmbedder())
    assert generations.current() == before
    assert encoded_for(store, generations) == 980 * PASSAGES_EACH
