"""What a run tells of a question, read with patience: a run of another tool may tell less, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from eval.datasets.lines import faults_of
from eval.errors import ReportError
from eval.runs import Run

AXES = ("type", "topic", "voice", "trait")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        """A null says no more than a missing key."""
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given


def _document(given: Any) -> Any:
    return {"document_id": given} if isinstance(given, str) else given


def _quote(given: Any) -> Any:
    return {"quote": given} if isinstance(given, str) else given


def _several(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


class DocumentTold(_Told):
    """A document; ``grade`` is its relevance where it was judged."""

    document_id: str
    title: str | None = None
    grade: float | None = None


class QuoteTold(_Told):
    """Words of a document, where they stand in its text (code points), and whether they were found to stand there."""

    quote: str
    valid: bool = True
    document_id: str | None = None
    start: int | None = None
    end: int | None = None


Document = Annotated[DocumentTold, BeforeValidator(_document)]
Quote = Annotated[QuoteTold, BeforeValidator(_quote)]
Values = Annotated[tuple[str, ...], BeforeValidator(_several)]


class SentenceTold(_Told):
    """A sentence of an answer and what it rests on."""

    text: str
    quotes: tuple[Quote, ...] = ()


class FactTold(_Told):
    """What a good answer says; ``quotes`` are where the gold documents say it."""

    fact: str
    stated: bool = False
    quotes: tuple[Quote, ...] = ()


class EvidenceTold(_Told):
    """The kinds of study behind an answer."""

    summary: str = ""
    warnings: tuple[str, ...] = ()


class QuestionTold(_Told):
    """A question, what was answered, and what should have been.

    ``type`` to ``trait`` may each be several or none; ``found`` are documents, best first; ``withdrawn`` is one that
    was taken to be retracted when this was asked.
    """

    id: str
    question: str = ""
    type: Values = ()
    topic: Values = ()
    voice: Values = ()
    trait: Values = ()
    gold: tuple[Document, ...] | None = None
    answered: bool | None = None
    answer: str | None = None
    sentences: tuple[SentenceTold, ...] = ()
    cited: tuple[Document, ...] = ()
    evidence: EvidenceTold = EvidenceTold()
    abstention: str | None = None
    confidence: float | None = None
    facts: tuple[FactTold, ...] = ()
    found: tuple[Document, ...] = ()
    withdrawn: str | None = None

    @property
    def is_only_asked(self) -> bool:
        """Whether nothing is told but its id and text."""
        return self.model_fields_set <= {"id", "question"}

    def along(self, axis: str) -> tuple[str, ...]:
        """Return the question's values of one of `AXES`."""
        values: tuple[str, ...] = getattr(self, axis)
        return values

    @property
    def is_answered(self) -> bool | None:
        """Whether there is an answer; None when the run does not say."""
        if self.answered is not None:
            return self.answered
        if self.abstention:
            return False
        return True if self.answer or self.sentences else None

    @property
    def is_answerable(self) -> bool | None:
        """Whether any document answers it; None when the run does not say."""
        return None if self.gold is None else bool(self.gold)

    @property
    def places(self) -> dict[str, int]:
        """Document id to its place among those found, from 1."""
        return {one.document_id: place for place, one in reversed([*enumerate(self.found, start=1)])}

    @property
    def cited_ids(self) -> set[str]:
        """The ids of the documents cited."""
        return {one.document_id for one in self.cited}

    @property
    def cites_withdrawn(self) -> bool:
        """Whether the answer rests on what was taken to be retracted."""
        return self.withdrawn in self.cited_ids

    @property
    def has_wrong_status(self) -> bool:
        """Whether it was answered though nothing answers it, or was not though something does, as far as is known."""
        known = None not in (self.is_answered, self.is_answerable)
        return known and self.is_answered != self.is_answerable

    @property
    def documents(self) -> tuple[DocumentTold, ...]:
        """Every document told of, some twice."""
        return (*self.cited, *(self.gold or ()), *self.found)


def questions_told(run: Run) -> list[QuestionTold]:
    """Return what ``run`` tells of its questions, in its order.

    Raises:
        ReportError: something told of a question is not of the shape above.
    """
    return [_question(run, place, row) for place, row in enumerate(run.questions)]


def titles_told(questions: Sequence[QuestionTold]) -> dict[str, str]:
    """Return document id to title, of those that are titled anywhere."""
    return {one.document_id: one.title for told in questions for one in told.documents if one.title}


def _question(run: Run, place: int, row: dict[str, Any]) -> QuestionTold:
    try:
        return QuestionTold.model_validate(row)
    except ValidationError as error:
        raise ReportError(
            f"{run.title}: question {place}: {faults_of(error)}. `eval/report/told.py` says what a run may tell of "
            "its questions."
        ) from error
