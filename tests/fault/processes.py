"""Work on an index in processes of their own, slow enough between two steps to be killed anywhere."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.backup import restore
from corpus.errors import CorpusError
from corpus.store import CorpusStore
from corpus.sync.run import sync
from corpus.sync.saved_queries import SavedQuery
from eval.datasets.beir import read_dataset
from eval.retrieval import Configurations, evaluate_retrieval
from index.build import build
from index.errors import RetrievalError
from index.generations import Generations
from index.serving import roll_back
from service.settings import Settings
from service.wiring import start_with_starter_corpus
from tests.fakes import HashingEmbedder, SlowEmbedder, full_disk
from tests.upstreams.following import DAY, an_upstream
from tests.upstreams.records import WIDE

KILLED = -9

_STEPS = frozenset(
    {"open", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "shutil.rmtree"}
)
_SECONDS_BEFORE_A_STEP = 0.003

# A server imports everything once and forks: a process is there in milliseconds.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])

Work = Callable[[Path], object]


@dataclass(frozen=True)
class Worker:
    """A process that is ready to work and waits for the word."""

    process: BaseProcess
    _pipe: Connection

    def go(self) -> None:
        """Let it begin."""
        self._pipe.send("go")

    def outcome(self) -> str:
        """Wait until it is done; return ``done`` or the name of the error it was stopped by."""
        said = str(self._pipe.recv())
        self.process.join(30)
        return said

    def kill(self) -> bool:
        """Kill it, which a process cannot hinder; return whether it was still at work."""
        self.process.kill()
        self.process.join(30)
        return self.process.exitcode == KILLED


@contextmanager
def a_worker(work: Work, directory: Path, room: int | None = None) -> Iterator[Worker]:
    """Give a process that does ``work``, with a disk of ``room`` bytes for each file when it is given."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_work, args=(work, directory, room, theirs), daemon=True)
    process.start()
    theirs.close()
    with ours:
        assert ours.recv() == "ready"
        yield Worker(process, ours)
        process.kill()
        process.join(30)
        process.close()


def seconds_of(work: Work, directory: Path) -> float:
    """Return how long ``work`` takes when nothing disturbs it."""
    with a_worker(work, directory) as worker:
        began = time.monotonic()
        worker.go()
        assert worker.outcome() == "done"
        return time.monotonic() - began


def build_index(directory: Path) -> None:
    build(CorpusStore(directory / "corpus.sqlite"), Generations(directory / "index"), HashingEmbedder())


def roll_back_index(directory: Path) -> None:
    roll_back(Generations(directory / "index"), HashingEmbedder())


def start_for_the_first_time(directory: Path) -> None:
    start_with_starter_corpus(Settings(data_dir=directory), HashingEmbedder(), lambda _: None)


def restore_backup(directory: Path) -> None:
    restore(directory / "corpus.sqlite", directory / "backup.sqlite")


def open_corpus(directory: Path) -> None:
    CorpusStore(directory / "corpus.sqlite")


def measure_retrieval(directory: Path) -> None:
    configurations = Configurations(["dense"], [SlowEmbedder(0.01)])
    evaluate_retrieval(read_dataset(directory / "set"), configurations, kept=directory / "kept")


@dataclass(frozen=True)
class FollowQuery:
    """Follow a query at a replay server in small pages."""

    source: str
    url: str

    def __call__(self, directory: Path) -> None:
        with an_upstream(self.source, self.url) as upstream:
            store = CorpusStore(directory / "corpus.sqlite", create=True)
            sync(store, upstream, SavedQuery(self.source, self.source, WIDE), DAY)


def _work(work: Work, directory: Path, room: int | None, pipe: Connection) -> None:
    pipe.send("ready")
    pipe.recv()
    sys.addaudithook(_wait_before_a_step)
    try:
        with full_disk(room) if room is not None else nullcontext():
            work(directory)
    except (CorpusError, RetrievalError) as error:
        pipe.send(type(error).__name__)
    else:
        pipe.send("done")


def _wait_before_a_step(event: str, _arguments: object) -> None:
    if event in _STEPS:
        time.sleep(_SECONDS_BEFORE_A_STEP)
