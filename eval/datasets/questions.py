"""Questions with what a good answer must find and say, one JSON object a line."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import QuestionsError


class Question(BaseModel):
    """A question; ``gold`` names the documents that answer it and is empty when the corpus cannot.

    ``answer_facts`` are what an answer must say. ``judgements`` grade documents from 3 to 0. Other
    fields of a line are kept out of the way.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str = Field(min_length=1)
    gold: list[str]
    answer_facts: list[str] = []
    type: str | None = None
    judgements: dict[str, int] = {}

    @property
    def is_answerable(self) -> bool:
        """Whether any document answers it."""
        return bool(self.gold)


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions.

    Raises:
        QuestionsError: it cannot be read, holds none, a line is no question, or an id comes twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(path, f"cannot be read ({error})") from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            question = _question(path, number, line)
            if question.id in questions:
                raise QuestionsError(path, f"the id {question.id!r} comes twice", number)
            questions[question.id] = question
    if not questions:
        raise QuestionsError(path, "holds no questions")
    return list(questions.values())


def _question(path: Path, number: int, line: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        faults = (": ".join(filter(None, [".".join(map(str, fault["loc"])), fault["msg"]])) for fault in error.errors())
        raise QuestionsError(path, "; ".join(faults), number) from error
