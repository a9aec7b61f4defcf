"""LangChain's ChatOpenAI: whole, stream and asynchronous."""

from __future__ import annotations

import asyncio
import sys
from functools import partial

from langchain_openai import ChatOpenAI

from tests.clients.heard import MODEL, QUESTION, tell

told = partial(tell, "LangChain `ChatOpenAI`", "langchain-openai")
(address,) = sys.argv[1:]
chat = ChatOpenAI(base_url=f"{address}/v1", api_key="none", model=MODEL, max_retries=0)

told("invoke", chat.invoke(QUESTION).text)
told("stream", "".join(chunk.text for chunk in chat.stream(QUESTION)))
told("ainvoke", asyncio.run(chat.ainvoke(QUESTION)).text)
