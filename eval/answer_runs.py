"""Questions asked of the service, and what came back measured. Quotes are checked in the store, not taken on trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpus.store import CorpusStore
from eval.datasets.questions import Question
from eval.measures.answers import RECALL_DEPTH, AnswerRow, summarise
from eval.measures.facts import coverage
from eval.runs import Run
from index.build import Progress
from service.answering import answer
from service.answers import Answer, Quote
from service.interfaces import Answerer
from service.search import search
from service.sources import Sources

_FOUND_DEPTH = 100


def evaluate_answers(
    sources: Sources, answerer: Answerer, questions: Sequence[Question], name: str, progress: Progress | None = None
) -> Run:
    """Ask every question and measure; ``name`` says which questions they are.

    Raises:
        UnavailableError: the corpus or the index cannot be used.
    """
    rows, answers = [], []
    for number, question in enumerate(questions, start=1):
        made = answer(sources, answerer, question.question)
        found = [hit.citation.document_id for hit in search(sources, question.question, _FOUND_DEPTH).results]
        rows.append(row_of(question, made, found, sources.store))
        answers.append(made)
        if progress:
            progress(number, len(questions))
    measured = summarise(rows)
    return Run(
        kind="answers",
        name=name,
        configuration=answerer.name,
        measures=measured.measures,
        intervals=measured.intervals,
        counts={"questions": len(rows), "answerable": sum(row.is_answerable for row in rows)},
        per_question={row.id: row.values() for row in rows},
        questions=[_told(row, made) for row, made in zip(rows, answers, strict=True)],
    )


def _told(row: AnswerRow, made: Answer) -> dict[str, Any]:
    return {
        **asdict(row),
        "question": made.question,
        "answer": made.answer,
        "cited": [citation.document_id for citation in made.citations],
        "abstention": made.abstention.reason if made.abstention else None,
    }


def row_of(question: Question, made: Answer, found: Sequence[str], store: CorpusStore) -> AnswerRow:
    """Return what came of a question: its answer, and the documents ``found`` for it, best first."""
    gold, cited = set(question.gold), {citation.document_id for citation in made.citations}
    quotes = [quote for sentence in made.sentences for quote in sentence.quotes]
    said = " ".join(quote.quote for quote in quotes)
    return AnswerRow(
        id=question.id,
        is_answerable=question.is_answerable,
        answered=made.status == "answered",
        confidence=made.confidence,
        quotes=len(quotes),
        valid_quotes=sum(_stands(quote, store) for quote in quotes),
        document_recall=len(gold & set(found[:RECALL_DEPTH])) / len(gold) if gold else None,
        document_rr=_reciprocal_rank(gold, found) if gold else None,
        citation_precision=len(gold & cited) / len(cited) if gold and cited else None,
        citation_recall=len(gold & cited) / len(gold) if gold else None,
        fact_coverage=coverage(said, question.answer_facts) if gold and question.answer_facts else None,
    )


def _stands(quote: Quote, store: CorpusStore) -> bool:
    text = store.text(quote.document_id, quote.text_sha256)
    return text is not None and bool(quote.quote) and text[quote.start : quote.end] == quote.quote


def _reciprocal_rank(gold: set[str], found: Sequence[str]) -> float:
    return next((1 / rank for rank, document_id in enumerate(found, start=1) if document_id in gold), 0.0)
