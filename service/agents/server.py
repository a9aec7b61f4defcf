"""The tools, the resources and the prompt, put together over opened sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from corpus.documents import TextKind
from corpus.evidence import EvidenceLevel
from index.filters import Filters
from service import answering
from service import search as searching
from service.admission import admit
from service.agents.shapes import Fetched, Hits, fetched, hit
from service.answers import Answer, Stats
from service.catalogue import Catalogue
from service.chat.reply import reply_of
from service.errors import ServiceError
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources, corpus_translated
from service.version import VERSION
from service.wiring import choose

_INSTRUCTIONS = (
    "Answers questions about stem cell therapy for psoriatic arthritis only from its sources, in exact quotes. Use "
    "`answer` for questions and keep its [n] markers, warnings and abstentions: where it gives no answer, give none "
    "from memory. It informs; it does not advise a person."
)
_READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_HITS = 10

Question = Annotated[str, Field(description="A question in English, such as: Has cord blood been tried in PsA?")]
Year = Annotated[int | None, Field(ge=1000, le=2999)]


def make_server(
    sources: Sources, catalogue: Catalogue, answerers: Mapping[str, Answerer], settings: Settings
) -> MCPServer:
    """Return the server: tools `search`, `fetch` and `answer`, documents and counts as resources, a prompt.

    Nothing changes anything. Functions run in threads, so that one question does not hold up another.
    """
    # At the level below it logs what a tool was asked for when that fails.
    logging.getLogger("mcp").setLevel(logging.WARNING)
    server = MCPServer("enthesis", title="Enthesis", instructions=_INSTRUCTIONS, version=VERSION)
    _add_tools(server, sources, answerers, settings)
    _add_resources(server, sources, catalogue)
    server.prompt(title="Ask the sources")(ask_the_sources)
    return server


def _add_tools(server: MCPServer, sources: Sources, answerers: Mapping[str, Answerer], settings: Settings) -> None:
    @server.tool(title="Search the sources", annotations=_READ_ONLY)
    def search(query: Annotated[str, Field(description="What to look for, in words or as a question.")]) -> Hits:
        """Find publications on stem cell therapy for psoriatic arthritis by words and meaning; `fetch` reads them.

        Retracted work is left out.
        """
        with _told_to_the_model():
            admit("query", query, settings)
            found = searching.search(sources, query, min(_HITS, settings.max_results))
        return Hits(results=[hit(result.citation) for result in found.results])

    @server.tool(title="Read a source", annotations=_READ_ONLY)
    def fetch(
        id: Annotated[str, Field(description="The id of a result of `search`, such as PMID:35927231.")],  # noqa: A002 - its public name
    ) -> Fetched:
        """Read a document: its text, where it can be found, the kind of evidence, and what became of it since."""
        with _told_to_the_model():
            return fetched(sources.document(id))

    @server.tool(title="Answer from the sources", annotations=_READ_ONLY)
    def answer(
        question: Question,
        earlier: Annotated[list[str], Field(description="The questions before, the oldest first.", max_length=50)] = [],  # noqa: B006 - never changed
        year_from: Annotated[Year, Field(description="Only work published in this year or later.")] = None,
        year_to: Annotated[Year, Field(description="Only work published in this year or before.")] = None,
        evidence_levels: Annotated[list[EvidenceLevel], Field(description="Only these kinds of evidence.")] = [],  # noqa: B006
        text_kinds: Annotated[list[TextKind], Field(description="Only these kinds of text.")] = [],  # noqa: B006
    ) -> Annotated[CallToolResult, Answer]:
        """Answer in exact quotes with numbered sources and warnings, or say that the sources do not answer.

        The text is ready to be shown; the structured content has every quote with its place. Keep the markers.
        """
        with _told_to_the_model():
            for name, asked in [("question", question), *(("earlier", one) for one in earlier)]:
                admit(name, asked, settings)
            filters = Filters(
                year_from=year_from,
                year_to=year_to,
                evidence_levels=tuple(level.value for level in evidence_levels),
                text_kinds=tuple(kind.value for kind in text_kinds),
            )
            made = answering.answer(sources, choose(answerers, None), question, filters=filters, earlier=earlier)
        text = TextContent(type="text", text=reply_of(made).content)
        return CallToolResult(content=[text], structured_content=made.model_dump(mode="json"))


def _add_resources(server: MCPServer, sources: Sources, catalogue: Catalogue) -> None:
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


def ask_the_sources(question: Question) -> str:
    """Have a question answered from the sources alone."""
    return (
        f"Call the tool `answer` with this question: {question}\n\n"
        "Show its text as it is, with the [n] markers, the warnings and the numbered sources. Add nothing from memory. "
        "Where it gives no answer, say so and name the nearest sources it gives. Do not advise a person."
    )


@contextmanager
def _told_to_the_model() -> Iterator[None]:
    try:
        yield
    except ServiceError as error:
        raise ToolError(str(error)) from error


@contextmanager
def _told_to_the_reader() -> Iterator[None]:
    try:
        yield
    except ServiceError as error:
        raise ResourceError(str(error)) from error
