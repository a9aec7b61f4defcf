"""A real server over the starter corpus, and a real browser where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.page_service import CORD_QUESTION, HARMS_QUESTION, FakeApi, a_document, an_answer
from tests.servers import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser: Browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with FakeApi() as api:
        document, start = a_document()
        api.holds(document)
        api.will_answer(an_answer(CORD_QUESTION, document, start))
        api.will_answer(an_answer(HARMS_QUESTION, document, start))
        yield api


@pytest.fixture
def page(context: BrowserContext, api: FakeApi) -> Iterator[Page]:
    """An open page that must not report an error, break its security policy or ask another server for anything."""
    page = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(api.address)
    yield page
    assert [error for error in errors if not error.startswith("Failed to load resource")] == []
    assert [url for url in requests if not url.startswith(api.address)] == []
