"""What a reader does, in the words of the tests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.page.fake_service import CORD_QUESTION, FakeApi, a_document, an_answer

if TYPE_CHECKING:
    from playwright.sync_api import Page

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

HOSTILE = "<img src=x onerror=\"document.title='taken'\">"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def hold_cord_answer(api: FakeApi) -> threading.Event:
    """Keep the answer to `CORD_QUESTION` back until what is returned is set."""
    document, start = a_document()
    hold = threading.Event()
    api.will_answer(an_answer(CORD_QUESTION, document, start), hold)
    return hold


def let_go(hold: threading.Event, page: Page) -> None:
    """Let a reply come that was kept back, and give the page time to do something wrong with it."""
    hold.set()
    page.wait_for_function("() => new Promise((resolve) => setTimeout(() => resolve(true), 200))")


def open_first_citation(page: Page) -> None:
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("#source .text")).to_be_visible()
