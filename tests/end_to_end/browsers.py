"""The browser that is on the machine, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def launched() -> Iterator[Browser]:
    """Give an open browser; skip the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if _CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser: Browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Watched:
    """A page, what it reports, and the addresses that it asks."""

    page: Page
    faults: list[str] = field(default_factory=list)
    messages: list[ConsoleMessage] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def reported(self) -> list[str]:
        """Faults of its scripts and everything on its console."""
        return self.faults + [message.text for message in self.messages]


def watched(context: BrowserContext, address: str) -> Watched:
    """Open a page at an address and watch it."""
    seen = Watched(context.new_page())
    seen.page.on("pageerror", lambda error: seen.faults.append(str(error)))
    seen.page.on("console", lambda message: seen.messages.append(message))  # noqa: PLW0108 - it wants a function
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.goto(address)
    return seen
