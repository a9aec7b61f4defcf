"""LiteLLM: whole and stream."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import litellm

from tests.clients.heard import MODEL, QUESTION, cited_in, tell

told = partial(tell, "LiteLLM", "litellm")
(address,) = sys.argv[1:]
asked: Any = {
    "model": f"openai/{MODEL}",
    "api_base": f"{address}/v1",
    "api_key": "none",
    "messages": [{"role": "user", "content": QUESTION}],
}

message = litellm.completion(**asked).choices[0].message
told("completion", message.content, cited=cited_in(message.content, message.annotations))

deltas = [chunk.choices[0].delta for chunk in litellm.completion(**asked, stream=True)]
content = "".join(delta.content or "" for delta in deltas)
marked = [one for delta in deltas for one in getattr(delta, "annotations", None) or []]
told("completion, stream", content, cited=cited_in(content, marked))
