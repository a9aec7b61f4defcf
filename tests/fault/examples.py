"""A corpus whose every document every search finds, and what a service started on it now serves."""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Document
from corpus.store import CorpusStore
from index.build import build
from index.generations import Generations
from service.answers import SearchResponse
from service.search import search
from service.sources import Sources
from tests.examples import a_document, a_store, add
from tests.fakes import HashingEmbedder

MOST = 100


def a_report(number: int) -> Document:
    return a_document(number, f"Pain fell in {number} patients.")


def a_corpus(directory: Path, documents: int = 20) -> CorpusStore:
    return a_store(directory, *map(a_report, range(1, documents + 1)))


def one_more(store: CorpusStore) -> None:
    add(store, a_report(len(store) + 1))


def build_now(store: CorpusStore) -> None:
    """Build in this process, which must succeed and leave nothing unfinished."""
    generations = Generations(store.path.parent / "index")
    build(store, generations, HashingEmbedder())
    assert not list((generations.directory / "generations").glob(".*"))


def a_service(directory: Path) -> Sources:
    """The sources of a service that starts now."""
    return Sources(CorpusStore(directory / "corpus.sqlite"), Generations(directory / "index"), HashingEmbedder())


def assert_of_one_generation(found: SearchResponse) -> None:
    """Every document of the generation that the response names was found, in the words it was indexed with."""
    texts = {result.citation.document_id: result.citation.text_sha256 for result in found.results}
    reports = map(a_report, range(1, found.index.documents + 1))
    assert texts == {report.id: report.text_sha256 for report in reports}


def documents_served(sources: Sources) -> int:
    """Search; return from how many documents, having made sure that they are those of one whole generation."""
    found = search(sources, "pain fell in patients", MOST)
    assert_of_one_generation(found)
    assert found.index.fingerprint == sources.index().manifest.fingerprint
    return found.index.documents
