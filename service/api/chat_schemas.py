"""The shapes of OpenAI's chat completions, as far as they are spoken here, with Perplexity's lists of sources.

Unknown fields of a request are passed over: clients send many that mean nothing here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from service.answers import Answer
from service.api.schemas import FilterFields

MAX_MESSAGES = 10_000


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class ChatMessage(_Lenient):
    """A turn of the conversation. Only what the role `user` says is looked at; of its parts only text is read.

    What is not looked at is not refused either, so that the content is checked where it is read.
    """

    role: str = Field(description="system, developer, user, assistant, tool or function.", examples=["user"])
    content: SkipValidation[str | list[dict[str, Any]] | None] = Field(
        default=None,
        description="The words, or parts of the type text.",
        examples=["Has umbilical cord blood been tried in psoriatic arthritis?"],
    )


class StreamOptions(_Lenient):
    """What a stream should hold besides the message."""

    include_usage: bool | None = Field(
        default=False, description="Whether a last chunk tells the usage.", examples=[True]
    )


class ChatRequest(_Lenient):
    """A conversation whose last question is to be answered."""

    model: str = Field(description="A model of `GET /v1/models`.", examples=["enthesis"])
    messages: list[ChatMessage] = Field(
        min_length=1, max_length=MAX_MESSAGES, description="The conversation, the oldest turn first."
    )
    stream: bool | None = Field(
        default=False, description="Whether the message comes in chunks, as server-sent events.", examples=[True]
    )
    stream_options: StreamOptions | None = Field(default=None, description="Only with `stream`.")
    n: Annotated[int, Field(ge=1, le=1)] | None = Field(
        default=None, description="One answer is given: 1 at most.", examples=[1]
    )
    filters: FilterFields | None = Field(
        default=None, description="An extension: what the answer may rest on, as in `POST /v1/answer`."
    )


class UrlCitation(BaseModel):
    """The source of a marker: `content[start_index:end_index]` is the `[n]`, counted in Unicode code points."""

    start_index: int = Field(description="Where the marker begins.")
    end_index: int = Field(description="Where it has ended.")
    title: str = Field(description="The title of the publication.")
    url: str = Field(description="Where the publication can be found.")


class Annotation(BaseModel):
    """A marker of the message and its source."""

    type: Literal["url_citation"] = Field(default="url_citation", description="The kind of annotation.")
    url_citation: UrlCitation = Field(description="The source.")


class AssistantMessage(BaseModel):
    """What is said, in Markdown: sentences with `[n]`, what they rest on, warnings, the numbered sources."""

    role: Literal["assistant"] = Field(default="assistant", description="Who speaks.")
    content: str = Field(description="The message.")
    refusal: None = Field(default=None, description="Always null: an abstention is a message.")
    annotations: list[Annotation] = Field(description="Every marker with its source, in the order of the text.")


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = Field(default=0, description="Always 0.")
    message: AssistantMessage = Field(description="The message.")
    logprobs: None = Field(default=None, description="Always null.")
    finish_reason: Literal["stop"] = Field(default="stop", description="Always `stop`.")


class Usage(BaseModel):
    """How much was read and said, in words between white space: no language model counts tokens here."""

    prompt_tokens: int = Field(ge=0, description="Words of all messages.")
    completion_tokens: int = Field(ge=0, description="Words of the message.")
    total_tokens: int = Field(ge=0, description="Both.")


class SourceFound(BaseModel):
    """A source as Perplexity's clients read it."""

    title: str = Field(description="The title of the publication.")
    url: str = Field(description="Where the publication can be found.")
    date: str | None = Field(description="The year of publication; null where it is not recorded.")


class Cited(BaseModel):
    """What Perplexity's clients read beside the message, and the whole answer as `POST /v1/answer` gives it."""

    citations: list[str] = Field(description="The address of source n at place n − 1; empty for an abstention.")
    search_results: list[SourceFound] = Field(description="The same sources with their titles and years.")
    enthesis: Answer = Field(description="The whole answer: quotes with their places, evidence, or the abstention.")


class ChatCompletion(Cited):
    """A chat completion."""

    id: str = Field(description="The id of the completion.")
    object: Literal["chat.completion"] = Field(default="chat.completion", description="The kind of object.")
    created: int = Field(description="When it was made, in seconds since 1970.")
    model: str = Field(description="The model asked for.")
    system_fingerprint: str = Field(description="The fingerprint of the index that was searched.")
    choices: list[Choice] = Field(description="One choice.")
    usage: Usage = Field(description="How much was read and said.")


class Model(BaseModel):
    """A way of answering, as a model of the chat."""

    id: str = Field(description="What `model` of a request may name.", examples=["enthesis"])
    object: Literal["model"] = Field(default="model", description="The kind of object.")
    created: int = Field(description="Always 0: it is not known.")
    owned_by: str = Field(
        description="Who answers: sentences of the sources as they are, or the language model set up."
    )


class ModelList(BaseModel):
    """The models there are."""

    object: Literal["list"] = Field(default="list", description="The kind of object.")
    data: list[Model] = Field(description="The models.")


class OpenAIFault(BaseModel):
    """What was wrong, as OpenAI's clients read it."""

    message: str = Field(description="What was wrong, in words.")
    type: str = Field(description="`invalid_request_error` or `server_error`.")
    param: str | None = Field(description="The field at fault.", examples=["messages"])
    code: str = Field(description="As `code` of a problem, or `model_not_found`.")


class OpenAIError(BaseModel):
    """An error of the chat."""

    error: OpenAIFault = Field(description="What was wrong.")
