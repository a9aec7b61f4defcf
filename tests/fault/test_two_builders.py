"""Of processes that want to change the index at once, one does, and the other does so after it or is told to wait."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index.generations import Generations
from tests.fault.examples import a_corpus, a_service, build_now, documents_served, one_more
from tests.fault.processes import Work, a_worker, build_index, roll_back_index, start_for_the_first_time

ROUNDS = 5


def outcomes_at_once(directory: Path, first: Work, second: Work) -> list[str]:
    with a_worker(first, directory) as one, a_worker(second, directory) as other:
        one.go()
        other.go()
        return [one.outcome(), other.outcome()]


def test_of_two_builders_at_once_one_builds_and_the_other_is_told_that_the_index_is_busy(tmp_path: Path) -> None:
    with closing(a_corpus(tmp_path)) as store:
        for _ in range(ROUNDS):
            one_more(store)
            outcomes = outcomes_at_once(tmp_path, build_index, build_index)
            assert set(outcomes) in ({"done"}, {"done", "IndexBusyError"})
            assert documents_served(a_service(tmp_path)) == len(store)
        build_now(store)


def test_a_rollback_beside_a_build_leaves_a_whole_generation_serving(tmp_path: Path) -> None:
    with closing(a_corpus(tmp_path)) as store:
        build_now(store)
        for _ in range(ROUNDS):
            one_more(store)
            build_now(store)
            one_more(store)
            outcomes = outcomes_at_once(tmp_path, build_index, roll_back_index)
            assert set(outcomes) in ({"done"}, {"done", "IndexBusyError"})
            sources = a_service(tmp_path)
            assert documents_served(sources) in {len(store) - 2, len(store) - 1, len(store)}
            assert sources.warning is None


def test_of_two_first_starts_at_once_one_does_it(tmp_path: Path) -> None:
    outcomes = outcomes_at_once(tmp_path, start_for_the_first_time, start_for_the_first_time)
    assert set(outcomes) in ({"done"}, {"done", "IndexBusyError"})
    assert a_service(tmp_path).index().manifest.fingerprint == Generations(tmp_path / "index").current()
    assert not list(tmp_path.glob(".starting-*"))
