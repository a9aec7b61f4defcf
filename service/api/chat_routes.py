"""The routes that OpenAI's clients call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from service.admission import admit
from service.answering import answer_events
from service.api.chat_completions import Completion, fault
from service.api.chat_schemas import ChatCompletion, ChatRequest, Model, ModelList, OpenAIError
from service.api.dependencies import TheAnswerers, TheSettings, TheSources, described
from service.api.events import answered, stream
from service.chat.conversation import read_conversation, words_in
from service.errors import ModelNotFoundError
from service.interfaces import Answerer
from service.wiring import choose

router = APIRouter(tags=["chat"])

_MODEL = "enthesis"
_CHUNKS = (
    "`chat.completion.chunk`s, then `[DONE]`. The last before the end has annotations, citations and search_results."
)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string", "description": _CHUNKS}}}}
}


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    words = {400: "A field is not valid", 404: "No such model", 413: "Body too large", 503: "Not available now"}
    return described({"model": OpenAIError}, {status: words[status] for status in statuses})


@router.post(
    "/v1/chat/completions",
    summary="Answer in a chat",
    response_model=ChatCompletion,
    responses=_errors(400, 404, 413, 503) | _STREAM,
)
async def post_chat_completion(
    request: Request, body: ChatRequest, sources: TheSources, answerers: TheAnswerers, settings: TheSettings
) -> ChatCompletion | Response:
    """Answer the last question of a chat from the sources alone, as OpenAI's clients expect it.

    Instructions of the system change nothing; sampling parameters, tools and other fields are passed over.
    """
    answerer = _answerer(body.model, answerers)
    messages = [{"role": message.role, "content": message.content} for message in body.messages]
    asked = read_conversation(messages, settings.max_question_characters)
    admit("messages", asked.question, settings)
    told = answer_events(
        sources,
        answerer,
        asked.question,
        filters=body.filters.to_filters() if body.filters else None,
        earlier=asked.earlier,
    )
    completion = Completion(body.model, words_in(messages), lambda one: f"{request.base_url}v1/documents/{quote(one)}")
    if not body.stream:
        return completion.whole(await answered(told, request))
    with_usage = bool(body.stream_options and body.stream_options.include_usage)
    return await stream(told, request, lambda events: completion.chunks(events, with_usage=with_usage), fault)


@router.get("/v1/models", summary="List models", responses=_errors())
def get_models(answerers: TheAnswerers) -> ModelList:
    """Return the models: `enthesis`, which answers as `POST /v1/answer` does, and one for each answerer by its name."""
    return ModelList(data=[_model(name, answerer) for name, answerer in _models(answerers).items()])


@router.get("/v1/models/{model}", summary="Read a model", responses=_errors(404))
def get_model(model: Annotated[str, Path(description="Its id.")], answerers: TheAnswerers) -> Model:
    """Return a model."""
    return _model(model, _answerer(model, answerers))


def _models(answerers: Mapping[str, Answerer]) -> dict[str, Answerer]:
    return {_MODEL: choose(answerers, None)} | {f"{_MODEL}-{name}": one for name, one in answerers.items()}


def _answerer(model: str, answerers: Mapping[str, Answerer]) -> Answerer:
    found = _models(answerers).get(model)
    if found is None:
        raise ModelNotFoundError(f"There is no such model here: there are {', '.join(_models(answerers))}.")
    return found


def _model(name: str, answerer: Answerer) -> Model:
    return Model(id=name, created=0, owned_by=answerer.name)
