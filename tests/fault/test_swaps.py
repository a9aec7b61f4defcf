"""While generations come and go, no request fails and none is answered from two of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

from index.generations import Generations
from index.serving import roll_back
from service.answers import SearchResponse
from service.search import search
from tests.fakes import HashingEmbedder
from tests.fault.examples import MOST, a_corpus, a_service, assert_of_one_generation, build_now, one_more
from tests.fault.processes import a_worker, build_index

READERS, SWAPS = 2, 12


def test_readers_see_one_whole_generation_at_a_time_through_many_swaps(tmp_path: Path) -> None:
    done = Event()
    with closing(a_corpus(tmp_path)) as store, ThreadPoolExecutor(READERS) as pool:
        build_now(store)
        sources = a_service(tmp_path)

        def read() -> list[SearchResponse]:
            found = []
            while not done.is_set():
                found.append(search(sources, "pain fell in patients", MOST))
            return found

        readers = [pool.submit(read) for _ in range(READERS)]
        try:
            for number in range(SWAPS):
                one_more(store)
                if number % 3 == 0:
                    with a_worker(build_index, tmp_path) as worker:
                        worker.go()
                        assert worker.outcome() == "done"
                else:
                    build_now(store)
                if number % 4 == 0:
                    roll_back(Generations(tmp_path / "index"), HashingEmbedder())
        finally:
            done.set()
        responses = [response for reader in readers for response in reader.result(timeout=60)]
    for response in responses:
        assert_of_one_generation(response)
    names: dict[str, set[int]] = {}
    for response in responses:
        names.setdefault(response.index.fingerprint, set()).add(response.index.documents)
    assert len(names) > SWAPS / 3
    assert all(len(documents) == 1 for documents in names.values())
