"""The service as it is run: `enthesis serve` in a process of its own on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import uvicorn
from fastapi import FastAPI


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    data_dir: Path
    log_file: Path
    http: httpx.Client

    @property
    def address(self) -> str:
        return str(self.http.base_url).rstrip("/")

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def until_ready(self, seconds: float, every: float = 0.2) -> None:
        deadline = time.monotonic() + seconds
        while not self._is_ready():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(every)

    def answer(self, question: str) -> Any:
        response = self.http.post("/v1/answer", json={"question": question})
        assert response.status_code == 200, response.text
        return response.json()

    def text(self, document_id: str, text_sha256: str) -> str:
        document = self.http.get(f"/v1/documents/{quote(document_id, safe='')}").json()
        assert document["text_sha256"] == text_sha256
        return str(document["text"])

    def _is_ready(self) -> bool:
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False


def environment(data_dir: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ENTHESIS_")}  # noqa: TID251 - the child's
    return inherited | {"ENTHESIS_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(data_dir: Path, log_file: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "eval", "serve", "--port", str(port)]
    with (
        log_file.open("wb") as log,
        subprocess.Popen(command, env=environment(data_dir), stdout=log, stderr=subprocess.STDOUT) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as http,
    ):
        try:
            yield Server(process, data_dir, log_file, http)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def serving_here(app: FastAPI) -> Iterator[str]:
    """Serve an application by uvicorn in a thread of this process; give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
