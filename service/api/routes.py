"""The routes: each turns a request into one call of the service."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service import verification
from service.admission import admit
from service.answering import answer_events
from service.answers import Answer, SearchResponse, VerifyResponse
from service.api import answer_stream
from service.api.dependencies import TheAnswerers, TheSettings, TheSources, problems
from service.api.events import answered, stream
from service.api.schemas import (
    AnswerRequest,
    Health,
    Info,
    LanguageModel,
    Limits,
    SearchQuery,
    SearchRequest,
    VerifyRequest,
)
from service.citations import describe_index
from service.errors import InvalidRequestError, UnavailableError
from service.search import search
from service.settings import Settings
from service.sources import corpus_translated
from service.version import VERSION
from service.wiring import choose

_EVENTS = "`sources`, each `sentence`, then `done` or `abstention` with the whole answer; or `error` with a problem."
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string", "description": _EVENTS}}}}
}


router = APIRouter()


@router.post("/v1/search", summary="Search", responses=problems(413, 422, 503), tags=["search"])
def post_search(body: SearchRequest, sources: TheSources, settings: TheSettings) -> SearchResponse:
    """Return ranked passages with citations."""
    admit("query", body.query, settings)
    _check_k(body.k, settings)
    return search(
        sources, body.query, body.k, mode=body.mode, group_by=body.group_by, filters=body.filters.to_filters()
    )


@router.get("/v1/search", summary="Search by a query string", responses=problems(422, 503), tags=["search"])
def get_search(query: Annotated[SearchQuery, Query()], sources: TheSources, settings: TheSettings) -> SearchResponse:
    """Return ranked passages with citations."""
    admit("q", query.q, settings)
    _check_k(query.k, settings)
    return search(sources, query.q, query.k, mode=query.mode, group_by=query.group_by, filters=query.to_filters())


@router.post(
    "/v1/answer",
    summary="Answer a question",
    response_model=Answer,
    responses=problems(413, 422, 503) | _STREAM,
    tags=["answer"],
)
async def post_answer(
    request: Request, body: AnswerRequest, sources: TheSources, answerers: TheAnswerers, settings: TheSettings
) -> Answer | Response:
    """Answer a question from the sources alone, or abstain with a reason and the nearest sources."""
    admit("question", body.question, settings)
    for place, asked in enumerate(body.earlier):
        admit(f"earlier.{place}", asked, settings)
    told = answer_events(
        sources,
        choose(answerers, body.answerer),
        body.question,
        k=body.k,
        max_sentences=body.max_sentences,
        filters=body.filters.to_filters(),
        earlier=body.earlier,
    )
    if not body.stream:
        return await answered(told, request)
    return await stream(told, request, answer_stream.written, answer_stream.fault)


@router.post(
    "/v1/verify", summary="Check an earlier answer's quotes", responses=problems(413, 422, 503), tags=["answer"]
)
def post_verify(body: VerifyRequest, sources: TheSources) -> VerifyResponse:
    """Say of each quote of an earlier answer whether it still stands, and what became of its source."""
    return verification.judge(sources.store, body.quotes)


@router.get("/healthz", summary="Whether it is alive", responses=problems(), tags=["operation"])
def healthz() -> Health:
    """Say that the process is alive."""
    return Health(status="ok")


@router.get("/readyz", summary="Whether it can answer", responses=problems(503), tags=["operation"])
def readyz(sources: TheSources) -> Health:
    """Say that the index is open and the encoder warm."""
    sources.index()
    return Health(status="ready")


@router.get("/info", summary="What is running", responses=problems(503), tags=["operation"])
def info(sources: TheSources, answerers: TheAnswerers, settings: TheSettings) -> Info:
    """Say what is running here."""
    with corpus_translated():
        documents, fingerprint = len(sources.store), sources.store.fingerprint()
        synced_until = sources.store.synced_until()
    try:
        manifest = sources.index().manifest
    except UnavailableError:
        manifest = None
    return Info(
        name="enthesis",
        version=VERSION,
        documents=documents,
        index=describe_index(manifest) if manifest else None,
        stale=manifest is not None and manifest.corpus_fingerprint != fingerprint,
        synced_until=synced_until,
        warning=sources.warning,
        limits=Limits(
            max_question_characters=settings.max_question_characters,
            max_results=settings.max_results,
            max_body_bytes=settings.max_body_bytes,
        ),
        answerers=list(answerers),
        language_model=_language_model(settings),
    )


def _language_model(settings: Settings) -> LanguageModel | None:
    if settings.llm_url is None or settings.llm_model is None:
        return None
    return LanguageModel(model=settings.llm_model, host=urlsplit(settings.llm_url).hostname or "")


def _check_k(k: int, settings: Settings) -> None:
    if k > settings.max_results:
        raise InvalidRequestError("k", f"must be {settings.max_results} at most")
