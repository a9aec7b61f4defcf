"""The page in a real browser, against a service that says what the test wants."""

from __future__ import annotations

import json
import mimetypes
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from pydantic import BaseModel

from service.answers import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    DocumentResponse,
    DocumentSection,
    Evidence,
    IndexInfo,
    NumberedCitation,
    PassageText,
    Quote,
    Scores,
    SearchResult,
    Sentence,
)
from service.page import PAGE_DIRECTORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
INDEX = IndexInfo(
    fingerprint="0123456789abcdef", built_at="2026-05-07T09:30:00+00:00", documents=2, passages=7, embedder="an-encoder"
)
CORD_QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
HARMS_QUESTION = "What harms and immune reactions have been reported?"


@dataclass(frozen=True)
class Reply:
    """What the service says; ``hold`` keeps it back until the test sets it."""

    body: Any
    status: int = 200
    hold: threading.Event | None = None


@dataclass
class FakeApi:
    """A service on a loopback port: the page's files as they are, and canned replies."""

    answers: dict[str, Reply] = field(default_factory=dict)
    documents: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, name="fake-api", args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for reply in self.answers.values():
            if reply.hold:
                reply.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def will_answer(self, answer: Answer, hold: threading.Event | None = None) -> None:
        self.answers[answer.question] = Reply(_json(answer), hold=hold)

    def will_fail(self, question: str, status: int, detail: str, errors: list[dict[str, str]] | None = None) -> None:
        problem = {"title": "…", "status": status, "detail": detail, "code": "…", "request_id": "req-7"}
        self.answers[question] = Reply(problem | ({"errors": errors} if errors else {}), status)

    def holds(self, document: DocumentResponse) -> None:
        self.documents[document.id] = Reply(_json(document))


def _json(model: BaseModel) -> Any:
    return model.model_dump(mode="json")


