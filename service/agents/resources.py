"""What an agent may read by address: documents, and the corpus in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.server.mcpserver.resources import ResourceSecurity

from service.agents.shapes import fetched
from service.answers import Stats
from service.catalogue import Catalogue
from service.errors import NotFoundError, ServiceError
from service.sources import Sources, corpus_translated


def add_resources(server: MCPServer, sources: Sources, catalogue: Catalogue) -> None:
    """Add them; a fault is told as an error of the protocol, with what mends it."""

    @server.resource(
        "enthesis://documents/{document_id}",
        title="A document",
        mime_type="application/json",
        # An id is no path: a DOI may hold whatever a path must not.
        security=ResourceSecurity(exempt_params={"document_id"}),
    )
    def document(document_id: str) -> str:
        """Read a document by its id, percent-encoded: what `fetch` gives."""
        with _told_to_the_reader():
            return fetched(sources.document(document_id)).model_dump_json()

    @server.resource("enthesis://stats", title="The corpus in numbers", mime_type="application/json")
    def stats() -> str:
        """Read how many documents there are by year, kind of evidence, kind of text, status and source."""
        with _told_to_the_reader(), corpus_translated():
            return Stats(**asdict(catalogue.statistics())).model_dump_json()


@contextmanager
def _told_to_the_reader() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise ResourceNotFoundError(str(error)) from error
    except ServiceError as error:
        raise ResourceError(str(error)) from error
