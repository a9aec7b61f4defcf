"""What a reader must see of an answer's sources: the chart, the warnings; and what can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.answers import Answer, NumberedCitation
from tests.end_to_end.page.fake_service import CORD_QUESTION, QUOTED, TITLE, FakeApi, a_document, an_answer
from tests.end_to_end.page.steps import HOSTILE, ask, expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CLOSING = (
    "Every sentence is quoted from its source or checked against it (Enthesis). "
    "This informs; it does not advise a person."
)
COLOURS = """(element) => {
  const { color, backgroundColor, fill } = getComputedStyle(element);
  return { color, backgroundColor, fill };
}"""
READ_CLIPBOARD = "navigator.clipboard.readText()"
RIGHT_TO_LEFT_FROM_HERE = "\N{RIGHT-TO-LEFT OVERRIDE}"


def citing(*sources: dict[str, Any]) -> Answer:
    """Return an answer whose one sentence is of the first of some sources."""
    made = an_answer(CORD_QUESTION, *a_document())
    cited = made.citations[0].model_dump()
    citations = [NumberedCitation(**{**cited, "number": number, **one}) for number, one in enumerate(sources, start=1)]
    return made.model_copy(update={"citations": citations})


def test_sources_are_charted_by_kind_and_year(page: Page, api: FakeApi) -> None:
    made = citing(
        {"evidence_level": "case_report", "year": 2017},
        {"evidence_level": "animal", "year": 2021},
        {"evidence_level": "animal", "year": 2021, "editorial_status": "retracted", "title": HOSTILE},
        {"evidence_level": "review", "year": None},
    )
    api.will_answer(made)
    ask(page, CORD_QUESTION)
    chart = page.locator(".chart")
    expect(chart.get_by_role("img")).to_be_visible()
    expect(chart.locator(".row")).to_have_text(["Systematic review", "Randomised trial", "Case report", "Animal study"])
    expect(chart.locator(".none")).to_have_count(2)
    expect(chart.locator(".tick")).to_have_text(["2017", "2019", "2021"])
    expect(chart.locator("li")).to_have_text(
        ["Case report: [1] 2017", "Animal study: [2] 2021; [3] 2021, retracted or in doubt"]
    )
    expect(chart).to_contain_text("Without a year: [4] narrative review")
    expect(chart.locator(".doubted title")).to_have_text(f"[3] {HOSTILE}")
    boxes = [dot.bounding_box() for dot in chart.locator("circle").all()]
    assert len({(box["x"], box["y"]) for box in boxes if box}) == len(boxes) == 3
    chart.locator(".dot").first.click()
    expect(page.locator("#source h2")).to_have_text(TITLE)
    page.keyboard.press("Escape")
    expect(page.locator(".sources .title").first).to_be_focused()


def test_retracted_work_cannot_be_missed(page: Page, api: FakeApi) -> None:
    api.will_answer(citing({"editorial_status": "retracted", "note": "RETRACTED"}))
    ask(page, CORD_QUESTION)
    expect(page.locator(".cautions")).to_have_class("cautions grave")
    expect(page.locator(".caution")).to_have_text("1 source retracted or in doubt")
    expect(page.locator(".answer .mark")).to_have_text("(RETRACTED)")
    expect(page.locator(".sources .mark")).to_have_text("Retracted")
    expect(page.locator(".dot.doubted")).to_have_count(1)


def test_the_answer_is_copied_with_its_sources_and_warnings(page: Page, context: BrowserContext, api: FakeApi) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{api.address}?q={CORD_QUESTION}&from=2015")
    page.get_by_role("button", name="Copy answer with sources").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate(READ_CLIPBOARD).split("\n\n") == [
        CORD_QUESTION,
        "Asked under filters: from 2015.",
        f"{QUOTED} [1]",
        "Rests on 1 case report; no randomised trial.\n! Only case reports are cited.\n! The quoted text is a digest.",
        f"[1] Coutts M, Soriano R. {TITLE}. A Journal 2017;9(12):235–240. https://doi.org/10.1000/a(1)/b (case report)",
        CLOSING,
    ]
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate(READ_CLIPBOARD) == page.url


def test_the_answer_is_copied_where_the_browser_has_no_clipboard_for_pages(
    page: Page, context: BrowserContext, api: FakeApi
) -> None:
    context.grant_permissions(["clipboard-read"])
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(f"{api.address}?q={CORD_QUESTION}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate(READ_CLIPBOARD) == page.url
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("The browser does not let this page copy.")


def test_the_foot_warns_of_an_index_that_is_behind_or_stands_in(page: Page, api: FakeApi) -> None:
    api.info = {"stale": True, "synced_until": None, "warning": f"Generation {HOSTILE} is damaged."}
    page.reload()
    expect(page.locator("footer .stale")).to_have_text(
        [
            "Documents have changed since the index was built: answers do not know of it.",
            f"Generation {HOSTILE} is damaged.",
        ]
    )
    expect(page.locator("footer")).to_contain_text("No literature followed yet · 2 documents")
    api.info = {"index": None}
    page.reload()
    expect(page.locator("footer")).to_contain_text("Literature followed to 6 May 2026 · 2 documents · no index yet")


def test_words_that_turn_the_direction_of_writing_turn_nothing_else(page: Page, api: FakeApi) -> None:
    quoted = f"{RIGHT_TO_LEFT_FROM_HERE}Pain went"
    document, start = a_document(quoted=quoted)
    api.will_answer(an_answer(CORD_QUESTION, document, start, quoted))
    ask(page, CORD_QUESTION)
    words = page.locator(".answer bdi").last.bounding_box()
    marker = page.locator(".answer .marker").bounding_box()
    assert words is not None
    assert marker is not None
    assert marker["x"] > words["x"] + words["width"] / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_printed_is_the_answer_with_its_sources_on_white(page: Page, api: FakeApi, scheme: Any) -> None:
    page.goto(f"{api.address}?q={CORD_QUESTION}&from=2015")
    expect(page.locator(".answer p")).to_be_visible()
    page.emulate_media(media="print", color_scheme=scheme)
    for shown in (".asked", ".filtered b", ".summary", ".cautions", ".answer p", ".chart > svg", ".sources a >> nth=0"):
        expect(page.locator(shown)).to_be_visible()
    for left_out in ("#ask", "#thread", ".actions", ".filtered button", "footer", ".banner"):
        expect(page.locator(left_out)).to_be_hidden()
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).color") == "rgb(27, 35, 33)"


def test_a_reader_who_forces_colours_still_sees_marks_dots_and_warnings(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    ask(page, CORD_QUESTION)
    page.locator(".marker").click()
    expect(page.locator("#source mark")).to_be_visible()
    mark, body, dot, number = (
        page.locator(one).evaluate(COLOURS) for one in ("#source mark", "body", ".dot circle", ".dot text")
    )
    assert mark["backgroundColor"] != body["backgroundColor"]
    assert dot["fill"] != number["fill"]
    assert page.locator(".cautions").evaluate("(box) => getComputedStyle(box).borderTopStyle") == "solid"
