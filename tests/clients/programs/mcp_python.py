"""The official client of the Model Context Protocol, over HTTP and over stdio."""

from __future__ import annotations

import sys
from pathlib import Path

from mcp import Client, StdioServerParameters

from tests.agents import Target, with_client
from tests.clients.heard import QUESTION, tell
from tests.servers import environment

address, data_dir = sys.argv[1:]


async def ask(client: Client) -> str:
    result = await client.call_tool("answer", {"question": QUESTION})
    return str((result.structured_content or {})["answer"])


targets: dict[str, Target] = {
    "streamable HTTP": f"{address}/mcp",
    "stdio": StdioServerParameters(
        command=sys.executable, args=["-m", "eval", "mcp"], env=environment(Path(data_dir).resolve())
    ),
}
for transport, target in targets.items():
    tell("MCP's SDK (Python)", "mcp", f"`answer` over {transport}", with_client(target, ask), kind="answer")
