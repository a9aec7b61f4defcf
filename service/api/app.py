"""The application: routes, page, errors and middleware around opened sources. Nothing is built at import."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from service.agents.server import make_server
from service.answering import answer
from service.api.chat_routes import router as chat_router
from service.api.document_routes import router as document_router
from service.api.documentation import add_documentation
from service.api.examples import DocumentedAPI
from service.api.mcp_route import mcp_routes
from service.api.middleware import BodyLimit, RequestContext
from service.api.problems import add_handlers
from service.api.routes import router
from service.catalogue import Catalogue
from service.errors import UnavailableError
from service.interfaces import Answerer
from service.page import PAGE_DIRECTORY
from service.settings import Settings
from service.sources import Sources
from service.version import VERSION
from service.wiring import choose

_LOG = logging.getLogger("enthesis.api")
_WARMING_QUESTION = "Have stem cells relieved psoriatic arthritis?"

_DESCRIPTION = (
    "Answers questions about stem cell therapy for psoriatic arthritis only from sources. Every sentence of an answer "
    "is anchored in an exact quote; where the sources do not answer, the service abstains and shows what is nearest. "
    "It informs; it does not advise a person."
)


def create_app(sources: Sources, answerers: Mapping[str, Answerer], settings: Settings) -> FastAPI:
    """Return the application over opened sources, with answerers by name, the one that answers unasked first.

    The index may be missing: then `/readyz` says how to mend it.
    """
    app = DocumentedAPI(
        title="Enthesis",
        version=VERSION,
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,  # `add_documentation` adds one that fetches nothing from elsewhere
        redoc_url=None,
        telemetry={"tracing": False, "logs": False},  # both would carry query strings, and with them questions
    )
    app.state.sources = sources
    app.state.catalogue = Catalogue(sources.store)
    app.state.answerers = answerers
    app.state.settings = settings
    add_handlers(app)
    app.include_router(router)
    app.include_router(document_router)
    app.include_router(chat_router)
    app.state.mcp = make_server(sources, app.state.catalogue, answerers, settings)
    app.router.routes.extend(mcp_routes(app.state.mcp, settings))
    add_documentation(app)
    app.add_api_route("/", _page, include_in_schema=False)
    app.mount("/page", StaticFiles(directory=PAGE_DIRECTORY), name="page")
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(RequestContext)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    sources: Sources = app.state.sources
    try:
        # The whole way of a question once, so that nobody waits for what is done at first use. Not by a language model,
        # which is asked only what people ask.
        answerers: Mapping[str, Answerer] = app.state.answerers
        answer(sources, answerers.get("extractive") or choose(answerers, None), _WARMING_QUESTION)
    except UnavailableError as error:
        _LOG.warning("%s", error)
    async with app.state.mcp.session_manager.run():
        yield


def _page() -> FileResponse:
    return FileResponse(PAGE_DIRECTORY / "index.html")
