"""Exact and ideal answers, asked for and given, in the files of BioASQ and of PubMedQA.

BioASQ: ``{"questions": [{"id", "type", "exact_answer", "ideal_answer"}]}``, or such a question a line; a challenge's
submission has the same shape. PubMedQA: ``{PMID: {"final_decision": "yes"}}`` or ``{PMID: "yes"}``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from eval.datasets.lines import faults_of, read_content, read_lines
from eval.errors import ExactAnswersError


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """The answer to a question: ``things`` by their names, and texts that tell it.

    The things are candidates for a factoid, best first, or the items of a list; of a yes-no question the first name of
    the first is its ``label``. ``type`` is None where the file does not say: a submission need not.
    """

    id: str
    type: str | None
    things: tuple[tuple[str, ...], ...]
    ideal: tuple[str, ...]

    @property
    def label(self) -> str:
        """Yes, no or maybe, of a yes-no question; empty when nothing is answered."""
        return self.things[0][0] if self.things else ""


class _BioasqQuestion(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    type: str | None = None
    exact_answer: str | list[str | list[str]] | None = None
    ideal_answer: list[str] = Field(default_factory=list)

    @field_validator("ideal_answer", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return [given] if isinstance(given, str) else given or []

    def answer(self) -> ExactAnswer:
        given = self.exact_answer or []
        listed = [given] if isinstance(given, str) else given
        things = tuple((one,) if isinstance(one, str) else tuple(one) for one in listed)
        return ExactAnswer(self.id, self.type, tuple(names for names in things if names), tuple(self.ideal_answer))


class _PubmedqaItem(BaseModel):
    model_config = ConfigDict(extra="ignore")

    final_decision: str
    LONG_ANSWER: str | None = None


_PUBMEDQA: TypeAdapter[dict[str, str | _PubmedqaItem]] = TypeAdapter(dict[str, str | _PubmedqaItem])


def read_exact_answers(path: Path) -> dict[str, ExactAnswer]:
    """Read answers by the ids of their questions, gzipped or not.

    Raises:
        ExactAnswersError: it cannot be read, holds nothing or an id twice, or is in neither shape.
    """
    content = _content(path)
    try:
        answers = _bioasq(path, content) if isinstance(content, list) else _pubmedqa(content)
    except ValidationError as error:
        raise ExactAnswersError(path, faults_of(error)) from error
    if not answers:
        raise ExactAnswersError(path, "it holds no answers")
    return answers


def _bioasq(path: Path, questions: list[Any]) -> dict[str, ExactAnswer]:
    answers: dict[str, ExactAnswer] = {}
    for question in questions:
        answer = _BioasqQuestion.model_validate(question).answer()
        if answer.id in answers:
            raise ExactAnswersError(path, f"the id {answer.id!r} comes twice")
        answers[answer.id] = answer
    return answers


def _pubmedqa(items: Any) -> dict[str, ExactAnswer]:
    answers = {}
    for pmid, item in _PUBMEDQA.validate_python(items).items():
        label, long = (item, None) if isinstance(item, str) else (item.final_decision, item.LONG_ANSWER)
        answers[pmid] = ExactAnswer(pmid, "yesno", ((label,),), (long,) if long else ())
    return answers


def _content(path: Path) -> Any:
    """Return the questions as a list, or PubMedQA's object."""
    try:
        content = json.loads(read_content(path, ExactAnswersError))
    except ValueError:
        return [_json(path, number, line) for number, line in read_lines(path, ExactAnswersError)]
    if isinstance(content, dict) and isinstance(content.get("questions"), list):
        return content["questions"]
    return [content] if isinstance(content, dict) and "id" in content else content


def _json(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ExactAnswersError(path, f"is no JSON ({error})", number) from error
