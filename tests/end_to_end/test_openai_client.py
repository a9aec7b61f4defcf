"""OpenAI's own client asks the real server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import openai
import pytest

from tests.servers import Server

pytestmark = pytest.mark.model

QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
MESSAGES: Any = [{"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def base_url(served: Server) -> str:
    return f"{served.address}/v1"


@pytest.fixture(scope="module")
def client(base_url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=base_url, api_key="none", max_retries=0) as made:
        yield made


def test_it_reads_the_answer_and_the_source_of_every_marker(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(model="enthesis", messages=MESSAGES, temperature=0)
    message = made.choices[0].message
    assert message.content is not None
    assert message.annotations
    for annotation in message.annotations:
        cited = annotation.url_citation
        assert message.content[cited.start_index : cited.end_index] == "[1]"
        assert cited.url == "https://doi.org/10.4252/wjsc.v9.i12.235"
    assert made.usage is not None
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens > 0
    assert made.model_extra is not None
    assert made.model_extra["citations"] == ["https://doi.org/10.4252/wjsc.v9.i12.235"]


def test_it_reads_a_stream(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="enthesis", messages=MESSAGES).choices[0].message
    options: Any = {"include_usage": True}
    told = list(
        client.chat.completions.create(model="enthesis", messages=MESSAGES, stream=True, stream_options=options)
    )
    deltas = [chunk.choices[0].delta for chunk in told if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == whole.content
    annotations = [delta.model_extra["annotations"] for delta in deltas if delta.model_extra]
    assert whole.annotations is not None
    assert annotations == [[one.model_dump() for one in whole.annotations]]
    assert told[-1].usage is not None


def test_it_reads_a_stream_put_together_by_its_helper(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model="enthesis", messages=MESSAGES) as events:
        made = events.get_final_completion()
    assert made.choices[0].finish_reason == "stop"
    assert (
        made.choices[0].message.content
        == client.chat.completions.create(model="enthesis", messages=MESSAGES).choices[0].message.content
    )


def test_the_asynchronous_one_reads_it_too(base_url: str) -> None:
    async def ask() -> str | None:
        async with openai.AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
            made = await client.chat.completions.create(model="enthesis", messages=MESSAGES)
            return made.choices[0].message.content

    assert "[1]" in (asyncio.run(ask()) or "")


def test_it_lists_the_models(client: openai.OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["enthesis", "enthesis-extractive"]
    assert client.models.retrieve("enthesis").id == "enthesis"


def test_it_knows_what_was_wrong(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="There is no such model here"):
        client.chat.completions.create(model="gpt-4", messages=MESSAGES)
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(model="enthesis", messages=[])
    assert (refused.value.param, refused.value.code) == ("messages", "invalid_request")


def test_an_abstention_is_a_message(client: openai.OpenAI) -> None:
    messages: Any = [{"role": "user", "content": "Which telescope photographed the most distant galaxies?"}]
    made = client.chat.completions.create(model="enthesis", messages=messages).choices[0].message
    assert (made.content or "").startswith("**No answer is given.**")
    assert not made.annotations


def test_no_question_is_in_the_log(served: Server) -> None:
    assert "POST /v1/chat/completions 200" in served.log()
    assert "cord" not in served.log()
