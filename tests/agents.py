"""The official client of the Model Context Protocol, connected to whatever it can be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from mcp import Client, StdioServerParameters
from mcp.server import MCPServer

T = TypeVar("T")
Target = MCPServer | StdioServerParameters | str


def with_client(target: Target, work: Callable[[Client], Awaitable[T]]) -> T:
    """Connect, do the work, and return what comes of it."""

    async def connected() -> T:
        async with Client(target) as client:
            return await work(client)

    return asyncio.run(connected())
