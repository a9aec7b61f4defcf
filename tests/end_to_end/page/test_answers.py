"""The page in a real browser, against a service that says what the test wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from service.answers import Dropped, Reading, Side
from tests.end_to_end.contrast import CONTRASTS
from tests.end_to_end.page.fake_service import (
    AFTER,
    BEFORE,
    CORD_QUESTION,
    HARMS_QUESTION,
    QUOTED,
    TITLE,
    FakeApi,
    Reply,
    a_document,
    an_abstention,
    an_answer,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

from tests.end_to_end.page.steps import HOSTILE, ask, hold_cord_answer, let_go, open_first_citation

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


def test_a_question_is_answered_with_its_evidence_and_sources(page: Page, api: FakeApi) -> None:
    ask(page, CORD_QUESTION)
    outcome = page.locator("#outcome")
    expect(outcome.locator(".answer p")).to_have_text(f"{QUOTED} [1]")
    expect(outcome.locator("h2")).to_have_text(CORD_QUESTION)
    expect(outcome.locator("h2")).to_be_focused()
    expect(outcome.locator(".summary")).to_have_text("Rests on 1 case report; no randomised trial.")
    expect(outcome.locator(".warnings li")).to_have_text(
        ["Only case reports are cited.", "The quoted text is a digest."]
    )
    expect(outcome.locator(".levels li")).to_have_text(["Case report 1"])
    expect(outcome.locator(".sources li")).to_contain_text("Coutts M, Soriano R · A Journal 2017;9(12):235–240")
    links = outcome.locator(".sources a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://doi.org/10.1000/a(1)/b",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
        "https://clinicaltrials.gov/study/NCT00000001",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    expect(page.get_by_role("status")).to_have_text(
        "Answered in 1 sentence from 1 source. Rests on 1 case report; no randomised trial."
    )
    expect(page).to_have_title(f"{CORD_QUESTION} · Enthesis")
    assert parse_qs(urlsplit(page.url).query) == {"q": [CORD_QUESTION]}
    assert api.asked == [CORD_QUESTION]


def test_the_sources_of_an_answer_are_exported_in_their_order(page: Page) -> None:
    ask(page, CORD_QUESTION)
    row = page.locator("#outcome .links", has_text="Export these sources")
    expect(row.locator("a")).to_have_text(["RIS", "BibTeX", "CSL-JSON", "NBIB"])
    address = urlsplit(row.locator("a").first.get_attribute("href") or "")
    assert address.path == "v1/documents"
    assert parse_qs(address.query) == {"document_ids": ["DOI:10.1000/a(1)/b"], "format": ["ris"]}


def test_a_reading_stands_before_the_answer_and_two_sides_beside_each_other(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    reading = Reading(verdict="mixed", text="The quotes point both ways.", yes=[0], no=[], neither=[])
    sides = [Side(name="cord cells", sentences=[0])]
    made = an_answer(CORD_QUESTION, document, start).model_copy(update={"reading": reading, "sides": sides})
    api.will_answer(made)
    ask(page, CORD_QUESTION)
    expect(page.locator(".reading")).to_have_text("The quotes point both ways.")
    beside = page.get_by_role("region", name="Side by side")
    expect(beside.get_by_role("heading")).to_have_text(["cord cells", "Yes", "No"])
    expect(beside.locator("p")).to_have_text([f"{QUOTED} [1]", f"{QUOTED} [1]", "No quoted sentence speaks of it."])
    beside.get_by_role("button", name="[1]").first.click()
    expect(page.locator("#source mark")).to_be_visible()


def test_an_example_asks_itself(page: Page) -> None:
    page.get_by_role("button", name=HARMS_QUESTION).click()
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    expect(page.get_by_label("Your question")).to_have_value(HARMS_QUESTION)
    expect(page.locator("#examples")).to_be_hidden()


def test_the_foot_names_the_index(page: Page) -> None:
    expect(page.locator("footer")).to_contain_text("2 documents · 7 passages · index 0123456789ab · built 7 May 2026")
    expect(page.locator("footer")).to_contain_text("an-encoder")


def test_a_citation_opens_the_source_with_exactly_the_quote_marked(page: Page) -> None:
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    source = page.get_by_role("complementary", name=f"Source: {TITLE}")
    expect(source).to_be_focused()
    assert source.locator("mark").all_text_contents() == [QUOTED]
    expect(source.locator("mark")).to_be_in_viewport()
    assert source.locator(".text p").all_text_contents() == [BEFORE + QUOTED + AFTER]
    expect(source.locator("h2")).to_have_text(TITLE)
    expect(source).to_contain_text("A digest written by this project, not the publisher’s abstract.")
    expect(source).to_contain_text("Written from: abstract and Table 2.")
    expect(source).to_contain_text("Case report (rule: publication type: Case Reports)")
    expect(source).to_contain_text("Not known: this record does not say")
    expect(source.locator(".notice")).to_have_count(0)


def test_a_source_closes_and_gives_the_focus_back(page: Page) -> None:
    ask(page, CORD_QUESTION)
    citation = page.locator(".marker")
    closings: list[Callable[[], object]] = [
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_role("button", name="Close").click(),
    ]
    for close in closings:
        citation.click()
        expect(citation).to_have_attribute("aria-expanded", "true")
        expect(page.locator("#source mark")).to_be_visible()
        close()
        expect(page.locator("#source")).to_be_hidden()
        expect(citation).to_have_attribute("aria-expanded", "false")
        expect(citation).to_be_focused()


def test_a_quote_of_an_older_text_is_found_again_and_the_change_is_said(page: Page, api: FakeApi) -> None:
    api.holds(a_document(before=f"Added later 🆕. {BEFORE}", sha256="b" * 64)[0])
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    assert page.locator("#source mark").all_text_contents() == [QUOTED]
    expect(page.locator("#source .notice")).to_contain_text("has changed since it was quoted")
    expect(page.locator("#source .notice")).to_contain_text("still stand in it")


def test_a_quote_that_is_gone_is_shown_unmarked(page: Page, api: FakeApi) -> None:
    api.holds(a_document(quoted="Nothing of it.", sha256="b" * 64)[0])
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    expect(page.locator("#source mark")).to_have_count(0)
    expect(page.locator("#source .notice")).to_contain_text("has changed since it was quoted")
    expect(page.locator("#source .notice blockquote")).to_have_text(QUOTED)


def test_words_at_another_place_than_named_are_never_marked(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    api.will_answer(an_answer(CORD_QUESTION, document, start + 1))
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    expect(page.locator("#source mark")).to_have_count(0)
    expect(page.locator("#source .notice")).to_contain_text("do not stand where the answer says")


def test_a_source_that_cannot_be_read_still_shows_what_was_quoted(page: Page, api: FakeApi) -> None:
    document, _ = a_document()
    api.documents[document.id] = Reply({"detail": f"There is no document {document.id}."}, status=404)
    ask(page, CORD_QUESTION)
    page.locator(".marker").click()
    expect(page.locator("#source .notice")).to_contain_text(f"There is no document {document.id}.")
    expect(page.locator("#source blockquote")).to_have_text(QUOTED)


def test_a_note_is_said_once_where_its_source_is_read_first(page: Page, api: FakeApi) -> None:
    document, start = a_document(editorial_status="concern")
    made = an_answer(CORD_QUESTION, document, start)
    noted = made.citations[0].model_copy(update={"note": "expression of concern; case report, 1 person"})
    api.will_answer(made.model_copy(update={"sentences": made.sentences * 2, "citations": [noted]}))
    ask(page, CORD_QUESTION)
    expect(page.locator(".answer p")).to_have_text(
        [f"{QUOTED} [1] (expression of concern; case report, 1 person)", f"{QUOTED} [1]"]
    )
    expect(page.locator(".sources .mark")).to_have_text("Expression of concern")


def test_a_retracted_source_says_so(page: Page, api: FakeApi) -> None:
    api.holds(a_document(editorial_status="retracted")[0])
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    expect(page.locator("#source .notice")).to_have_text("This publication has been retracted.")


def test_hostile_source_text_stays_text(page: Page, api: FakeApi) -> None:
    title, quoted = f"Title {HOSTILE}", f"Quote {HOSTILE}."
    document, start = a_document(
        title,
        f"Before {HOSTILE} ",
        quoted,
        HOSTILE,
        doi=None,
        pmid=None,
        nct=[],
        url="javascript:document.title='taken'",
    )
    api.holds(document)
    api.will_answer(an_answer(CORD_QUESTION, document, start, quoted))
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    expect(page.locator(".answer p")).to_have_text(f"{quoted} [1]")
    expect(page.locator(".sources .title")).to_have_text(title)
    expect(page.locator("#source h2")).to_have_text(title)
    assert page.locator("#source mark").all_text_contents() == [quoted]
    expect(page.locator("#outcome img, #source img, #outcome a:not([download]), #source a")).to_have_count(0)
    expect(page).to_have_title(f"{CORD_QUESTION} · Enthesis")


def test_the_page_cannot_make_markup_of_text_even_if_it_would(context: BrowserContext, api: FakeApi) -> None:
    page = context.new_page()
    page.goto(api.address)
    refused = page.evaluate("try { document.body.innerHTML = '<b>'; } catch (error) { error.name }")
    assert refused == "TypeError"


def test_what_a_model_said_and_why_it_is_not_used_stays_text(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    made = an_answer(CORD_QUESTION, document, start)
    (sentence,) = made.sentences
    reworded = sentence.model_copy(update={"text": f"Pain {HOSTILE} went.", "support": "verified"})
    told = {"warnings": [f"It failed {HOSTILE}."], "dropped": [Dropped(text=f"You {HOSTILE}", why=f"advice {HOSTILE}")]}
    api.will_answer(made.model_copy(update={**told, "sentences": [reworded]}))
    ask(page, CORD_QUESTION)
    expect(page.get_by_role("list", name="What went otherwise than asked").locator("li")).to_have_text(
        f"It failed {HOSTILE}."
    )
    expect(page.locator(".answer p")).to_contain_text(f"Pain {HOSTILE} went.")
    expect(page.locator(".reworded")).to_be_visible()
    page.locator(".dropped summary").click()
    expect(page.locator(".dropped li")).to_have_text(f"You {HOSTILE} (advice {HOSTILE})")
    expect(page.locator("#outcome img")).to_have_count(0)
    expect(page).to_have_title(f"{CORD_QUESTION} · Enthesis")


def test_an_abstention_says_why_and_opens_the_nearest_source(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    message = "This is a decision about your own treatment."
    api.will_answer(an_abstention("Should I stop?", "personal_advice", message, document, start))
    ask(page, "Should I stop?")
    outcome = page.locator("#outcome")
    expect(outcome.locator(".abstention")).to_contain_text("No answer is given")
    expect(outcome.locator(".abstention")).to_contain_text("This is for you and a clinician to decide")
    expect(outcome.locator(".abstention")).to_contain_text(message)
    expect(outcome.locator(".answer")).to_have_count(0)
    nearest = outcome.locator(".nearest li")
    expect(nearest).to_contain_text("Case report · 2017")
    expect(nearest.locator("blockquote")).to_have_text(QUOTED)
    nearest.get_by_role("button", name=TITLE).click()
    expect(page.locator("#source mark")).to_have_text(QUOTED)


def test_a_service_that_is_not_ready_is_quoted_with_its_remedy(page: Page, api: FakeApi) -> None:
    detail = f"There is no index in {HOSTILE}. Build it with: enthesis index build"
    api.will_fail(CORD_QUESTION, 503, detail)
    ask(page, CORD_QUESTION)
    failure = page.locator(".failure")
    expect(failure).to_contain_text("The service is not ready")
    expect(failure).to_contain_text(detail)
    expect(failure).to_contain_text("req-7")
    document, start = a_document()
    api.will_answer(an_answer(CORD_QUESTION, document, start))
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer p")).to_have_text(f"{QUOTED} [1]")


def test_a_refused_question_is_explained_at_the_field(page: Page, api: FakeApi) -> None:
    errors = [{"field": "question", "message": "must hold a word"}]
    api.will_fail("?!", 422, "question: must hold a word", errors)
    ask(page, "?!")
    expect(page.locator("#question-fault")).to_have_text("The question must hold a word.")
    field = page.get_by_label("Your question")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    field.press_sequentially(" more")
    expect(page.locator("#question-fault")).to_be_hidden()


def test_a_server_that_is_gone_is_told_plainly(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    ask(page, CORD_QUESTION)
    expect(page.locator(".failure")).to_contain_text("The server does not answer")
    expect(page.locator(".failure")).to_contain_text("make serve")


def test_nothing_is_asked_for_an_empty_question(page: Page, api: FakeApi) -> None:
    ask(page, "")
    ask(page, "   ")
    expect(page.get_by_label("Your question")).to_be_focused()
    assert api.asked == []


def test_back_and_forward_go_through_the_questions(page: Page, api: FakeApi) -> None:
    ask(page, CORD_QUESTION)
    expect(page.locator("#outcome h2")).to_have_text(CORD_QUESTION)
    ask(page, HARMS_QUESTION)
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    open_first_citation(page)
    page.go_back()
    expect(page.locator("#outcome h2")).to_have_text(CORD_QUESTION)
    expect(page.get_by_label("Your question")).to_have_value(CORD_QUESTION)
    expect(page.locator("#source")).to_be_hidden()
    page.go_back()
    expect(page.locator("#outcome")).to_be_hidden()
    expect(page.locator("#examples")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    page.go_forward()
    expect(page.locator("#outcome h2")).to_have_text(CORD_QUESTION)
    assert api.asked == [CORD_QUESTION, HARMS_QUESTION, CORD_QUESTION, CORD_QUESTION]


def test_a_shared_address_asks_again(page: Page, api: FakeApi) -> None:
    page.goto(f"{api.address}?q={quote(CORD_QUESTION)}")
    expect(page.locator(".answer p")).to_have_text(f"{QUOTED} [1]")
    expect(page.get_by_label("Your question")).to_have_value(CORD_QUESTION)
    page.go_back()
    expect(page.locator("#examples")).to_be_visible()


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(CORD_QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#outcome h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".marker")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source mark")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#source a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".marker")).to_be_focused()


def test_a_slow_older_answer_never_replaces_a_newer_one(page: Page, api: FakeApi) -> None:
    hold = hold_cord_answer(api)
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    expect(page.locator("#send")).to_have_text("Looking…")
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status")).to_have_text("Looking in the sources…")
    page.get_by_label("Your question").fill(HARMS_QUESTION)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    let_go(hold, page)
    assert api.replied == [HARMS_QUESTION, CORD_QUESTION]
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "false")


def test_back_to_the_start_drops_a_question_under_way(page: Page, api: FakeApi) -> None:
    hold = hold_cord_answer(api)
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    page.go_back()
    let_go(hold, page)
    expect(page.locator("#outcome")).to_be_hidden()
    expect(page.locator("#send")).to_be_enabled()


def test_on_a_narrow_screen_the_source_covers_the_page_and_back_closes_it(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, CORD_QUESTION)
    for close in (page.go_back, lambda: page.keyboard.press("Escape")):
        open_first_citation(page)
        assert page.locator("#source").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
        expect(page.locator("#page")).to_have_js_property("inert", True)  # noqa: FBT003
        close()
        expect(page.locator("#source")).to_be_hidden()
        expect(page.locator("#page")).to_have_js_property("inert", False)  # noqa: FBT003
        expect(page.locator(".marker")).to_be_focused()
        expect(page.locator("#outcome h2")).to_have_text(CORD_QUESTION)


def test_nothing_is_wider_than_a_narrow_screen(page: Page, api: FakeApi) -> None:
    document, start = a_document(title="Long" * 40, doi="10.1000/" + "x" * 80, quoted=(quoted := "Word" * 40))
    api.holds(document)
    api.will_answer(an_answer(CORD_QUESTION, document, start, quoted))
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    width = "(selector) => document.querySelector(selector).scrollWidth"
    assert [page.evaluate(width, selector) for selector in ("html", "#source")] == [360, 360]


def test_nothing_moves_for_those_who_ask_for_stillness(page: Page, api: FakeApi) -> None:
    hold_cord_answer(api)
    page.emulate_media(reduced_motion="reduce")
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    assert page.locator("#send").evaluate("(button) => getComputedStyle(button).animationName") == "none"
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    contrasts = page.evaluate(CONTRASTS)
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    contrasts += page.evaluate(CONTRASTS)
    assert len(contrasts) > 40
    assert [pair for pair in contrasts if pair[1] < 4.5] == []
