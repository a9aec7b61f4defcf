"""What axe-core finds on the page: nothing, in every view, scheme and width."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.end_to_end.page.fake_service import (
    CORD_QUESTION,
    HARMS_QUESTION,
    FakeApi,
    a_document,
    an_abstention,
    an_answer,
)
from tests.end_to_end.page.steps import ask, expect, open_first_citation

if TYPE_CHECKING:
    from playwright.sync_api import Page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STOP = "Should I stop?"
VIEWS = ["start", "filters", "answer", "source", "abstention", "failure"]


def audit(page: Page) -> dict[str, Any]:
    """Return what axe-core says of the page as it is."""
    response: dict[str, Any] = axe.Axe().run(page, options=RULES).response
    return response


@pytest.fixture
def show(page: Page, api: FakeApi) -> Callable[[str], None]:
    """Bring the page into a view."""
    document, start = a_document(editorial_status="retracted")
    api.holds(document)
    api.will_answer(an_answer(CORD_QUESTION, document, start))
    api.will_answer(an_abstention(STOP, "personal_advice", "This is yours to decide.", document, start))
    api.will_fail(HARMS_QUESTION, 503, "There is no index.")

    def bring(view: str) -> None:
        question = {"abstention": STOP, "failure": HARMS_QUESTION}.get(view, CORD_QUESTION)
        if view in {"start", "filters"}:
            page.goto(f"{api.address}?odd=1")
            expect(page.locator("footer p")).to_be_visible()
        else:
            page.goto(f"{api.address}?q={quote(question)}&from=2015")
            expect(page.locator(".answer, .abstention, .failure")).to_be_visible()
        if view == "filters":
            page.locator("#filters summary").click()
        if view == "source":
            open_first_citation(page)

    return bring


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, show: Callable[[str], None], scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    for view in VIEWS:
        show(view)
        found = audit(page)
        assert len(found["passes"]) > 15
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == [], view


def test_axe_does_find_what_is_wrong(page: Page) -> None:
    page.evaluate("document.querySelector('label[for=question]').remove()")
    assert "label" in [one["id"] for one in audit(page)["violations"]]


def test_the_page_is_whole_at_four_times_its_size(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 magnified to 400 %, as WCAG has it
    ask(page, CORD_QUESTION)
    expect(page.locator(".chart > svg")).to_be_visible()
    page.locator("#filters summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
