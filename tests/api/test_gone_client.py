"""No answer is made for a client that has gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from service.answering import Told
from service.answers import SourcesFound
from service.api import create_app
from service.extractive_answerer import ExtractiveAnswerer
from service.settings import Settings
from service.sources import Sources
from tests.examples import CORD_QUESTION
from tests.servers import serving_here

ASKING: dict[str, tuple[str, dict[str, Any]]] = {
    "service.api.routes": ("/v1/answer", {"question": CORD_QUESTION}),
    "service.api.chat_routes": (
        "/v1/chat/completions",
        {"model": "enthesis", "messages": [{"role": "user", "content": CORD_QUESTION}]},
    ),
    "service.agents.tools": (
        "/mcp",
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "answer", "arguments": {"question": CORD_QUESTION}},
        },
    ),
}


@pytest.mark.parametrize("module", ASKING)
def test_nothing_is_composed_when_the_client_has_gone_while_sources_were_found(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    found, go_on, ended, composed = (threading.Event() for _ in range(4))

    def tell(*_: object, **__: object) -> Iterator[Told]:
        try:
            found.set()
            assert go_on.wait(10)
            yield SourcesFound([])
            composed.set()
        finally:
            ended.set()

    answerer = ExtractiveAnswerer()
    app = create_app(sources, {answerer.name: answerer}, Settings(data_dir=sources.store.path.parent))
    path, body = ASKING[module]
    with serving_here(app) as address, httpx2.Client(trust_env=False) as client:
        monkeypatch.setattr(f"{module}.answer_events", tell)
        with pytest.raises(httpx2.ReadTimeout):
            client.post(f"{address}{path}", json=body, timeout=0.5)
        assert found.is_set()
        go_on.set()
        assert ended.wait(10)
    assert not composed.is_set()
