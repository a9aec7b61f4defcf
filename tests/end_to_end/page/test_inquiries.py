"""What is asked besides the question: filters, earlier questions, and how an address holds all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.end_to_end.page.fake_service import (
    CORD_QUESTION,
    HARMS_QUESTION,
    FakeApi,
    a_document,
    an_abstention,
    an_answer,
)
from tests.end_to_end.page.steps import HOSTILE, ask, expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHARED = f"?q={quote(CORD_QUESTION)}&from=2015&to=2020&kind=randomised&kind=case_report&text=abstract&retracted=1"
SHARED_FILTERS = {
    "year_from": 2015,
    "year_to": 2020,
    "evidence_levels": ["randomised", "case_report"],
    "text_kinds": ["abstract"],
    "include_retracted": True,
}
SHARED_WORDS = "2015–2020 · randomised trial, case report · abstracts · retracted work too"


def address_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def follow_up(api: FakeApi, question: str, understood: str) -> None:
    made = an_answer(question, *a_document())
    api.will_answer(made.model_copy(update={"standalone_question": understood}))


def test_filters_are_asked_with_kept_in_the_address_and_said_beside_the_answer(page: Page, api: FakeApi) -> None:
    page.get_by_text("Filters: none").click()
    page.get_by_label("From").fill("2015")
    page.get_by_label("To", exact=True).fill("2020")
    page.get_by_label("Case report").check()
    page.get_by_label("Randomised trial").check()
    page.get_by_label("Abstracts").check()
    page.get_by_label("Look at it too").check()
    expect(page.locator("#filters summary")).to_have_text(f"Filters: {SHARED_WORDS}")
    ask(page, CORD_QUESTION)
    expect(page.locator(".filtered")).to_contain_text(f"Asked under filters: {SHARED_WORDS}")
    assert urlsplit(page.url).query == urlsplit(SHARED).query.replace("%20", "+")
    assert api.requests[0]["question"] == CORD_QUESTION
    assert {**api.requests[0]["filters"], "evidence_levels": sorted(api.requests[0]["filters"]["evidence_levels"])} == {
        **SHARED_FILTERS,
        "evidence_levels": ["case_report", "randomised"],
    }
    page.get_by_role("button", name="Ask without filters").click()
    expect(page.locator(".filtered")).to_have_count(0)
    expect(page.locator("#filters summary")).to_have_text("Filters: none")
    assert api.requests[1:] == [{"question": CORD_QUESTION}]
    assert address_of(page) == {"q": [CORD_QUESTION]}


def test_a_shared_address_restores_the_question_with_its_filters_and_so_does_a_reload(page: Page, api: FakeApi) -> None:
    page.goto(api.address + SHARED)
    for _ in range(2):
        expect(page.locator(".filtered")).to_contain_text(SHARED_WORDS)
        page.locator("#filters summary").click()
        expect(page.get_by_label("From")).to_have_value("2015")
        expect(page.get_by_label("Randomised trial")).to_be_checked()
        expect(page.get_by_label("Look at it too")).to_be_checked()
        assert api.requests[-1] == {"question": CORD_QUESTION, "filters": SHARED_FILTERS}
        page.reload()
    expect(page.locator("#ignored")).to_be_hidden()


def test_back_restores_the_filters_of_the_question_before(page: Page, api: FakeApi) -> None:
    page.goto(f"{api.address}?q={quote(CORD_QUESTION)}&from=2015")
    page.get_by_role("button", name="Ask without filters").click()
    expect(page.locator(".filtered")).to_have_count(0)
    page.go_back()
    expect(page.locator(".filtered")).to_contain_text("from 2015")
    expect(page.locator("#filters summary")).to_have_text("Filters: from 2015")


def test_what_an_address_cannot_mean_is_left_out_with_a_word(page: Page, api: FakeApi) -> None:
    wrong = f"&from=soon&to=2020&kind=opinion&kind=animal&text={quote(HOSTILE)}&retracted=yes&utm=x"
    page.goto(f"{api.address}?q={quote(CORD_QUESTION)}{wrong}")
    expect(page.locator(".filtered")).to_contain_text("up to 2020 · animal study")
    expect(page.locator("#ignored")).to_contain_text("not understood and was left out")
    expect(page.locator("#ignored")).to_contain_text(f"from=soon, kind=opinion, text={HOSTILE}, retracted=yes, utm")
    assert api.requests == [{"question": CORD_QUESTION, "filters": {"year_to": 2020, "evidence_levels": ["animal"]}}]


def test_an_abstention_under_filters_offers_to_ask_without(page: Page, api: FakeApi) -> None:
    api.will_answer(an_abstention(CORD_QUESTION, "no_relevant_source", "Nothing is near.", *a_document()))
    page.goto(f"{api.address}?q={quote(CORD_QUESTION)}&kind=randomised")
    expect(page.locator(".abstention")).to_contain_text("Sources that the filters leave out were not looked at.")
    page.get_by_role("button", name="Ask without filters").click()
    expect(page.locator(".filtered")).to_have_count(0)
    expect(page.locator(".abstention")).not_to_contain_text("filters")


@pytest.mark.parametrize(("start", "end"), [("2020", "2015"), ("0", "")])
def test_years_that_cannot_be_are_refused_where_they_stand(page: Page, api: FakeApi, start: str, end: str) -> None:
    page.get_by_text("Filters: none").click()
    page.get_by_label("From").fill(start)
    page.get_by_label("To", exact=True).fill(end)
    page.locator("#filters summary").click()
    ask(page, CORD_QUESTION)
    expect(page.get_by_label("From")).to_be_visible()
    assert page.locator("#filters input:invalid").count() == 1
    assert api.asked == []
    page.get_by_role("button", name="Clear filters").click()
    ask(page, CORD_QUESTION)
    expect(page.locator(".answer")).to_be_visible()
    assert api.requests == [{"question": CORD_QUESTION}]


def test_a_follow_up_is_asked_with_the_questions_before_it(page: Page, api: FakeApi) -> None:
    understood = "Has umbilical cord blood been tried in mice?"
    follow_up(api, "and in mice?", understood)
    ask(page, CORD_QUESTION)
    expect(page.locator("#thread")).to_contain_text("may follow up on this one")
    ask(page, "and in mice?")
    expect(page.locator("#outcome")).to_contain_text(f"Understood as: “{understood}”")
    whole: dict[str, Any] = {"question": "and in mice?", "earlier": [CORD_QUESTION]}
    assert api.requests == [{"question": CORD_QUESTION}, whole]
    assert address_of(page) == {"q": ["and in mice?"], "after": [CORD_QUESTION]}
    page.reload()
    expect(page.locator("#outcome")).to_contain_text("Understood as")
    ask(page, "and in mice?")
    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator("#outcome")).to_contain_text("Understood as")
    assert api.requests[2:] == [whole, whole]


def test_a_new_question_begins_without_those_before_it(page: Page, api: FakeApi) -> None:
    page.goto(f"{api.address}?q={quote(CORD_QUESTION)}&from=2015")
    page.get_by_role("button", name="Start a new question").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.locator("#examples")).to_be_visible()
    assert address_of(page) == {}
    ask(page, HARMS_QUESTION)
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    assert api.requests[-1] == {"question": HARMS_QUESTION}
