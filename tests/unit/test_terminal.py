from __future__ import annotations

import pytest
from rich.progress import Progress

from service.cli.terminal import RateColumn


@pytest.mark.parametrize(("done", "expected"), [(0, "–/s"), (300, "150/s")])
def test_the_bar_tells_how_many_are_done_a_second(done: int, expected: str) -> None:
    now = 0.0
    bar = Progress(RateColumn(), disable=True, get_time=lambda: now)
    task = bar.add_task("encoding", total=1000)
    for share in (0.5, 1):
        now += 1
        bar.update(task, completed=done * share)
    assert RateColumn().render(bar.tasks[0]).plain == expected
