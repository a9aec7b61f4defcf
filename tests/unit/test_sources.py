from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build
from index.generations import Generations
from index.interfaces import Embedder
from index.manifest import Manifest
from index.search import Searcher
from index.serving import open_current, roll_back
from service.errors import NotFoundError, UnavailableError
from service.sources import OpenIndex, Sources
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
    assert sources.warning
    assert str(path) in sources.warning
    path.write_bytes(content)
    assert sources.index().manifest.documents == 4
    assert sources.warning is None


def test_an_index_taken_away_leaves_the_open_one_serving(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    serving = sources.index()
    (tmp_path / "index" / "CURRENT").unlink()
    assert sources.index() is serving
    assert sources.warning
    assert f"generation {serving.manifest.fingerprint}" in sources.warning


def opened_anew(directory: Path, embedder: Embedder | None = None) -> Sources:
    """Sources as the next start of the service opens them."""
    return Sources(a_store(directory), Generations(directory / "index"), embedder or HashingEmbedder())


@pytest.mark.parametrize("damaged", ["manifest.json", "vectors.faiss", "passages.jsonl", "bm25/params.index.json"])
def test_the_newest_other_generation_stands_in_for_a_damaged_one_and_this_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damaged: str
) -> None:
    sources = some_sources(tmp_path)
    old = sources.index().manifest
    path = a_new_generation(tmp_path, sources) / damaged
    path.write_bytes(path.read_bytes()[:-2])
    sources = opened_anew(tmp_path)
    assert sources.index().manifest == old
    assert sources.warning
    assert str(path) in sources.warning
    assert sources.warning.endswith(f"Until then generation {old.fingerprint}, built {old.built_at}, serves.")
    assert sources.index().searcher.search("cord", 1)[0].passage.document_id == CORD.id
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [sources.warning]


@pytest.mark.parametrize("content", [None, b"", b"\xff\n", b"0123456789abcdef\n", b"..", b"\x00" * 5000])
def test_a_generation_stands_in_when_no_name_leads_to_one(tmp_path: Path, content: bytes | None) -> None:
    some_sources(tmp_path)
    current = tmp_path / "index" / "CURRENT"
    current.unlink() if content is None else current.write_bytes(content)
    sources = opened_anew(tmp_path)
    assert sources.index().manifest.documents == 3
    assert sources.warning
    assert "enthesis index build" in sources.warning


def test_a_name_that_is_no_file_is_as_good_as_none(tmp_path: Path) -> None:
    some_sources(tmp_path)
    (tmp_path / "index" / "CURRENT").unlink()
    (tmp_path / "index" / "CURRENT").mkdir()
    sources = opened_anew(tmp_path)
    assert sources.index().manifest.documents == 3
    assert "Is a directory" in str(sources.warning)


def test_the_next_build_ends_the_standing_in(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    path = a_new_generation(tmp_path, sources) / "vectors.faiss"
    path.write_bytes(b"")
    sources = opened_anew(tmp_path)
    assert (sources.index().manifest.documents, sources.warning is None) == (3, False)
    build(sources.store, Generations(tmp_path / "index"), HashingEmbedder())
    assert (sources.index().manifest.documents, sources.warning) == (4, None)


def test_a_generation_that_stood_in_serves_without_a_warning_once_it_is_named(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    (a_new_generation(tmp_path, sources) / "vectors.faiss").write_bytes(b"")
    sources = opened_anew(tmp_path)
    standing_in = sources.index()
    roll_back(Generations(tmp_path / "index"), HashingEmbedder())
    assert sources.index() is standing_in
    assert sources.warning is None


def test_what_cannot_be_opened_is_not_read_again_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = some_sources(tmp_path)
    serving = sources.index()
    (a_new_generation(tmp_path, sources) / "vectors.faiss").write_bytes(b"")
    assert sources.index() is serving
    monkeypatch.setattr("service.sources.open_current", None)
    assert sources.index() is serving


def test_a_fault_of_the_moment_is_tried_again_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = some_sources(tmp_path)
    sources.index()
    a_new_generation(tmp_path, sources)
    with monkeypatch.context() as patch:
        patch.setattr("index.manifest.facts_of", too_many_open_files)
        assert (sources.index().manifest.documents, sources.warning is None) == (3, False)
    assert sources.index().manifest.documents == 3
    monkeypatch.setattr("service.sources.monotonic", lambda: time.monotonic() + 61)
    assert (sources.index().manifest.documents, sources.warning) == (4, None)


def too_many_open_files(*_: object) -> None:
    raise OSError(24, "Too many open files")


def test_a_generation_that_was_collected_while_it_was_opened_gives_way_to_the_one_named_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sources(tmp_path)
    sources = opened_anew(tmp_path)
    check_files = Manifest.check_files

    def build_thrice_and_check(manifest: Manifest, directory: Path) -> None:
        monkeypatch.setattr(Manifest, "check_files", check_files)
        for number in range(10, 13):
            add(sources.store, a_document(number))
            build(sources.store, Generations(tmp_path / "index"), HashingEmbedder())
        assert not directory.exists()
        manifest.check_files(directory)

    monkeypatch.setattr(Manifest, "check_files", build_thrice_and_check)
    assert (sources.index().manifest.documents, sources.warning) == (6, None)


def test_while_one_request_opens_a_new_generation_others_are_served_from_the_former(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = some_sources(tmp_path)
    serving = sources.index()
    a_new_generation(tmp_path, sources)
    with ThreadPoolExecutor(1) as pool:

        def ask_beside(generations: Generations, embedder: Embedder) -> tuple[Manifest, Searcher]:
            assert pool.submit(sources.index).result(timeout=30) is serving
            return open_current(generations, embedder)

        monkeypatch.setattr("service.sources.open_current", ask_beside)
        assert sources.index().manifest.documents == 4


def test_requests_that_come_during_the_first_opening_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sources(tmp_path)
    sources = opened_anew(tmp_path)
    with ThreadPoolExecutor(1) as pool:
        waiting: list[Future[OpenIndex]] = []

        def ask_beside(generations: Generations, embedder: Embedder) -> tuple[Manifest, Searcher]:
            waiting.append(pool.submit(sources.index))
            time.sleep(0.05)
            assert not waiting[0].done()
            return open_current(generations, embedder)

        monkeypatch.setattr("service.sources.open_current", ask_beside)
        assert sources.index() is waiting[0].result(timeout=30)


def test_none_stands_in_for_an_index_of_another_encoder(tmp_path: Path) -> None:
    sources = some_sources(tmp_path)
    add(sources.store, NEWCOMER)
    build(sources.store, Generations(tmp_path / "index"), HashingEmbedder(dimension=32))
    with pytest.raises(UnavailableError, match=r"encoder .*`enthesis index build`\.$"):
        opened_anew(tmp_path).index()


def test_an_index_of_another_encoder_does_not_stand_in(tmp_path: Path) -> None:
    some_sources(tmp_path)
    (tmp_path / "index" / "CURRENT").unlink()
    with pytest.raises(UnavailableError, match="There is no serving index"):
        opened_anew(tmp_path, HashingEmbedder(dimension=32)).index()


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
