"""OpenAI's client for Python: whole, stream, asynchronous, and an error."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import Any

import openai

from tests.clients.heard import MODEL, NO_MODEL, QUESTION, cited_in, tell

told = partial(tell, "openai (Python)", "openai")
(address,) = sys.argv[1:]
reached: Any = {"base_url": f"{address}/v1", "api_key": "none", "max_retries": 0}
asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}

with openai.OpenAI(**reached) as client:
    message = client.chat.completions.create(**asked).choices[0].message
    content = message.content or ""
    told("create", content, cited=cited_in(content, [one.model_dump() for one in message.annotations or []]))

    deltas = [chunk.choices[0].delta for chunk in client.chat.completions.create(**asked, stream=True)]
    content = "".join(delta.content or "" for delta in deltas)
    marked = [one for delta in deltas for one in (delta.model_extra or {}).get("annotations", [])]
    told("create, stream", content, cited=cited_in(content, marked))

    try:
        client.chat.completions.create(**asked | {"model": NO_MODEL})
    except openai.NotFoundError as error:
        told("create, no such model", error.code or "", kind="error")
    else:
        told("create, no such model", "no error", kind="error")


async def ask() -> None:
    async with openai.AsyncOpenAI(**reached) as client:
        message = (await client.chat.completions.create(**asked)).choices[0].message
        content = message.content or ""
        told("create, async", content, cited=cited_in(content, [one.model_dump() for one in message.annotations or []]))


asyncio.run(ask())
