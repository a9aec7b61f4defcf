"""The page as it is served, over the starter corpus with the real encoder: the whole way of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.browsers import watched
from tests.end_to_end.page.fake_service import CORD_QUESTION
from tests.end_to_end.page.steps import ask, expect
from tests.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.model


@pytest.fixture
def served_page(context: BrowserContext, served: Server) -> Iterator[Page]:
    """The open page, which must report no error and ask no other server."""
    seen = watched(context, served.address)
    yield seen.page
    assert seen.reported == []
    assert [url for url in seen.requests if not url.startswith(served.address)] == []


def test_a_question_is_answered_opened_narrowed_and_followed_up(served_page: Page, served: Server) -> None:
    page, told = served_page, served.answer(CORD_QUESTION)
    expect(page.locator("footer")).to_contain_text("246 documents")
    ask(page, CORD_QUESTION)
    expect(page.locator(".summary")).to_have_text(told["evidence"]["summary"])
    expect(page.locator(".evidence .warnings li")).to_have_text(told["evidence"]["warnings"])
    expect(page.locator(".answer p")).to_have_count(len(told["sentences"]))
    expect(page.locator(".sources li")).to_have_count(len(told["citations"]))
    expect(page.locator(".dot")).to_have_count(len(told["citations"]))

    page.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_be_in_viewport()
    assert "".join(page.locator("#source mark").all_text_contents()) == told["sentences"][0]["quotes"][0]["quote"]
    page.keyboard.press("Escape")

    page.locator("#filters summary").click()
    page.get_by_label("Systematic review or guideline").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".filtered")).to_contain_text("systematic review or guideline")
    expect(page.locator(".sources .kind, .nearest .small").first).to_contain_text("Systematic review or guideline")
    page.get_by_role("button", name="Ask without filters").click()

    ask(page, "and in mice?")
    understood = "Understood as: “Has umbilical cord blood been tried in psoriatic arthritis in mice?”"
    expect(page.locator("#outcome")).to_contain_text(understood)


def test_the_sources_come_as_a_file(served_page: Page, tmp_path: Path) -> None:
    ask(served_page, CORD_QUESTION)
    with served_page.expect_download() as download:
        served_page.get_by_role("link", name="RIS").click()
    saved = tmp_path / "sources.ris"
    download.value.save_as(saved)
    assert saved.read_text(encoding="utf-8").startswith("TY  - JOUR")


def test_a_question_about_oneself_is_sent_to_a_clinician(served_page: Page) -> None:
    ask(served_page, "Should I stop taking methotrexate and have stem cells?")
    expect(served_page.locator(".abstention")).to_contain_text("This is for you and a clinician to decide")
    served_page.locator(".nearest .title").first.click()
    expect(served_page.locator("#source mark").first).to_be_visible()
