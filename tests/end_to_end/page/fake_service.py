"""A service for the page that says what a test wants, and what it can be made to say."""

from __future__ import annotations

import json
import mimetypes
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self
from urllib.parse import unquote, urlsplit

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
from service.api.middleware import HEADERS
from service.api.schemas import AnswerRequest
from service.page import PAGE_DIRECTORY

INDEX = IndexInfo(
    fingerprint="0123456789abcdef", built_at="2026-05-07T09:30:00+00:00", documents=2, passages=7, embedder="an-encoder"
)
CORD_QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
HARMS_QUESTION = "What harms and immune reactions have been reported?"


Cut = Literal["closed", "broken"]


@dataclass(frozen=True)
class Reply:
    """What the service says; ``hold`` keeps it back until the test sets it."""

    body: Any
    status: int = 200
    hold: threading.Event | None = None


@dataclass(frozen=True)
class Stream:
    """What the service tells of an answer, event by event, kept back after ``told`` of them until ``hold`` is set.

    ``cut`` says how it ends before it is whole: as if it were, or as a broken connection does.
    """

    events: list[tuple[str, Any]]
    told: int = 0
    hold: threading.Event | None = None
    cut: Cut | None = None


@dataclass
class FakeApi:
    """A service on a loopback port: the page's files as they are, and canned replies."""

    answers: dict[str, Reply | Stream] = field(default_factory=dict)
    documents: dict[str, Reply] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
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

    def will_answer(
        self, answer: Answer, hold: threading.Event | None = None, *, told: int = 0, cut: Cut | None = None
    ) -> None:
        """Tell the answer as the service does; what comes after ``told`` events is kept back, or never comes."""
        self.answers[answer.question] = Stream(events_of(answer), told, hold, cut)

    def will_fail(self, question: str, status: int, detail: str, errors: list[dict[str, str]] | None = None) -> None:
        problem = {"title": "…", "status": status, "detail": detail, "code": "…", "request_id": "req-7"}
        self.answers[question] = Reply(problem | ({"errors": errors} if errors else {}), status)

    def holds(self, document: DocumentResponse) -> None:
        self.documents[document.id] = Reply(_json(document))


def events_of(answer: Answer) -> list[tuple[str, Any]]:
    """Return the events that the service tells an answer in."""
    found = [{name: value for name, value in _json(one).items() if name != "number"} for one in answer.citations]
    last = "done" if answer.status == "answered" else "abstention"
    sentences = [("sentence", _json(sentence)) for sentence in answer.sentences]
    return [("sources", found), *sentences, (last, _json(answer))]


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
            more = {"limits": limits, "synced_until": "2026-05-06", "warning": None}
            self._reply(Reply(info | more | self.server.api.info))
        elif path.startswith("/v1/documents/"):
            self._reply(self.server.api.documents[unquote(path.removeprefix("/v1/documents/"))])
        else:
            self._file("index.html" if path == "/" else path.removeprefix("/page/"))

    def do_POST(self) -> None:
        assert self.path == "/v1/answer"
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert set(body) <= set(AnswerRequest.model_fields)
        assert body["stream"]
        self.server.api.asked.append(body["question"])
        self.server.api.requests.append({name: value for name, value in body.items() if name != "stream"})
        reply = self.server.api.answers[body["question"]]
        if isinstance(reply, Stream):
            self._tell(reply)
        else:
            self._reply(reply)
        self.server.api.replied.append(body["question"])

    def _tell(self, stream: Stream) -> None:
        with suppress(ConnectionError):  # the page no longer waits for this one
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            if stream.cut == "broken":
                self.send_header("Content-Length", "1000000")
            self.end_headers()
            for number, (name, data) in enumerate(stream.events):
                if number == stream.told and stream.hold:
                    stream.hold.wait(10)
                if number == stream.told and stream.cut:
                    return
                self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

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
            self.send_header("Content-Security-Policy", HEADERS["Content-Security-Policy"])
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
        sources=[],
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
        standalone_question=question,
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
        reading=None,
        sides=[],
        dropped=[],
        index=INDEX,
        answerer="extractive",
        warnings=[],
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
        editorial_status=nearest.citation.editorial_status,
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
