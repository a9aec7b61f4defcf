"""A process of its own that may not take more than so much memory beyond what it begins with."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_SECONDS = 60


class LimitedProcess:
    """Does work in another process, one piece after another."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what ``work`` returns.

        Raises:
            MemoryError: there was not enough; or whatever ``work`` raises.
        """
        return self._pool.submit(work, *args, **kwargs).result(_SECONDS)


@contextmanager
def limited_process(mebibytes: int) -> Iterator[LimitedProcess]:
    """Give a fresh process with ``mebibytes`` to spare."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=_limit, initargs=(mebibytes,)) as pool:
        yield LimitedProcess(pool)


def _limit(mebibytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
