"""python -m tests.clients"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.clients.heard import MODEL, QUESTION, Heard, heard_in
from tests.clients.matrix import expected, matrix, shortfall
from tests.servers import environment, serving

ROOT = Path(__file__).parents[2]
PROGRAMS = Path("tests/clients/programs")
NODE = "tests/clients/node_modules/.bin/node"
THEIR_PYTHON = ".venv-clients/bin/python"
FIRST_START_SECONDS = 400


def commands(address: str, data_dir: Path) -> Iterator[list[str]]:
    """Yield how each client's program is started."""
    module = PROGRAMS.as_posix().replace("/", ".")
    yield [sys.executable, "-m", f"{module}.openai_python", address]
    yield [NODE, str(PROGRAMS / "openai_node.mjs"), address]
    yield [THEIR_PYTHON, "-m", f"{module}.langchain", address]
    yield [THEIR_PYTHON, "-m", f"{module}.litellm_sdk", address]
    yield [NODE, str(PROGRAMS / "ai_sdk.mjs"), address]
    yield [sys.executable, "-m", f"{module}.mcp_python", address, str(data_dir)]
    yield [NODE, str(PROGRAMS / "mcp_inspector.mjs"), address]


def calls(command: list[str], data_dir: Path) -> Iterator[Heard]:
    """Run a client's program and yield what it heard."""
    offline = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}  # else it asks the network for prices
    env = environment(data_dir) | offline
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    yield from map(heard_in, done.stdout.splitlines())


def ask(
    data_dir: Annotated[Path, typer.Option(help="Where corpus and index of the service are, or come.")] = Path("var"),
) -> None:
    """Serve, ask by every client, print what each heard; exit code 1 where one did not hear what was said."""
    data_dir = data_dir.resolve()
    with tempfile.TemporaryDirectory() as logs, serving(data_dir, Path(logs) / "log") as server:
        server.until_ready(FIRST_START_SECONDS)
        question = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}
        said = expected(server.http.post("/v1/chat/completions", json=question).raise_for_status().json())
        heard = [one for command in commands(server.address, data_dir) for one in calls(command, data_dir)]
    Console(width=200).print(matrix(heard, said))
    raise typer.Exit(any(shortfall(one, said) for one in heard))


if __name__ == "__main__":
    typer.run(ask)
