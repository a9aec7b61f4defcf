"""A sync killed at any moment loses nothing: the next one ends with the corpus of a run that nobody killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.store import CorpusStore
from service.cli.app import make_app
from tests.fault.processes import KILLED, FollowQuery, a_worker
from tests.servers import environment
from tests.upstreams.following import SOURCES, State, state
from tests.upstreams.records import Record
from tests.upstreams.server import ReplayServer

CHAINS, KILLS_IN_A_CHAIN = 3, 3
RECORDS = [Record(number, f"Title {number}", entered=f"2020-01-{number:02}") for number in range(1, 29)]


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with ReplayServer(RECORDS) as running:
        yield running


def the_state(directory: Path, source: str) -> State:
    with closing(CorpusStore(directory / "corpus.sqlite", create=True)) as store:
        assert store.verify() == []
        return state(store, source)


def set_upstreams(monkeypatch: pytest.MonkeyPatch, server: ReplayServer, directory: Path) -> None:
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(directory))
    for name in ("PUBMED", "EUROPEPMC", "CLINICALTRIALS"):
        monkeypatch.setenv(f"ENTHESIS_{name}_URL", server.url)


def sync_here(source: str) -> None:
    result = CliRunner().invoke(make_app(), ["corpus", "sync", "--source", source])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("source", SOURCES)
def test_a_run_killed_at_any_moment_is_made_good(server: ReplayServer, source: str, tmp_path: Path) -> None:
    work, rng = FollowQuery(source, server.url), random.Random(20)  # noqa: S311 - not for secrets
    whole = tmp_path / "whole"
    whole.mkdir()
    work(whole)
    requests, kept, killed = len(server.asked), set(), 0
    for chain in range(CHAINS):
        directory = tmp_path / str(chain)
        directory.mkdir()
        for _ in range(KILLS_IN_A_CHAIN):
            server.again()
            with a_worker(work, directory) as worker:
                stop = rng.randrange(requests)
                timer = threading.Timer(rng.uniform(0, 0.01), worker.process.kill)
                server.before_answering = _start_at(stop, timer)
                worker.go()
                worker.process.join(30)
                if timer.is_alive():  # a kill that comes too late must still find the process object open
                    timer.join()
                killed += worker.process.exitcode == KILLED
            server.before_answering = lambda _: None
            kept.add(len(the_state(directory, source).ids))
        work(directory)
        assert the_state(directory, source) == the_state(whole, source)
    assert killed > CHAINS * KILLS_IN_A_CHAIN / 4
    assert len(kept) > 1


def _start_at(stop: int, timer: threading.Timer) -> Callable[[int], None]:
    """Kill some moments after a request came in: before its answer, or while it is taken in."""

    def before_answering(request: int) -> None:
        if request == stop:
            timer.start()

    return before_answering


def test_the_command_itself_killed_at_each_request_is_made_good(
    server: ReplayServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    set_upstreams(monkeypatch, server, whole)
    sync_here("pubmed")
    requests = len(server.asked)
    set_upstreams(monkeypatch, server, killed)
    for stop in range(requests):
        server.again()
        assert _killed_at(server, killed, stop) == -signal.SIGKILL
    server.again()
    sync_here("pubmed")
    assert the_state(killed, "pubmed") == the_state(whole, "pubmed")


def _killed_at(server: ReplayServer, directory: Path, stop: int) -> int:
    """Run the command in a process that is killed at a request; return how it ended."""
    command = [sys.executable, "-m", "eval", "corpus", "sync"]
    urls = {"ENTHESIS_PUBMED_URL": server.url}
    with subprocess.Popen(command, env=environment(directory) | urls, stderr=subprocess.DEVNULL) as process:
        server.before_answering = lambda request: os.kill(process.pid, signal.SIGKILL) if request == stop else None
        ended = process.wait(60)
    server.before_answering = lambda _: None
    return ended
