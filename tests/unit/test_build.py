from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.store import CorpusStore
from index.build import build, cut_corpus, encode, make_searcher
from index.errors import (
    EmptyCorpusError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    RetrievalError,
)
from index.generations import KEPT_GENERATIONS, Generations
from index.interfaces import Embedder
from index.manifest import FORMAT_VERSION, Manifest
from index.passages import PassageOptions
from index.serving import open_current
from tests.examples import a_document, a_store, add
from tests.fakes import FailingEmbedder, HashingEmbedder

FILES = (
    "bm25/data.csc.index.npy",
    "bm25/indices.csc.index.npy",
    "bm25/indptr.csc.index.npy",
    "bm25/params.index.json",
    "bm25/vocab.index.json",
    "manifest.json",
    "passages.jsonl",
    "passages.keys",
    "vectors.faiss",
)
DOCUMENTS = (a_document(1, "Pain fell. Skin cleared."), a_document(2, "Mice were well."))
MENDS = "Build it again with `enthesis index build`."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    store = a_store(tmp_path, *DOCUMENTS)
    yield store
    store.close()


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


def built(store: CorpusStore, generations: Generations) -> Path:
    manifest, _ = build(store, generations, HashingEmbedder())
    return generations.path(manifest.fingerprint)


def assert_refused(
    generations: Generations, error: type[RetrievalError], words: str | None = None, embedder: Embedder | None = None
) -> None:
    """The index does not open, and whoever is told why is told what mends it."""
    with pytest.raises(error, match=words) as told:
        open_current(generations, embedder or HashingEmbedder())
    assert str(told.value).endswith(MENDS)


def assert_serves(generations: Generations, query: str = "pain fell", document_id: str = "PMID:1") -> None:
    _, searcher = open_current(generations, HashingEmbedder())
    assert searcher.search(query, 1)[0].passage.document_id == document_id


def test_a_build_makes_a_generation_that_serves(store: CorpusStore, generations: Generations) -> None:
    manifest, is_new = build(store, generations, HashingEmbedder())
    assert is_new
    assert (manifest.documents, manifest.passages) == (2, 5)
    assert manifest.corpus_fingerprint == store.fingerprint()
    assert manifest.fingerprint == generations.current()
    assert open_current(generations, HashingEmbedder())[0] == manifest
    assert_serves(generations)


def test_the_same_corpus_is_not_encoded_again(store: CorpusStore, generations: Generations) -> None:
    first, _ = build(store, generations, HashingEmbedder())
    assert build(store, generations, FailingEmbedder()) == (first, False)
    assert generations.fingerprints() == [first.fingerprint]


def test_a_changed_corpus_has_a_new_generation(store: CorpusStore, generations: Generations) -> None:
    first, _ = build(store, generations, HashingEmbedder())
    add(store, a_document(3, "Etanercept helped."))
    second, is_new = build(store, generations, HashingEmbedder())
    assert is_new
    assert second.documents == 3
    assert generations.current() == second.fingerprint != first.fingerprint
    assert_serves(generations, "etanercept", "PMID:3")


class ImportingStore(CorpusStore):
    """A corpus that another process adds to as soon as its fingerprint was read."""

    def fingerprint(self) -> str:
        found = super().fingerprint()
        with closing(CorpusStore(self.path)) as elsewhere:
            add(elsewhere, a_document(3, "Etanercept helped."))
        return found


def test_an_import_while_a_build_begins_is_left_to_the_next_build(store: CorpusStore, generations: Generations) -> None:
    before = store.fingerprint()
    with closing(ImportingStore(store.path)) as importing:
        manifest, _ = build(importing, generations, HashingEmbedder())
    assert (manifest.corpus_fingerprint, manifest.documents) == (before, 2)
    assert build(store, generations, HashingEmbedder())[0].documents == 3


