"""The API's documentation in a real browser, under the policy that is sent and with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from service.api import create_app
from service.extractive_answerer import ExtractiveAnswerer
from service.settings import Settings
from tests.examples import some_sources
from tests.servers import serving_here

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    sources = some_sources(tmp_path_factory.mktemp("documented"))
    settings = Settings(data_dir=sources.store.path.parent)
    with serving_here(create_app(sources, {"extractive": ExtractiveAnswerer()}, settings)) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The open documentation, which must ask nobody else for anything and break no policy."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    told: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}/docs")
    yield page
    assert told == []
    assert [url for url in requests if not url.startswith((f"{address}/", "data:"))] == []


@pytest.fixture(scope="module")
def openapi(address: str) -> Any:
    return httpx.get(f"{address}/openapi.json", trust_env=False).json()


def test_every_operation_is_shown(page: Page, openapi: Any) -> None:
    operations = page.locator(".opblock")
    expect(operations).to_have_count(sum(len(methods) for methods in openapi["paths"].values()), timeout=20_000)
    for path in openapi["paths"]:
        expect(page.locator(f'.opblock-summary-path[data-path="{path}"]').first).to_be_visible()


def test_an_operation_can_be_tried(page: Page) -> None:
    operation = page.locator(".opblock", has=page.locator('[data-path="/healthz"]'))
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text('"status": "ok"', timeout=20_000)
