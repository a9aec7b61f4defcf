"""A process killed at any moment leaves a whole generation serving, and nothing that the next does not mend."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from index.generations import KEPT_GENERATIONS, Generations
from index.inventory import take_inventory
from service.errors import UnavailableError
from tests.examples import a_store
from tests.fault.examples import a_corpus, a_report, a_service, build_now, documents_served, one_more
from tests.fault.processes import (
    Work,
    a_worker,
    build_index,
    roll_back_index,
    seconds_of,
    start_for_the_first_time,
)

KILLS_OF_BUILDS, KILLS_OF_FIRST_BUILDS, KILLS_OF_ROLLBACKS, KILLS_OF_FIRST_STARTS = 36, 8, 10, 8


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    with closing(a_corpus(tmp_path)) as made:
        yield made


@pytest.fixture
def rng() -> random.Random:
    return random.Random(20)  # noqa: S311 - not for secrets


def killed_at_work(work: Work, directory: Path, seconds: float) -> bool:
    """Kill ``work`` after so many seconds; return whether it was still at it."""
    with a_worker(work, directory) as worker:
        worker.go()
        time.sleep(seconds)
        return worker.kill()


def test_a_build_killed_at_any_moment_leaves_the_old_generation_or_the_new_one(
    store: CorpusStore, rng: random.Random
) -> None:
    directory = store.path.parent
    for _ in range(KEPT_GENERATIONS):
        build_now(store)
        one_more(store)
    whole = seconds_of(build_index, directory)  # with the removal of an old generation at its end
    killed, served = 0, []
    for _ in range(KILLS_OF_BUILDS):
        old = len(store)
        one_more(store)
        killed += killed_at_work(build_index, directory, rng.uniform(0, whole))
        sources = a_service(directory)
        served.append(documents_served(sources) - old)
        assert sources.warning is None
        assert [one.fault for one in take_inventory(Generations(directory / "index")) if one.fault] == []
        build_now(store)
        assert documents_served(a_service(directory)) == documents_served(sources) == old + 1
    assert set(served) <= {0, 1}
    assert killed > KILLS_OF_BUILDS / 4  # most, where the machine is as busy as when the time was taken


def test_a_first_build_killed_at_any_moment_leaves_a_whole_generation_or_none(
    tmp_path: Path, rng: random.Random
) -> None:
    a_corpus(tmp_path / "whole").close()
    whole = seconds_of(build_index, tmp_path / "whole")
    for number in range(KILLS_OF_FIRST_BUILDS):
        with closing(a_corpus(tmp_path / str(number))) as store:
            killed_at_work(build_index, store.path.parent, rng.uniform(0, whole))
            try:
                assert documents_served(a_service(store.path.parent)) == len(store)
            except UnavailableError as error:
                assert str(error).endswith("Build one with `enthesis index build`.")  # noqa: PT017 - either may be
            build_now(store)
            assert documents_served(a_service(store.path.parent)) == len(store)


def test_a_rollback_killed_at_any_moment_leaves_either_generation_serving(
    store: CorpusStore, rng: random.Random
) -> None:
    directory = store.path.parent
    build_now(store)
    one_more(store)
    build_now(store)
    new, old = Generations(directory / "index").fingerprints()
    whole = seconds_of(roll_back_index, directory)
    for _ in range(KILLS_OF_ROLLBACKS):
        build_now(store)
        killed_at_work(roll_back_index, directory, rng.uniform(0, whole))
        sources = a_service(directory)
        assert documents_served(sources) in {len(store) - 1, len(store)}
        assert sources.warning is None
        assert Generations(directory / "index").fingerprints() == [new, old]
    build_now(store)
    roll_back_index(directory)
    assert documents_served(a_service(directory)) == len(store) - 1


def test_a_first_start_killed_at_any_moment_leaves_nothing_that_the_next_does_not_mend(
    tmp_path: Path, rng: random.Random
) -> None:
    (tmp_path / "whole").mkdir()
    whole = seconds_of(start_for_the_first_time, tmp_path / "whole")
    for number in range(KILLS_OF_FIRST_STARTS):
        directory = tmp_path / str(number)
        directory.mkdir()
        killed_at_work(start_for_the_first_time, directory, rng.uniform(0, whole))
        start_for_the_first_time(directory)
        assert {path.name for path in directory.iterdir()} <= {
            *("corpus.sqlite", "corpus.sqlite-wal", "corpus.sqlite-shm", "index"),
        }
        with closing(a_store(directory)) as store:
            sources = a_service(directory)
            assert sources.index().manifest.corpus_fingerprint == store.fingerprint()
            assert sources.warning is None


def test_a_report_is_found_by_every_search(store: CorpusStore) -> None:
    build_now(store)
    assert documents_served(a_service(store.path.parent)) == 20
    assert store.get("PMID:7") == a_report(7)