def test_a_corpus_that_changes_back_is_served_from_what_is_there(store: CorpusStore, generations: Generations) -> None:
    first, _ = build(store, generations, HashingEmbedder())
    add(store, a_document(1, "Another text."))
    build(store, generations, HashingEmbedder())
    add(store, DOCUMENTS[0])
    assert build(store, generations, FailingEmbedder()) == (first, False)
    assert generations.current() == first.fingerprint


def test_only_the_last_generations_are_kept(store: CorpusStore, generations: Generations) -> None:
    for number in range(10, 15):
        add(store, a_document(number))
        build(store, generations, HashingEmbedder())
    assert len(generations.fingerprints()) == KEPT_GENERATIONS
    assert_serves(generations)


def test_an_empty_corpus_has_no_index(tmp_path: Path, generations: Generations) -> None:
    store = a_store(tmp_path)
    with pytest.raises(EmptyCorpusError, match="enthesis corpus add"):
        build(store, generations, HashingEmbedder())
    with pytest.raises(IndexMissingError):
        open_current(generations, HashingEmbedder())
    store.close()


def test_a_corpus_without_a_word_has_an_index(tmp_path: Path, generations: Generations) -> None:
    store = a_store(tmp_path, a_document(1, title="The"))
    build(store, generations, HashingEmbedder())
    assert_serves(generations, "anything")
    store.close()


def test_nothing_in_memory_makes_no_searcher() -> None:
    with pytest.raises(EmptyCorpusError):
        make_searcher([], HashingEmbedder())


def test_while_another_builds_the_index_is_busy(store: CorpusStore, generations: Generations) -> None:
    built(store, generations)
    with generations.locked(), pytest.raises(IndexBusyError):
        build(store, Generations(generations.directory), HashingEmbedder())
    assert_serves(generations)


def test_progress_tells_passages_done_of_all(tmp_path: Path, generations: Generations) -> None:
    store = a_store(tmp_path, *(a_document(number, "Pain fell.") for number in range(1, 301)))
    told: list[tuple[int, int]] = []
    build(store, generations, HashingEmbedder(), lambda done, total: told.append((done, total)))
    assert told == [(256, 600), (512, 600), (600, 600)]
    store.close()


def test_vectors_come_in_the_order_of_the_texts_whatever_their_lengths() -> None:
    texts = [" ".join(["word"] * (number % 7) + [str(number)]) for number in range(600)]
    embedder = HashingEmbedder()
    assert np.array_equal(encode(texts, embedder), embedder.embed_passages(texts))
    assert encode([], embedder).shape == (0, 256)


def test_a_corpus_is_cut_in_the_order_of_ids_and_words_are_of_whole_documents() -> None:
    parts = cut_corpus(reversed(DOCUMENTS), PassageOptions(256), HashingEmbedder())
    assert [document.id for document in parts.table.documents] == ["PMID:1", "PMID:2"]
    assert parts.passage_texts == [
        *("Title 1", "Title 1\nPain fell.", "Title 1\nSkin cleared.", "Title 2", "Title 2\nMice were well."),
    ]
    assert parts.document_texts == [document.text for document in DOCUMENTS]


def test_another_encoder_is_refused_and_builds_its_own(store: CorpusStore, generations: Generations) -> None:
    first = built(store, generations)
    another = HashingEmbedder(dimension=64)
    assert_refused(generations, IndexMismatchError, r"encoder .*'dimension': 256.*'dimension': 64", another)
    _, is_new = build(store, generations, another)
    assert is_new
    open_current(generations, another)
    assert first.exists()


