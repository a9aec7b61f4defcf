"""The official client over both transports: a real server at `/mcp`, and `enthesis mcp` as an agent starts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest
from mcp import Client, StdioServerParameters

from tests.agents import Target, with_client
from tests.servers import Server, environment

pytestmark = pytest.mark.model

QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?"
CORD_REPORT = "DOI:10.4252/wjsc.v9.i12.235"


@pytest.fixture(params=["streamable HTTP", "stdio"])
def target(request: pytest.FixtureRequest, served: Server) -> Target:
    if request.param == "streamable HTTP":
        return f"{served.address}/mcp"
    return StdioServerParameters(command=sys.executable, args=["-m", "eval", "mcp"], env=environment(served.data_dir))


def test_an_agent_searches_reads_and_is_answered(target: Target) -> None:
    async def work(client: Client) -> None:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        found = await client.call_tool("search", {"query": "cord blood"})
        read = await client.call_tool("fetch", {"id": CORD_REPORT})
        made = await client.call_tool("answer", {"question": QUESTION})
        for name, result in (("search", found), ("fetch", read), ("answer", made)):
            assert not result.is_error
            jsonschema.validate(result.structured_content, schemas[name] or {})
        assert found.structured_content is not None
        assert found.structured_content["results"][0]["id"] == CORD_REPORT
        assert made.structured_content is not None
        assert read.structured_content is not None
        for sentence in made.structured_content["sentences"]:
            for one in sentence["quotes"]:
                assert one["quote"] == read.structured_content["text"][one["start"] : one["end"]]

    with_client(target, work)


def test_an_agent_reads_resources_and_the_prompt(target: Target) -> None:
    async def work(client: Client) -> None:
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "enthesis://documents/{document_id}"
        address = f"enthesis://documents/{quote(CORD_REPORT, safe='')}"
        assert CORD_REPORT in str((await client.read_resource(address)).contents)
        (prompt,) = (await client.list_prompts()).prompts
        assert QUESTION in str(await client.get_prompt(prompt.name, {"question": QUESTION}))

    with_client(target, work)


def test_an_agent_is_told_what_was_wrong(target: Target) -> None:
    async def work(client: Client) -> None:
        result = await client.call_tool("fetch", {"id": "PMID:0"})
        assert result.is_error
        assert "There is no document 'PMID:0' in this corpus." in str(result.content)

    with_client(target, work)


def test_it_says_nothing_but_the_protocol_and_ends_with_its_input(served: Server) -> None:
    command = [sys.executable, "-m", "eval", "mcp"]
    done = subprocess.run(
        command, input=b"", env=environment(served.data_dir), capture_output=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_fault_is_told_on_stderr(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval", "mcp"]
    given = environment(tmp_path) | {"ENTHESIS_MCP_ALOWED_HOSTS": "mine.example"}
    done = subprocess.run(command, input=b"", env=given, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Did you mean ENTHESIS_MCP_ALLOWED_HOSTS?" in done.stderr
