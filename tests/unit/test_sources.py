from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build
from index.generations import Generations
from service.errors import NotFoundError, UnavailableError
from service.sources import Sources
from tests.examples import CORD, a_document, a_store, add, break_corpus, some_sources
from tests.fakes import HashingEmbedder

NEWCOMER = a_document(4, "A newcomer to this corpus.")


def a_new_generation(directory: Path, sources: Sources) -> Path:
    add(sources.store, NEWCOMER)
    generations = Generations(directory / "index")
    build(sources.store, generations, HashingEmbedder())
    return generations.path(generations.current())


def test_the_serving_generation_is_opened_once(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    assert sources.index() is sources.index()


def test_threads_that_ask_at_once_get_one_index(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: sources.index(), range(16)))
    assert {id(index) for index in opened} == {id(sources.index())}


def test_a_new_generation_is_noticed_and_swapped_in(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    before = sources.index()
    a_new_generation(tmp_path, sources)
    after = sources.index()
    assert (before.manifest.documents, after.manifest.documents) == (3, 4)
    assert [hit.passage.document_id for hit in after.searcher.search("newcomer", 1)] == [NEWCOMER.id]


def test_who_has_taken_an_index_keeps_it(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    taken = sources.index()
    a_new_generation(tmp_path, sources)
    sources.index()
    assert taken.searcher.search("cord", 1)[0].passage.document_id == CORD.id


@pytest.mark.parametrize("damaged", ["manifest.json", "vectors.faiss", "passages.jsonl"])
def test_a_damaged_new_generation_leaves_the_open_one_serving(tmp_path: Path, damaged: str) -> None:
    sources = some_sources(tmp_path)
    serving = sources.index()
    path = a_new_generation(tmp_path, sources) / damaged
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert sources.index() is serving
    path.write_bytes(content)
    assert sources.index().manifest.documents == 4


def test_an_index_taken_away_leaves_the_open_one_serving(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    serving = sources.index()
    (tmp_path / "index" / "CURRENT").unlink()
    assert sources.index() is serving


def test_without_an_index_the_message_says_how_to_build_one(tmp_path: Path) -> None:
    sources = Sources(a_store(tmp_path, CORD), Generations(tmp_path / "index"), HashingEmbedder())
    with pytest.raises(UnavailableError, match="enthesis index build"):
        sources.index()
    build(sources.store, Generations(tmp_path / "index"), HashingEmbedder())
    assert sources.index().manifest.documents == 1


@pytest.mark.parametrize("damaged", ["manifest.json", "vectors.faiss"])
def test_a_damaged_index_alone_is_unavailable_with_its_remedy(tmp_path: Path, damaged: str) -> None:
    sources = some_sources(tmp_path)
    generations = Generations(tmp_path / "index")
    (generations.path(generations.current()) / damaged).write_bytes(b"\x00")
    with pytest.raises(UnavailableError, match="enthesis index build"):
        sources.index()


def test_an_index_of_another_encoder_is_refused(tmp_path: Path) -> None:
    some_sources(tmp_path)
    sources = Sources(a_store(tmp_path), Generations(tmp_path / "index"), HashingEmbedder(dimension=32))
    with pytest.raises(UnavailableError, match="enthesis index build"):
        sources.index()


def test_a_document_is_found_by_its_id_or_said_not_to_be_there(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    assert sources.document(CORD.id) == CORD
    with pytest.raises(NotFoundError, match="PMID:99"):
        sources.document("PMID:99")


def test_a_corpus_that_cannot_be_read_is_unavailable(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    break_corpus(sources.store)
    with pytest.raises(UnavailableError, match=r"corpus\.sqlite"):
        sources.document(CORD.id)