def test_other_options_are_refused_and_build_their_own(
    store: CorpusStore, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(store, generations)
    monkeypatch.setattr("index.assembly.LEXICAL_WEIGHT", 0.75)
    assert_refused(generations, IndexMismatchError, "options")
    assert build(store, generations, HashingEmbedder())[1]
    assert_serves(generations)


def test_an_old_format_is_refused_and_built_again(store: CorpusStore, generations: Generations) -> None:
    manifest = built(store, generations) / "manifest.json"
    current, old = (f'"format_version": {version}' for version in (FORMAT_VERSION, 0))
    manifest.write_text(manifest.read_text().replace(current, old))
    assert_refused(generations, IndexMismatchError, "format version 0")
    assert build(store, generations, HashingEmbedder())[1]
    assert_serves(generations)


def test_a_generation_is_these_files_and_none_is_a_pickle(store: CorpusStore, generations: Generations) -> None:
    directory = built(store, generations)
    paths = sorted(path for path in directory.rglob("*") if path.is_file())
    assert [path.relative_to(directory).as_posix() for path in paths] == list(FILES)
    for path in paths:
        assert not path.read_bytes().startswith(b"\x80")
        if path.suffix == ".npy":
            assert not np.load(path, allow_pickle=False).dtype.hasobject


def test_the_manifest_lists_every_other_file(store: CorpusStore, generations: Generations) -> None:
    manifest = Manifest.load(built(store, generations))
    assert [one.path for one in manifest.files] == [name for name in FILES if name != "manifest.json"]


def flip_a_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "flipped bit": lambda path: path.write_bytes(flip_a_bit(path.read_bytes())),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_and_the_next_build_mends_it(
    store: CorpusStore, generations: Generations, name: str, damage: str
) -> None:
    path = built(store, generations) / name
    DAMAGES[damage](path)
    # A manifest with another checksum than was written makes its file the damaged one.
    told = path.parent if name == "manifest.json" else path
    assert_refused(generations, IndexDamagedError, re.escape(str(told)))
    assert build(store, generations, HashingEmbedder())[1]
    assert_serves(generations)
    assert build(store, generations, FailingEmbedder())[1] is False


def test_a_generation_that_is_gone_is_told_and_built_again(store: CorpusStore, generations: Generations) -> None:
    directory = built(store, generations)
    directory.rename(directory.with_name("elsewhere"))
    assert_refused(generations, IndexDamagedError)
    assert build(store, generations, HashingEmbedder())[1]
    assert_serves(generations)


@pytest.mark.parametrize("content", [b"", b"\n", b"0123456789abcdef\n", b"\x00\n"])
def test_a_damaged_name_of_what_serves_is_told_and_mended(
    store: CorpusStore, generations: Generations, content: bytes
) -> None:
    built(store, generations)
    (generations.directory / "CURRENT").write_bytes(content)
    assert_refused(generations, IndexDamagedError)
    assert build(store, generations, FailingEmbedder())[1] is False
    assert_serves(generations)


def test_parts_of_two_generations_do_not_make_one(store: CorpusStore, generations: Generations) -> None:
    first = built(store, generations)
    add(store, a_document(3))
    second = built(store, generations)
    manifest = Manifest.load(second)
    table = (first / "passages.jsonl").read_bytes()
    (second / "passages.jsonl").write_bytes(table)
    mixed = [one for one in Manifest.load(first).files if one.path == "passages.jsonl"]
    files = [one for one in manifest.files if one.path != "passages.jsonl"] + mixed
    manifest.model_copy(update={"files": files}).save(second)
    with pytest.raises(IndexDamagedError, match="different sizes"):
        open_current(generations, HashingEmbedder())


def test_no_bit_of_the_manifest_flips_unseen_but_in_the_time_of_building(
    store: CorpusStore, generations: Generations
) -> None:
    path = built(store, generations) / "manifest.json"
    whole = path.read_bytes()
    manifest = Manifest.load(path.parent)
    rng = random.Random(7)  # noqa: S311 - not for secrets
    for place in rng.sample(range(len(whole)), 500):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :])
        try:
            found, _ = open_current(generations, HashingEmbedder())
        except (IndexDamagedError, IndexMismatchError):
            continue
        assert found.model_copy(update={"built_at": manifest.built_at}) == manifest
