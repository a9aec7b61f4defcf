"""Questions with what a good answer must find and say, one JSON object a line.

Questions of BioASQ are taken as well, a line each or in one object, as the challenge gives them out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.datasets.lines import faults_of, read_content, read_objects
from eval.errors import QuestionsError

_PMID = re.compile(r"(?:/pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)(\d+)/?$")

ANSWERS, ANSWERS_IN_PART = 3, 2  # grades of a document; 1 is on the subject of a question, 0 is not

Grade = Annotated[int, Field(ge=0, le=3)]


class FactQuote(BaseModel):
    """Words of a document that state a fact."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document_id: str
    quote: str = Field(min_length=1)


class Question(BaseModel):
    """A question; ``gold`` names the documents that answer it and is empty when the corpus cannot.

    ``answer_facts`` are what an answer must say, ``fact_quotes`` where each of them is said. ``judgements`` grade
    documents: 3 answers the question, 2 a part of it, 1 is on its subject, 0 is not. Questions are sorted by ``type``,
    ``topic``, ``voice`` (who asks) and ``trait`` (what makes it hard). ``paraphrase`` asks the same in other words,
    ``false_premise`` with something untrue taken for granted. ``why`` says why nothing answers it. Other fields of a
    line are kept out of the way.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str = Field(min_length=1)
    gold: list[str]
    answer_facts: list[str] = []
    type: str | None = None
    judgements: dict[str, Grade] = {}
    fact_quotes: list[list[FactQuote]] = []
    exact_answer: str | None = None
    topic: str | None = None
    voice: str | None = None
    trait: str | None = None
    paraphrase: str | None = Field(default=None, min_length=1)
    false_premise: str | None = Field(default=None, min_length=1)
    why: str | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether any document answers it."""
        return bool(self.gold)

    @model_validator(mode="before")
    @classmethod
    def _from_bioasq(cls, given: Any) -> Any:
        """Take a question of BioASQ: its ``body``, and its ``documents`` as gold."""
        if not isinstance(given, dict) or "body" not in given or "gold" in given:
            return given
        if "documents" not in given:
            raise ValueError("a question of BioASQ without documents has no gold: take the golden file")
        gold = list(dict.fromkeys(_pmid(str(url)) for url in given["documents"]))
        return {"id": given.get("id"), "question": given["body"], "type": given.get("type"), "gold": gold}

    @model_validator(mode="after")
    def _gold_is_graded(self) -> Self:
        graded = {document for document, grade in self.judgements.items() if grade >= ANSWERS_IN_PART}
        if self.judgements and graded != set(self.gold):
            odd = ", ".join(sorted(graded ^ set(self.gold)))
            raise ValueError(f"gold must be the documents that judgements grade 2 or 3; they differ in {odd}")
        return self

    @model_validator(mode="after")
    def _parallel(self) -> Self:
        if self.fact_quotes and len(self.fact_quotes) != len(self.answer_facts):
            raise ValueError(
                f"fact_quotes has {len(self.fact_quotes)} lists for {len(self.answer_facts)} answer_facts; give each "
                "fact its list, an empty one where nothing is quoted"
            )
        return self


def _pmid(url: str) -> str:
    found = _PMID.search(url)
    if not found:
        raise ValueError(f"{url!r} is no address of a PubMed record")
    return f"PMID:{found[1]}"


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions.

    Raises:
        QuestionsError: it cannot be read, holds none, a line is no question, or an id comes twice.
    """
    questions: dict[str, Question] = {}
    for number, question in _read(path):
        if question.id in questions:
            raise QuestionsError(path, f"the id {question.id!r} comes twice", number)
        questions[question.id] = question
    if not questions:
        raise QuestionsError(path, "holds no questions")
    return list(questions.values())


def _read(path: Path) -> Iterator[tuple[int, Question]]:
    """Yield every question with its line, or its place in the one object of a challenge's file."""
    try:
        content = json.loads(read_content(path, QuestionsError))
    except ValueError:
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("questions"), list):
        yield from read_objects(path, Question, QuestionsError)
        return
    for number, one in enumerate(content["questions"], 1):
        try:
            yield number, Question.model_validate(one)
        except ValidationError as error:
            raise QuestionsError(path, f"question {number}: {faults_of(error)}") from error
