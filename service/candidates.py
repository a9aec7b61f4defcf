"""The documents found for a question, as the sources that it may be answered from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from index.filters import Filters
from index.interfaces import Vectors
from service.interfaces import RankedSentence, Source
from service.people import asks_for_people, studied_people
from service.search import Found, find
from service.sources import OpenIndex, Sources

# Where the question asks what was seen in people, reports on people go this much before others of the first results.
_PEOPLE_BONUS = 0.2
_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Encoded:
    """A question with its vector, shape ``(dimension,)``."""

    text: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was ``found``, best first, and the first of it as ``sources`` with their sentences.

    ``nearest_cosine`` is of the question, as it was asked, with the passage of the whole index nearest to it.
    """

    found: list[Found]
    sources: list[Source]
    nearest_cosine: float


def encode(sources: Sources, asked: str, query: str) -> tuple[Encoded, Encoded]:
    """Return the question as it was asked, and as it is searched for, with their vectors: most are one and the same."""
    vectors = sources.embedder.embed_queries(list(dict.fromkeys((asked, query))))
    return Encoded(asked, vectors[0]), Encoded(query, vectors[-1])


def gather(
    sources: Sources,
    index: OpenIndex,
    asked: Encoded,
    query: Encoded,
    k: int,
    *,
    filters: Filters | None = None,
) -> Candidates:
    """Return the ``k`` best documents; ``query`` is what was ``asked`` made to stand alone, and what is searched for.

    Raises:
        UnavailableError: the corpus cannot be read.
    """
    found = find(sources, index, query.text, query.vector, max(k, _DEPTH), filters=filters)
    best = (_source(index, one, asked.vector) for one in _fitting(asked.text, found))
    return Candidates(
        found=found,
        sources=list(islice((source for source in best if source.sentences), k)),  # a title alone is no evidence
        nearest_cosine=index.searcher.nearest_cosine(asked.vector),
    )


def _fitting(question: str, found: list[Found]) -> list[Found]:
    if not asks_for_people(question):
        return found
    raised = [
        replace(one, hit=replace(one.hit, score=one.hit.score + _PEOPLE_BONUS)) if studied_people(one.document) else one
        for one in found
    ]
    return sorted(raised, key=lambda one: -one.hit.score)


def _source(index: OpenIndex, found: Found, vector: Vectors) -> Source:
    passages = index.searcher.passages_of(found.document.id, vector)
    sentences = tuple(RankedSentence(passage, cosine) for passage, cosine in passages if passage.section != "TITLE")
    return Source(found.document, found.hit.score, sentences)
