"""Work done in a process of its own that may not take more than so much memory beyond what it begins with."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def within_memory(mebibytes: int, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what ``work`` returns, done in a fresh process with ``mebibytes`` to spare.

    Raises:
        MemoryError: that was not enough; or whatever ``work`` raises.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=_limit, initargs=(mebibytes,)) as pool:
        return pool.submit(work, *args, **kwargs).result(timeout=60)


def _limit(mebibytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
