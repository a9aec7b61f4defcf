"""The report of an evaluation in a real browser, opened as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eval.report.contents import contents_of
from eval.report.page import page as page_of
from eval.runs import Measures
from tests.end_to_end.browsers import watched
from tests.end_to_end.contrast import CONTRASTS
from tests.run_examples import ABSENT, QUESTION, a_run, an_answers_run

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
LONG = "x" * 200
MEASURES = [
    "document_recall@5",
    "document_rr",
    "citation_precision",
    "citation_recall",
    "alce_citation_precision",
    "alce_citation_recall",
    "fact_coverage",
    "answered_when_answerable",
    "abstained_when_unanswerable",
    "same_documents",
    "same_status",
]
QUESTIONS = [
    QUESTION,
    ABSENT,
    {**QUESTION, "id": HOSTILE, "question": f"Is this {HOSTILE}?", "type": "list", "trait": ["number", HOSTILE]},
    {**ABSENT, "id": LONG, "question": LONG, "topic": LONG},
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of everything there can be in one, on disk."""
    now = [
        a_run({"q1": {"nDCG@10": 0.75}, LONG: {"nDCG@10": 0.5}}, name="knees test", configuration=mode)
        for mode in ("hybrid", "dense")
    ]
    now += [an_answers_run(*QUESTIONS, configuration=f"extractive, {how}") for how in ("as asked", "typing errors")]
    before = [
        run.model_copy(
            update={"per_question": {one: {"fact_coverage": 0.75, "answered": 0.0} for one in ("cord", LONG)}}
        )
        for run in now
        if run.kind == "answers"
    ]
    path = tmp_path_factory.mktemp("report") / "evaluation.html"
    path.write_text(page_of(contents_of(now, before)), encoding="utf-8")
    return path


@pytest.fixture
def page(context: BrowserContext, report: Path) -> Iterator[Page]:
    """The open report, which must not report an error, break its security policy or ask for anything but itself."""
    seen = watched(context, report.as_uri())
    yield seen.page
    assert seen.reported == []
    assert [url for url in seen.requests if not url.startswith("data:")] == [report.as_uri()]


def open_questions(page: Page) -> Any:
    """Unfold the answers as asked, and return what is in there."""
    run = page.locator("details.run", has_text="development, extractive, as asked")
    run.locator("summary h3").click()
    return run


def everything_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def test_tables_and_plots_are_there(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Evaluation")
    expect(page.get_by_role("table", name="By set and configuration")).to_contain_text("0.625 (0.50–0.75)")
    expect(page.get_by_role("img", name="nDCG@10 with 95 % intervals. knees test, hybrid: 0.625")).to_be_visible()
    expect(page.locator("#retrieval svg text", has_text="hybrid")).to_be_visible()
    paints = page.evaluate("[...document.querySelectorAll('figure svg *')].map((one) => getComputedStyle(one).fill)")
    assert "rgb(11, 99, 87)" in paints


def test_a_question_opens_by_keyboard(page: Page) -> None:
    run = page.locator("details.run", has_text="development, extractive, as asked")
    run.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(run.locator("form")).to_be_visible()
    question = run.locator("details.question", has_text=QUESTION["question"])
    expect(question.locator(".body")).to_be_hidden()
    question.locator("summary").focus()
    page.keyboard.press("Space")
    expect(question.locator(".body")).to_be_visible()
    expect(question.locator(".said").first).to_have_text("Plaques cleared.")


def test_what_is_chosen_is_shown_and_nothing_else(page: Page) -> None:
    run = open_questions(page)
    shown, count = run.locator("details.question:visible .asked"), run.locator("output")
    expect(count).to_have_text("4 of 4 questions")
    for label, value, expected in (
        ("trait", "number", 2),
        ("type", "list", 1),
        ("trait", HOSTILE, 1),
        ("type", "", 1),
        ("trait", "", 4),
        ("topic", LONG, 1),
        ("topic", "", 4),
        ("answer", "abstained", 2),
    ):
        run.get_by_role("combobox", name=label, exact=True).select_option(value)
        expect(count).to_have_text(f"{expected} of 4 questions")
        expect(shown).to_have_count(expected)


def test_only_what_became_worse_can_be_shown(page: Page) -> None:
    run = open_questions(page)
    worse = run.get_by_label("only worse than before")
    worse.press("Space")
    expect(run.locator("output")).to_have_text("0 of 4 questions")
    worse.uncheck()
    expect(run.locator("output")).to_have_text("4 of 4 questions")


def test_a_changed_question_is_one_click_away(page: Page) -> None:
    section = page.locator("#since")
    section.locator("summary").first.click()
    section.get_by_role("link", name="cord").first.click()
    expect(page.locator("details.question:target .body")).to_be_visible()


def test_hostile_text_stays_text(page: Page) -> None:
    everything_open(page)
    expect(page.locator("details.question .asked", has_text="<img src=x").first).to_be_visible()
    expect(page.locator("main img, main script")).to_have_count(0)
    expect(page).to_have_title("Evaluation · Enthesis")


def test_nothing_is_wider_than_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    everything_open(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert (
        page.evaluate("Math.max(...[...document.querySelectorAll('.card, .body')].map((one) => one.scrollWidth))")
        <= 360
    )


def test_a_table_of_all_measures_of_answers_fits_a_common_screen(context: BrowserContext, tmp_path: Path) -> None:
    values: dict[str, Measures] = {
        question["id"]: dict.fromkeys(MEASURES, float(place)) for place, question in enumerate(QUESTIONS[:2])
    }
    told = [{**question, "type": "unanswerable"} for question in QUESTIONS[:2]]
    run = a_run(values, kind="answers", questions=told)
    path = tmp_path / "answers.html"
    path.write_text(page_of(contents_of([run], [])), encoding="utf-8")
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(path.as_uri())
    region = page.get_by_role("region", name="By type")
    assert region.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    everything_open(page)
    contrasts = [pair for pair in page.evaluate(CONTRASTS) if not pair[0].startswith(("text", "option", "OPTION"))]
    assert len(contrasts) > 100
    assert [pair for pair in contrasts if pair[1] < 4.5] == []


def test_without_scripts_everything_is_there(context: BrowserContext, report: Path) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(report.as_uri())
    run = open_questions(page)
    expect(run.locator("form")).to_be_hidden()
    expect(run.locator("details.question:visible")).to_have_count(4)
    plain.close()
