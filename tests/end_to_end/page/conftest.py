"""The page open in one browser for all of these tests, over a service that says what a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.browsers import launched, watched
from tests.end_to_end.page.fake_service import CORD_QUESTION, HARMS_QUESTION, FakeApi, a_document, an_answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


# Of the package, not of the session: while it is open, an event loop runs in this thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


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
    seen = watched(context, api.address)
    yield seen.page
    errors = seen.faults + [message.text for message in seen.messages if message.type == "error"]
    assert [error for error in errors if not error.startswith("Failed to load resource")] == []
    assert [url for url in seen.requests if not url.startswith(api.address)] == []