class _Server(ThreadingHTTPServer):
    def __init__(self, api: FakeApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/info":
            limits = {"max_question_characters": 2000, "max_results": 100, "max_body_bytes": 1_000_000}
            info = {"name": "enthesis", "version": "0.1.0", "documents": 2, "index": _json(INDEX), "stale": False}
            self._reply(Reply(info | {"limits": limits}))
        elif path.startswith("/v1/documents/"):
            self._reply(self.server.api.documents[unquote(path.removeprefix("/v1/documents/"))])
        else:
            self._file("index.html" if path == "/" else path.removeprefix("/page/"))

    def do_POST(self) -> None:
        assert self.path == "/v1/answer"
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert set(body) == {"question"}
        self.server.api.asked.append(body["question"])
        self._reply(self.server.api.answers[body["question"]])
        self.server.api.replied.append(body["question"])

    def _file(self, name: str) -> None:
        content = (PAGE_DIRECTORY / name).read_bytes()
        self._send(200, mimetypes.guess_type(name)[0] or "application/octet-stream", content)

    def _reply(self, reply: Reply) -> None:
        if reply.hold:
            reply.hold.wait(10)
        kind = "application/json" if reply.status == 200 else "application/problem+json"
        self._send(reply.status, kind, json.dumps(reply.body).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        with suppress(ConnectionError):  # the page no longer waits for this one
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", CSP)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


TITLE = "🧬 Cord blood cells, a̐ report 👩🏽‍⚕️"
BEFORE = "Joints 🦴🦴 of one ex̌ample patient were swollen. "
QUOTED = "Pain 😌 and plaques went into remission."
AFTER = " No control was there 🤷."


def a_document(
    title: str = TITLE,
    before: str = BEFORE,
    quoted: str = QUOTED,
    after: str = AFTER,
    sha256: str = "a" * 64,
    **more: Any,
) -> tuple[DocumentResponse, int]:
    """Return a document, and where ``quoted`` begins in its text."""
    words = before + quoted + after
    text = f"{title}\nRESULTS: {words}"
    start = len(text) - len(words)
    citation = Citation(
        **{
            "document_id": "DOI:10.1000/a(1)/b",
            "title": title,
            "authors": ["Coutts M", "Soriano R"],
            "journal": "A Journal",
            "year": 2017,
            "volume": "9",
            "issue": "12",
            "pages": "235-240",
            "doi": "10.1000/a(1)/b",
            "pmid": "123",
            "pmcid": None,
            "nct": ["NCT00000001"],
            "url": None,
            "publication_types": ["Case Reports"],
            "evidence_level": "case_report",
            "evidence_rule": "publication type: Case Reports",
            "text_kind": "digest",
            "basis": "abstract and Table 2",
            "editorial_status": "unknown",
            "text_sha256": sha256,
            **more,
        }
    )
    section = DocumentSection(label="RESULTS", start=start, end=len(text), text=words)
    document = DocumentResponse(
        id=citation.document_id,
        text=text,
        text_sha256=sha256,
        sections=[section],
        citation=citation,
        mesh=[],
        corrections=[],
        history=[],
    )
    return document, start + len(before)


def an_answer(question: str, document: DocumentResponse, start: int, quoted: str = QUOTED) -> Answer:
    anchor = Quote(
        number=1,
        document_id=document.id,
        passage_id=f"{document.id}#{start}-{start + len(quoted)}",
        quote=quoted,
        start=start,
        end=start + len(quoted),
        text_sha256=document.text_sha256,
    )
    return Answer(
        id="ans-1",
        question=question,
        status="answered",
        answer=f"{quoted} [1]",
        sentences=[Sentence(text=quoted, start=0, end=len(quoted), support="verbatim", quotes=[anchor])],
        citations=[NumberedCitation(number=1, **document.citation.model_dump())],
        abstention=None,
        confidence=0.8,
        evidence=Evidence(
            levels={"case_report": 1},
            summary="Rests on 1 case report; no randomised trial.",
            warnings=["Only case reports are cited.", "The quoted text is a digest."],
        ),
        dropped=[],
        index=INDEX,
        answerer="extractive",
        timings_ms={"total": 1.0},
    )


def an_abstention(
    question: str, reason: AbstentionReason, message: str, nearest: DocumentResponse, start: int
) -> Answer:
    passage = PassageText(
        id=f"{nearest.id}#{start}-{start + len(QUOTED)}",
        document_id=nearest.id,
        section="RESULTS",
        text=QUOTED,
        start=start,
        end=start + len(QUOTED),
    )
    scores = Scores(dense=0.5, lexical=2.0)
    result = SearchResult(rank=1, score=0.5, scores=scores, passage=passage, citation=nearest.citation)
    return an_answer(question, nearest, start).model_copy(
        update={
            "status": "abstained",
            "answer": None,
            "sentences": [],
            "citations": [],
            "abstention": Abstention(reason=reason, message=message, nearest=[result]),
            "evidence": Evidence(levels={}, summary="No source is cited.", warnings=[]),
        }
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        browser: Browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    yield context
    context.close()


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
    page = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(api.address)
    yield page
    assert [error for error in errors if not error.startswith("Failed to load resource")] == []
    assert [url for url in requests if not url.startswith(api.address)] == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def open_first_citation(page: Page) -> None:
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("#source .text")).to_be_visible()


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
    expect(page.locator("#outcome img, #source img, #outcome a, #source a")).to_have_count(0)
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
    document, start = a_document()
    hold = threading.Event()
    api.will_answer(an_answer(CORD_QUESTION, document, start), hold)
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    expect(page.locator("#send")).to_have_text("Looking…")
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status")).to_have_text("Looking in the sources…")
    page.get_by_label("Your question").fill(HARMS_QUESTION)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    hold.set()
    page.wait_for_function("() => new Promise((resolve) => setTimeout(() => resolve(true), 200))")
    assert api.replied == [HARMS_QUESTION, CORD_QUESTION]
    expect(page.locator("#outcome h2")).to_have_text(HARMS_QUESTION)
    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator("#outcome")).to_have_attribute("aria-busy", "false")


def test_back_to_the_start_drops_a_question_under_way(page: Page, api: FakeApi) -> None:
    document, start = a_document()
    hold = threading.Event()
    api.will_answer(an_answer(CORD_QUESTION, document, start), hold)
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    page.go_back()
    hold.set()
    page.wait_for_function("() => new Promise((resolve) => setTimeout(() => resolve(true), 200))")
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
    document, start = a_document()
    api.will_answer(an_answer(CORD_QUESTION, document, start), threading.Event())
    page.emulate_media(reduced_motion="reduce")
    ask(page, CORD_QUESTION)
    expect(page.locator("#send")).to_be_disabled()
    assert page.locator("#send").evaluate("(button) => getComputedStyle(button).animationName") == "none"
    assert page.evaluate("document.getAnimations().length") == 0


CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] === undefined || colour[3] === 1) return colour;
    }
    throw new Error("no background");
  };
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  return shown.map((element) => {
    const pair = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))].sort();
    return [`${element.tagName}.${element.className}`, (pair[1] + 0.05) / (pair[0] + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    contrasts = page.evaluate(CONTRASTS)
    ask(page, CORD_QUESTION)
    open_first_citation(page)
    contrasts += page.evaluate(CONTRASTS)
    assert len(contrasts) > 40
    assert [pair for pair in contrasts if pair[1] < 4.5] == []
