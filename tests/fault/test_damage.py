"""Whatever is cut or flipped in an index, the service answers from a whole generation and says so, or refuses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from index.generations import Generations
from service.errors import UnavailableError
from tests.fault.examples import a_corpus, a_service, build_now, documents_served, one_more
from tests.unit.test_build import FILES

OLD, NEW = 20, 21
TIMES = 6


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusStore]:
    """A corpus with two generations of its index, which each test damages and mends."""
    with closing(a_corpus(tmp_path_factory.mktemp("damaged"), OLD)) as made:
        build_now(made)
        one_more(made)
        build_now(made)
        yield made


def damages(content: bytes, seed: str) -> Iterator[bytes]:
    """Cut ``content`` at random places, and flip random bits of it."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(TIMES):
        yield content[: rng.randrange(len(content))]
    for _ in range(TIMES):
        place = rng.randrange(len(content))
        yield content[:place] + bytes([content[place] ^ 1 << rng.randrange(8)]) + content[place + 1 :]


def file_of(store: CorpusStore, name: str) -> Path:
    """A file of the serving generation, or the one that names it."""
    generations = Generations(store.path.parent / "index")
    return generations.directory / name if name == "CURRENT" else generations.path(generations.current()) / name


@pytest.mark.parametrize("name", [*FILES, "CURRENT"])
def test_a_damaged_generation_gives_way_to_a_whole_one_and_this_is_said(store: CorpusStore, name: str) -> None:
    path = file_of(store, name)
    whole = path.read_bytes()
    for damaged in damages(whole, name):
        path.write_bytes(damaged)
        sources = a_service(store.path.parent)
        try:
            served = documents_served(sources)
        except UnavailableError as error:
            # A flipped digit makes another format's manifest: a mismatch, in which no other may stand in.
            assert (name, str(error).endswith("`enthesis index build`.")) == ("manifest.json", True)  # noqa: PT017
        else:
            if name == "CURRENT":  # the generation itself is whole, and stands in for the one that nobody finds
                assert served == NEW
            else:
                assert served == (NEW if sources.warning is None else OLD)
            assert sources.warning is None or "`enthesis index build`" in sources.warning
            assert sources.warning is not None or name in {"manifest.json", "CURRENT"}
        finally:
            path.write_bytes(whole)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_generation_alone_is_refused_with_what_mends_it(tmp_path: Path, name: str) -> None:
    with closing(a_corpus(tmp_path)) as store:
        build_now(store)
        path = file_of(store, name)
        whole = path.read_bytes()
        for damaged in damages(whole, name):
            path.write_bytes(damaged)
            try:
                assert documents_served(a_service(tmp_path)) == len(store)
                assert name == "manifest.json"  # the time of building, or the white space at its end
            except UnavailableError as error:
                assert str(error).endswith("Build it again with `enthesis index build`.")  # noqa: PT017
        path.write_bytes(damaged)
        build_now(store)
        assert documents_served(a_service(tmp_path)) == len(store)


def test_damage_to_everything_that_is_kept_is_refused(tmp_path: Path) -> None:
    with closing(a_corpus(tmp_path)) as store:
        build_now(store)
        one_more(store)
        build_now(store)
        for path in (tmp_path / "index").rglob("vectors.faiss"):
            path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(UnavailableError, match=r"vectors\.faiss: the file is not what was written"):
            a_service(tmp_path).index()
        build_now(store)
        assert documents_served(a_service(tmp_path)) == len(store)


def test_a_service_that_runs_does_not_notice_damage_to_what_it_has_open(store: CorpusStore) -> None:
    sources = a_service(store.path.parent)
    assert documents_served(sources) == NEW
    path = file_of(store, "vectors.faiss")
    whole = path.read_bytes()
    path.write_bytes(b"")
    assert (documents_served(sources), sources.warning) == (NEW, None)
    path.write_bytes(whole)
