"""The official client over both transports: a real server at `/mcp`, and `enthesis mcp` as an agent starts it."""

from __future__ import annotations

import json
import shutil
import signal
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
COMMAND = [sys.executable, "-m", "eval", "mcp"]
PING = b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n'
CORD_REPORT = "DOI:10.4252/wjsc.v9.i12.235"


@pytest.fixture(params=["streamable HTTP", "stdio"])
def target(request: pytest.FixtureRequest, served: Server) -> Target:
    if request.param == "streamable HTTP":
        return f"{served.address}/mcp"
    return StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment(served.data_dir))


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


def test_an_answer_can_be_checked_again(target: Target) -> None:
    async def work(client: Client) -> None:
        made = await client.call_tool("answer", {"question": QUESTION})
        assert made.structured_content is not None
        quotes = [one for sentence in made.structured_content["sentences"] for one in sentence["quotes"]]
        judged = await client.call_tool("verify", {"quotes": quotes})
        assert judged.structured_content is not None
        assert judged.structured_content["sound"]

    with_client(target, work)


def test_no_question_is_in_the_log(served: Server) -> None:
    async def work(client: Client) -> None:
        for name, argument in (("answer", "question"), ("search", "query"), ("fetch", "id"), ("verify", "quotes")):
            await client.call_tool(name, {argument: "sorekneequestion"})
        await client.get_prompt("ask_the_sources", {"question": "sorekneequestion"})

    with_client(f"{served.address}/mcp", work)
    assert "POST /mcp 200" in served.log()
    assert "sorekneequestion" not in served.log()


def test_it_says_nothing_but_the_protocol_and_ends_with_its_input(served: Server) -> None:
    done = subprocess.run(
        COMMAND, input=b"", env=environment(served.data_dir), capture_output=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_its_first_start_says_only_on_stderr_that_it_builds_the_index(served: Server, tmp_path: Path) -> None:
    shutil.copytree(served.data_dir / "encoders", tmp_path / "encoders")  # what takes longest is not what is tested
    done = subprocess.run(COMMAND, input=PING, env=environment(tmp_path), capture_output=True, check=True, timeout=200)
    assert json.loads(done.stdout) == {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert b"starter corpus" in done.stderr


def test_an_interrupt_ends_it_at_once(served: Server) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, env=environment(served.data_dir), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(PING)
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT
        assert process.stderr.read() == b""


def test_a_fault_is_told_on_stderr(tmp_path: Path) -> None:
    given = environment(tmp_path) | {"ENTHESIS_MCP_ALOWED_HOSTS": "mine.example"}
    done = subprocess.run(COMMAND, input=b"", env=given, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Did you mean ENTHESIS_MCP_ALLOWED_HOSTS?" in done.stderr
