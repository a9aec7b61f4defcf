"""What `ask`, `search`, `serve` and `mcp` open before they begin."""

from __future__ import annotations

from service.cli.terminal import progress, say
from service.interfaces import Answerer
from service.settings import Settings
from service.sources import Sources
from service.wiring import make_answerers, open_embedder, open_sources, start_with_starter_corpus


def open_all(given: Settings) -> tuple[Sources, dict[str, Answerer]]:
    """Open the sources and those who answer from them."""
    sources = open_the_sources(given)
    return sources, make_answerers(given, sources.embedder)


def open_the_sources(given: Settings) -> Sources:
    """Open the sources; on an empty data directory load the starter corpus and build its index first, saying so."""
    embedder = open_embedder(given, say)
    with progress("Encoding sentences") as on_progress:
        start_with_starter_corpus(given, embedder, say, on_progress)
    return open_sources(given, embedder)
