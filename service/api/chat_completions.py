"""An answer as a chat completion, whole or in chunks: who speaks, the message piece by piece, its sources, the end."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import JSONResponse
from fastapi.sse import format_sse_event

from service.addresses import address_of
from service.answering import Told, whole
from service.answers import Answer, Citation
from service.api.chat_schemas import (
    Annotation,
    AssistantMessage,
    ChatCompletion,
    Choice,
    Cited,
    SourceFound,
    UrlCitation,
    Usage,
)
from service.chat.reply import Reply, reply_of

_DONE = format_sse_event(data_str="[DONE]")


@dataclass(frozen=True, slots=True)
class Completion:
    """What is the same in every part of one completion.

    ``own_address`` gives the address at this service of a document that has none on the web, by its id.
    """

    model: str
    prompt_words: int
    own_address: Callable[[str], str]
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> ChatCompletion:
        """Return the completion in one piece."""
        reply = reply_of(answer)
        message = AssistantMessage(content=reply.content, annotations=self._annotations(answer, reply))
        return ChatCompletion(
            id=self.id,
            created=self.created,
            model=self.model,
            system_fingerprint=answer.index.fingerprint,
            choices=[Choice(message=message)],
            usage=self._usage(reply),
            **self._cited(answer).model_dump(),
        )

    def chunks(self, told: Iterator[Told], *, with_usage: bool) -> Iterator[bytes]:
        """Yield the events of a stream. The contents of its deltas, joined, are the message of the whole.

        The sources come with the annotations, before the chunk that ends the message.
        """
        more: dict[str, Any] = {"usage": None} if with_usage else {}
        next(told)  # the sources found: from here on an answer is being made
        yield self._chunk({"role": "assistant", "content": ""}, **more)
        answer = whole(told)
        reply = reply_of(answer)
        more["system_fingerprint"] = answer.index.fingerprint
        for piece in reply.pieces:
            yield self._chunk({"content": piece}, **more)
        annotations = [one.model_dump() for one in self._annotations(answer, reply)]
        yield self._chunk({"annotations": annotations}, **more, **self._cited(answer).model_dump(mode="json"))
        yield self._chunk({}, finish_reason="stop", **more)
        if with_usage:
            yield self._event({"choices": [], **more, "usage": self._usage(reply).model_dump()})
        yield _DONE

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._event({"choices": [choice], **more})

    def _event(self, fields: dict[str, Any]) -> bytes:
        named = {"id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": self.model}
        return format_sse_event(data_str=json.dumps(named | fields))

    def _annotations(self, answer: Answer, reply: Reply) -> list[Annotation]:
        by_number = {citation.number: citation for citation in answer.citations}
        return [
            Annotation(
                url_citation=UrlCitation(
                    start_index=marker.start,
                    end_index=marker.end,
                    title=by_number[marker.number].title,
                    url=self._address(by_number[marker.number]),
                )
            )
            for marker in reply.markers
        ]

    def _cited(self, answer: Answer) -> Cited:
        found = [
            SourceFound(title=one.title, url=self._address(one), date=str(one.year) if one.year else None)
            for one in answer.citations
        ]
        return Cited(citations=[one.url for one in found], search_results=found, enthesis=answer)

    def _address(self, citation: Citation) -> str:
        return address_of(citation) or self.own_address(citation.document_id)

    def _usage(self, reply: Reply) -> Usage:
        said = len(reply.content.split())
        return Usage(prompt_tokens=self.prompt_words, completion_tokens=said, total_tokens=self.prompt_words + said)


def fault(error: JSONResponse) -> bytes:
    """Return the event of a fault on the way."""
    return format_sse_event(data_str=json.dumps(json.loads(bytes(error.body))))
