"""One question asked of the service: what came of it in figures, and told for who wants to see why.

Quotes are read in the store, by place and hash, and not taken on the answer's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Self

from corpus.store import CorpusStore
from eval.datasets.questions import Question
from eval.journal import Record
from eval.measures import attribution, documents
from eval.measures.answers import AnswerRow
from eval.measures.facts import coverage, stated
from service.answering import answer
from service.answers import Answer, Quote
from service.interfaces import Answerer
from service.search import search
from service.sources import Sources

_FOUND_DEPTH = 100
_FOUND_TOLD = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's figures, what is told of it (see `tell`), and the ``seconds`` that its answer took."""

    row: AnswerRow
    told: dict[str, Any]
    seconds: float

    def to_record(self) -> Record:
        """Return it as a journal keeps it."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return what `to_record` made a record of."""
        return cls(AnswerRow(**record["row"]), record["told"], record["seconds"])


def ask(sources: Sources, answerer: Answerer, question: Question) -> Asked:
    """Ask a question and measure the answer.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
    """
    began = perf_counter()
    made = answer(sources, answerer, question.question)
    seconds = perf_counter() - began
    found = [hit.citation.document_id for hit in search(sources, question.question, _FOUND_DEPTH).results]
    row = row_of(question, made, found, sources.store)
    return Asked(row, tell(question, made, found, sources.store), seconds)


def row_of(question: Question, made: Answer, found: Sequence[str], store: CorpusStore) -> AnswerRow:
    """Return what came of a question: its answer, and the documents ``found`` for it, best first."""
    gold, cited = question.gold, [citation.document_id for citation in made.citations]
    statements = _statements(made, store)
    quotes = [quote for sentence in made.sentences for quote in sentence.quotes]
    return AnswerRow(
        id=question.id,
        is_answerable=question.is_answerable,
        answered=made.status == "answered",
        confidence=made.confidence,
        quotes=len(quotes),
        valid_quotes=sum(_is_valid(quote, store) for quote in quotes),
        document_recall=documents.document_recall(gold, found),
        document_rr=documents.document_rr(gold, found),
        citation_precision=documents.citation_precision(gold, cited),
        citation_recall=documents.citation_recall(gold, cited),
        alce_citation_precision=attribution.alce_citation_precision(statements),
        alce_citation_recall=attribution.alce_citation_recall(statements),
        fact_coverage=coverage(_said(statements), question.answer_facts) if gold and question.answer_facts else None,
    )


def tell(question: Question, made: Answer, found: Sequence[str], store: CorpusStore) -> dict[str, Any]:
    """Return what was asked, said, found and missed, as `json.dumps` takes it: the same at every run."""
    cited = [citation.document_id for citation in made.citations]
    facts = _facts(question, _said(_statements(made, store)))
    return {
        **question.model_dump(include={"id", "question", "type", "topic", "voice", "trait", "gold"}),
        "answered": made.status == "answered",
        "answer": made.answer,
        "sentences": [
            {"text": sentence.text, "quotes": [_quote(quote, store) for quote in sentence.quotes]}
            for sentence in made.sentences
        ],
        "cited": [citation.model_dump(include={"document_id", "title"}) for citation in made.citations],
        "evidence": made.evidence.model_dump(include={"summary", "warnings"}),
        "reading": made.reading.model_dump(exclude={"text"}) if made.reading else None,
        "abstention": made.abstention.reason if made.abstention else None,
        "confidence": made.confidence,
        "facts": facts,
        "found": [
            {"document_id": one, "title": _title(one, store), "grade": question.judgements.get(one)}
            for one in found[:_FOUND_TOLD]
        ],
        "missed": {
            "not_found": [document_id for document_id in question.gold if document_id not in found],
            "not_cited": [document_id for document_id in question.gold if document_id not in cited],
            "not_stated": [fact["fact"] for fact in facts if not fact["stated"]],
        },
    }


def _title(document_id: str, store: CorpusStore) -> str | None:
    document = store.get(document_id)
    return document.title if document else None


def _quote(quote: Quote, store: CorpusStore) -> dict[str, Any]:
    return {
        **quote.model_dump(include={"document_id", "quote", "start", "end"}),
        "valid": _is_valid(quote, store),
    }


def _facts(question: Question, said: Sequence[str]) -> list[dict[str, Any]]:
    gold_quotes = question.fact_quotes or [[] for _ in question.answer_facts]
    return [
        {"fact": fact, "stated": is_stated, "quotes": [quote.model_dump() for quote in quotes]}
        for fact, is_stated, quotes in zip(
            question.answer_facts, stated(said, question.answer_facts), gold_quotes, strict=True
        )
    ]


def _statements(made: Answer, store: CorpusStore) -> list[attribution.Statement]:
    return [
        attribution.Statement(sentence.text, tuple(_stored(quote, store) for quote in sentence.quotes))
        for sentence in made.sentences
    ]


def _said(statements: Sequence[attribution.Statement]) -> list[str]:
    return [source for statement in statements for source in statement.sources]


def _is_valid(quote: Quote, store: CorpusStore) -> bool:
    return bool(quote.quote) and _stored(quote, store) == quote.quote


def _stored(quote: Quote, store: CorpusStore) -> str:
    """Return what stands where a quote says it does; nothing where the store has no such version or place."""
    return (store.text(quote.document_id, quote.text_sha256) or "")[quote.start : quote.end]
