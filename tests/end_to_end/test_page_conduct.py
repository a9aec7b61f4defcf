"""What a reader does with the page beyond asking: filter, share, copy, stop, and meet a server that fails."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from service.answers import NumberedCitation
from tests.end_to_end.page_service import CORD_QUESTION, QUOTED, FakeApi, a_document, an_abstention, an_answer, ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

NO_FILTERS: dict[str, Any] = {
    "year_from": None,
    "year_to": None,
    "evidence_levels": [],
    "text_kinds": [],
    "include_retracted": False,
}
FILTERED = "from=2015&to=2020&kind=randomised&kind=case_report&text=digest&retracted=1"


def set_filters(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("from", exact=True).fill("2015")
    page.get_by_label("to", exact=True).fill("2020")
    for name in ("Randomised trial", "Case report", "Digests"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("let it in, marked as such").check()


def test_without_filters_every_source_is_asked(page: Page, api: FakeApi) -> None:
    ask(page, CORD_QUESTION)
    expect(page.locator(".evidence")).to_be_visible()
    expect(page.locator(".only")).to_have_count(0)
    assert api.filters == [NO_FILTERS]


def test_filters_are_sent_and_stand_beside_the_answer_and_in_the_address(page: Page, api: FakeApi) -> None:
    set_filters(page)
    ask(page, CORD_QUESTION)
    words = "2015–2020 · Randomised trial · Case report · Digests · retracted work too"
    expect(page.locator(".only")).to_have_text(f"Only these sources were asked: {words}")
    expect(page.locator("#filters summary")).to_have_text(f"Filters: {words}")
    assert api.filters == [
        {
            "year_from": 2015,
            "year_to": 2020,
            "evidence_levels": ["randomised", "case_report"],
            "text_kinds": ["digest"],
            "include_retracted": True,
        }
    ]
    expected = parse_qs(FILTERED) | {"q": [CORD_QUESTION]}
    assert {name: sorted(found) for name, found in parse_qs(urlsplit(page.url).query).items()} == {
        name: sorted(values) for name, values in expected.items()
    }


def test_a_shared_address_restores_question_and_filters(page: Page, api: FakeApi) -> None:
    page.goto(f"{api.address}?q={CORD_QUESTION}&{FILTERED}")
    expect(page.locator(".only")).to_contain_text("2015–2020")
    expect(page.get_by_label("Your question")).to_have_value(CORD_QUESTION)
    page.get_by_text("Filters:").click()
    expect(page.get_by_label("Case report", exact=True)).to_be_checked()
    expect(page.get_by_label("Animal study", exact=True)).not_to_be_checked()
    page.reload()
    expect(page.locator(".only")).to_contain_text("2015–2020")
    assert api.filters[0] == api.filters[1] != NO_FILTERS


def test_back_goes_to_the_filters_before(page: Page, api: FakeApi) -> None:
    ask(page, CORD_QUESTION)
    expect(page.locator(".evidence")).to_be_visible()
    set_filters(page)
    ask(page, CORD_QUESTION)
    expect(page.locator(".only")).to_be_visible()
    page.go_back()
    expect(page.locator(".only")).to_have_count(0)
    expect(page.locator(".evidence")).to_be_visible()
    assert [filters == NO_FILTERS for filters in api.filters] == [True, False, True]


def test_filters_are_cleared_at_once(page: Page) -> None:
    set_filters(page)
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator("#filters summary")).to_have_text("Filters")
    expect(page.get_by_label("from", exact=True)).to_have_value("")
    expect(page.get_by_role("button", name="Clear the filters")).to_be_hidden()


def test_years_the_wrong_way_round_are_not_asked(page: Page, api: FakeApi) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("from", exact=True).fill("2020")
    page.get_by_label("to", exact=True).fill("2015")
    ask(page, CORD_QUESTION)
    message = "(field) => field.validationMessage"
    assert page.get_by_label("to", exact=True).evaluate(message) == "The last year must not be before the first."
    page.get_by_label("to", exact=True).fill("2021")
    ask(page, CORD_QUESTION)
    expect(page.locator(".only")).to_contain_text("2020–2021")
    assert len(api.asked) == 1


def test_what_an_address_asks_beyond_what_is_known_is_left_aside_and_said(page: Page, api: FakeApi) -> None:
    page.goto(f"{api.address}?q={CORD_QUESTION}&kind=hearsay&from=words&kind=animal&theme=x")
    expect(page.locator("#question-fault")).to_contain_text("not all known here")
    expect(page.locator(".only")).to_have_text("Only these sources were asked: Animal study")
    assert parse_qs(urlsplit(page.url).query) == {"q": [CORD_QUESTION], "kind": ["animal"]}


def test_an_abstention_under_filters_says_that_they_may_be_why(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    api.will_answer(an_abstention(CORD_QUESTION, "no_relevant_source", "Nothing is near.", document, start))
    set_filters(page)
    ask(page, CORD_QUESTION)
    expect(page.locator(".abstention")).to_contain_text("Without them there may be an answer.")


def coming(api: FakeApi, **how: Any) -> None:
    """Let the answer's sentences come, and its end as the test says."""
    api.answers[CORD_QUESTION] = replace(api.answers[CORD_QUESTION], **how)


