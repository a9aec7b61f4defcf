"""The application over a small corpus, with a client to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.api import create_app
from service.extractive_answerer import ExtractiveAnswerer
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources
from tests.examples import some_sources

MakeClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def serve() -> Iterator[MakeClient]:
    """Serve sources under settings of the test's own; a fault of the server comes back as a response."""
    with ExitStack() as clients:

        def make(sources: Sources, answerers: Mapping[str, Answerer] | None = None, **settings: Any) -> TestClient:
            given = Settings(data_dir=sources.store.path.parent, **settings)
            app = create_app(sources, answerers or {"extractive": ExtractiveAnswerer()}, given)
            return clients.enter_context(TestClient(app, raise_server_exceptions=False))

        yield make


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory, serve: MakeClient) -> TestClient:
    """A client to a corpus that no test changes."""
    return serve(some_sources(tmp_path_factory.mktemp("served")))


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Sources of the test's own, to change and to break."""
    return some_sources(tmp_path)


@pytest.fixture
def own_client(sources: Sources, serve: MakeClient) -> TestClient:
    return serve(sources)
