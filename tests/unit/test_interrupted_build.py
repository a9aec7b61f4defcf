from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from index.build import build
from index.errors import IndexBusyError, IndexWriteError
from index.generations import Generations
from index.serving import open_current
from tests.examples import a_document, a_store, add
from tests.fakes import EncodingFailedError, FailingEmbedder, HashingEmbedder, full_disk

# Builds in the directory it is told. With an audit event and a part of its arguments it kills itself at that moment.
BUILDER = """
import os, signal, sys
from pathlib import Path
from corpus.store import CorpusStore
from index.build import build
from index.generations import Generations
from tests.fakes import SlowEmbedder

directory, *moment = sys.argv[1:]

def kill(event, arguments):
    if moment and event == moment[0] and moment[1] in str(arguments):
        os.kill(os.getpid(), signal.SIGKILL)

store, generations = CorpusStore(Path(directory, "corpus.sqlite")), Generations(Path(directory, "index"))
sys.addaudithook(kill)
print("started", flush=True)
build(store, generations, SlowEmbedder(0.1), lambda done, total: print("encoding", flush=True))
"""
KILLED = -9


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    """A corpus with an index, changed since: 600 passages wait for a new one."""
    store = a_store(tmp_path, a_document(1, "Pain fell."))
    build(store, Generations(tmp_path / "index"), HashingEmbedder())
    add(store, *(a_document(number, "Skin cleared.") for number in range(2, 301)))
    yield store
    store.close()


@pytest.fixture
def generations(store: CorpusStore) -> Generations:
    return Generations(store.path.parent / "index")


def start_builder(store: CorpusStore, *moment: str) -> subprocess.Popen[str]:
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(store.path.parent), *moment],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for(builder, "started")
    return builder


def wait_for(builder: subprocess.Popen[str], line: str) -> None:
    assert builder.stdout
    assert builder.stdout.readline() == f"{line}\n"


def documents_served(generations: Generations) -> int:
    manifest, searcher = open_current(generations, HashingEmbedder())
    assert searcher.search("pain fell", 1)[0].passage.document_id == "PMID:1"
    return manifest.documents


def assert_next_build_works(store: CorpusStore, generations: Generations) -> None:
    build(store, generations, HashingEmbedder())
    assert documents_served(generations) == len(store)
    assert not list(generations.directory.rglob(".building-*"))


@pytest.mark.parametrize(
    "moment",
    [
        ("os.mkdir", ".building-"),
        ("open", "vectors.faiss"),
        ("open", "vocab.index.json"),
        ("open", "manifest.json"),
        ("os.rename", ".building-"),
        ("os.rename", "CURRENT.new"),
    ],
    ids=" ".join,
)
def test_a_builder_killed_before_it_is_done_leaves_the_old_generation_serving(
    store: CorpusStore, generations: Generations, moment: tuple[str, str]
) -> None:
    with start_builder(store, *moment) as builder:
        assert builder.wait(timeout=30) == KILLED
    assert documents_served(generations) == 1
    assert_next_build_works(store, generations)


def test_a_builder_killed_at_any_moment_leaves_a_whole_generation_serving(
    store: CorpusStore, generations: Generations
) -> None:
    rng = random.Random(11)  # noqa: S311 - not for secrets
    until = time.monotonic() + 20
    for number in range(6):
        if time.monotonic() > until:
            break
        before = documents_served(generations)
        add(store, a_document(1000 + number))
        with start_builder(store) as builder:
            time.sleep(rng.uniform(0, 0.5))
            builder.kill()
        assert documents_served(generations) in {before, len(store)}
    assert_next_build_works(store, generations)


def test_of_two_builders_one_is_told_that_the_index_is_busy(store: CorpusStore, generations: Generations) -> None:
    with start_builder(store) as builder:
        wait_for(builder, "encoding")
        with pytest.raises(IndexBusyError):
            build(store, generations, HashingEmbedder())
        assert documents_served(generations) == 1
        assert builder.wait(timeout=30) == 0
    assert documents_served(generations) == 300
    assert build(store, generations, FailingEmbedder())[1] is False


@pytest.mark.parametrize("room", [0, 1_000, 10_000, 30_000])
def test_on_a_full_disk_the_old_generation_serves_on(store: CorpusStore, generations: Generations, room: int) -> None:
    with full_disk(room), pytest.raises(IndexWriteError, match="The former one, if any, still serves"):
        build(store, generations, HashingEmbedder())
    assert not list(generations.directory.rglob(".building-*"))
    assert documents_served(generations) == 1
    assert_next_build_works(store, generations)


def test_on_a_full_disk_a_finished_generation_waits_for_its_turn(store: CorpusStore, generations: Generations) -> None:
    old = generations.current()
    new, _ = build(store, generations, HashingEmbedder())
    generations.make_current(old)
    with full_disk(10), pytest.raises(IndexWriteError):
        build(store, generations, FailingEmbedder())
    assert documents_served(generations) == 1
    assert build(store, generations, FailingEmbedder()) == (new, False)
    assert documents_served(generations) == 300


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_when_encoding_fails_the_old_generation_serves_on(
    store: CorpusStore, generations: Generations, batches: int
) -> None:
    with pytest.raises(EncodingFailedError):
        build(store, generations, FailingEmbedder(batches))
    assert documents_served(generations) == 1
    assert_next_build_works(store, generations)
