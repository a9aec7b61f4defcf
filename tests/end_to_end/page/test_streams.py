"""An answer as it comes in a real browser: bit by bit, late, cut off, or not at all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from service.answers import Answer
from tests.end_to_end.page.fake_service import CORD_QUESTION, QUOTED, Cut, FakeApi, Reply, Stream, a_document, an_answer
from tests.end_to_end.page.fake_service import events_of as told_of
from tests.end_to_end.page.steps import ask, expect, hold_cord_answer, let_go, open_first_citation

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

SOURCES_AND_ONE = 2


@pytest.fixture
def in_two(api: FakeApi) -> Answer:
    """An answer of two sentences, which the service knows."""
    made = an_answer(CORD_QUESTION, *a_document())
    made = made.model_copy(update={"sentences": made.sentences * 2})
    api.will_answer(made)
    return made


def test_sentences_are_shown_as_they_come_and_said_to_be_less_than_the_answer(
    page: Page, api: FakeApi, in_two: Answer
) -> None:
    hold = threading.Event()
    api.will_answer(in_two, hold, told=SOURCES_AND_ONE)
    ask(page, CORD_QUESTION)
    expect(page.locator(".answer p")).to_have_text([f"{QUOTED} [1]"])
    expect(page.locator(".pending")).to_contain_text("Not whole yet")
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#outcome h2")).to_be_focused()
    open_first_citation(page)
    hold.set()
    expect(page.locator(".answer p")).to_have_text([f"{QUOTED} [1]"] * 2)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator(".caution")).to_be_visible()
    expect(page.locator("#source mark")).to_have_text(QUOTED)  # what was opened meanwhile stays
    page.keyboard.press("Escape")
    expect(page.locator(".marker").first).to_be_focused()


@pytest.mark.parametrize("cut", ["closed", "broken"])
def test_an_answer_that_breaks_off_is_never_taken_for_whole(page: Page, api: FakeApi, in_two: Answer, cut: Cut) -> None:
    hold = threading.Event()
    api.will_answer(in_two, hold, told=SOURCES_AND_ONE, cut=cut)
    ask(page, CORD_QUESTION)
    expect(page.locator(".answer p")).to_be_visible()
    hold.set()
    expect(page.locator(".failure")).to_contain_text("The answer broke off")
    expect(page.locator(".failure")).to_contain_text("What stands below is incomplete")
    expect(page.locator(".incomplete p")).to_have_text([f"{QUOTED} [1]"])
    expect(page.locator(".sources, .evidence, .pending")).to_have_count(0)
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "false")
    api.will_answer(in_two)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer p")).to_have_text([f"{QUOTED} [1]"] * 2)
    expect(page.locator(".incomplete, .failure")).to_have_count(0)


def test_a_fault_on_the_way_is_told_in_the_words_of_the_service(page: Page, api: FakeApi, in_two: Answer) -> None:
    fault = {"status": 503, "detail": "The index went away.", "request_id": "req-8"}
    api.answers[CORD_QUESTION] = Stream([*told_of(in_two)[:SOURCES_AND_ONE], ("error", fault)])
    ask(page, CORD_QUESTION)
    expect(page.locator(".failure")).to_contain_text("The index went away.")
    expect(page.locator(".failure")).to_contain_text("req-8")
    expect(page.locator(".incomplete p")).to_have_count(1)


def test_a_failure_that_is_no_problem_of_the_service_is_still_told(page: Page, api: FakeApi) -> None:
    api.answers[CORD_QUESTION] = Reply(None, status=500)
    ask(page, CORD_QUESTION)
    expect(page.locator(".failure")).to_contain_text("This did not work")
    expect(page.locator(".failure")).to_contain_text("The server answered with an error (500).")


def test_after_a_while_the_page_says_how_far_it_is_and_can_be_stopped(page: Page, api: FakeApi, in_two: Answer) -> None:
    page.clock.install()
    hold = threading.Event()
    api.will_answer(in_two, hold, told=1)
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    page.clock.run_for(4000)
    expect(page.locator("#waiting")).to_be_hidden()
    page.clock.run_for(2000)
    expect(page.locator("#waiting")).to_contain_text("Reading 1 source.")
    expect(page.get_by_role("status")).to_have_text("Reading 1 source.")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".failure")).to_contain_text("Stopped")
    expect(page.locator("#waiting")).to_be_hidden()
    let_go(hold, page)
    expect(page.locator(".answer")).to_have_count(0)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer p")).to_have_count(2)


def test_a_server_that_says_nothing_at_all_is_given_up(page: Page, api: FakeApi) -> None:
    page.clock.install()
    hold = hold_cord_answer(api)
    ask(page, CORD_QUESTION)
    page.clock.run_for(59_000)
    expect(page.locator("#waiting")).to_contain_text("Still looking in the sources.")
    page.clock.run_for(2000)
    expect(page.locator(".failure")).to_contain_text("The server is taking too long")
    let_go(hold, page)


def test_a_server_that_went_away_under_the_page_is_told_plainly(context: BrowserContext) -> None:
    with FakeApi() as gone:
        page = context.new_page()
        page.goto(gone.address)
        expect(page.locator("footer p")).to_be_visible()
    ask(page, CORD_QUESTION)
    expect(page.locator(".failure")).to_contain_text("The server does not answer")
