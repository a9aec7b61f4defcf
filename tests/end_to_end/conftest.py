"""A real server over the starter corpus, and a real browser where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.browsers import launched
from tests.servers import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FIRST_START_SECONDS = 400


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, exported: Path) -> Iterator[Server]:
    """`enthesis serve` over the starter corpus, for tests that change nothing."""
    directory = tmp_path_factory.mktemp("served")
    shutil.copytree(exported, directory / "data" / "encoders")
    with serving(directory / "data", directory / "log") as server:
        server.until_ready(FIRST_START_SECONDS)
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    yield context
    context.close()