def test_sentences_are_shown_as_they_come_and_what_they_rest_on_with_the_end(page: Page, api: FakeApi) -> None:
    hold = threading.Event()
    coming(api, hold_end=hold)
    ask(page, CORD_QUESTION)
    expect(page.locator(".coming p")).to_have_text(f"{QUOTED} [1]")
    expect(page.locator("#outcome")).to_contain_text("what it rests on is told with its end")
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "true")
    hold.set()
    expect(page.locator(".evidence")).to_be_visible()
    expect(page.locator(".coming")).to_have_count(0)
    expect(page.locator(".answer p")).to_have_text(f"{QUOTED} [1]")


def test_an_answer_that_breaks_off_is_not_left_standing(page: Page, api: FakeApi) -> None:
    coming(api, breaks_off=True)
    ask(page, CORD_QUESTION)
    expect(page.locator(".failure h3")).to_have_text("The answer broke off")
    expect(page.get_by_text(QUOTED)).to_have_count(0)
    coming(api, breaks_off=False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer p")).to_have_text(f"{QUOTED} [1]")


def test_a_slow_answer_can_be_stopped(page: Page, api: FakeApi) -> None:
    hold = threading.Event()
    coming(api, hold_end=hold)
    page.clock.install()
    ask(page, CORD_QUESTION)
    expect(page.locator(".coming p")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    page.clock.run_for(4000)
    expect(page.locator("#status")).to_have_text("Still looking. You can stop it.")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#status")).to_have_text("Stopped.")
    expect(page.locator("#outcome")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value(CORD_QUESTION)
    hold.set()
    ask(page, CORD_QUESTION)
    expect(page.locator(".evidence")).to_be_visible()


def numbered(citation: NumberedCitation, number: int, **fields: Any) -> NumberedCitation:
    return citation.model_copy(update={"number": number, **fields})


def test_the_evidence_is_drawn_by_kind_and_year_and_told_in_words(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    made = an_answer(CORD_QUESTION, document, start)
    (first,) = made.citations
    more = [
        first,
        numbered(first, 2, year=2021, evidence_level="randomised", editorial_status="retracted"),
        numbered(first, 3, year=None, evidence_level="animal"),
    ]
    api.will_answer(made.model_copy(update={"citations": more}))
    ask(page, CORD_QUESTION)
    chart = page.get_by_role("img", name="3 sources from 2017 to 2021")
    expect(chart).to_have_attribute(
        "aria-label",
        "3 sources from 2017 to 2021: [1] Case report, 2017; [2] Randomised trial, 2021, retracted; "
        "[3] Animal study, year not recorded.",
    )
    expect(chart.locator(".dot text")).to_have_text(["2", "1"])
    expect(chart.locator(".dot.marked text")).to_have_text("2")
    expect(page.locator("figcaption")).to_have_text("Year not recorded: [3]")


def test_an_answer_is_copied_with_its_citations_and_warnings(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, CORD_QUESTION)
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    for words in (
        CORD_QUESTION,
        f"{QUOTED} [1]",
        "! Only case reports are cited.",
        "[1] Coutts M, Soriano R. ",
        "https://doi.org/10.1000/a(1)/b",
        "it does not advise a person",
    ):
        assert words in copied
    page.get_by_role("button", name="Copy a link").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_where_copying_is_not_allowed_the_text_is_there_to_be_copied(page: Page) -> None:
    ask(page, CORD_QUESTION)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Copy with citations").click()
    field = page.get_by_role("textbox", name="Copy with citations")
    assert QUOTED in field.input_value()
    expect(page.locator("#status")).to_contain_text("copy the text below")
