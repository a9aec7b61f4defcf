from __future__ import annotations

from typing import Any

import pytest

from eval.errors import ReportError
from eval.report.told import QuestionTold, questions_told, titles_told
from tests.run_examples import QUESTION, an_answers_run


def told(**fields: Any) -> QuestionTold:
    return QuestionTold.model_validate({"id": "q", **fields})


def test_an_id_is_enough() -> None:
    question = told()
    assert (question.is_answered, question.is_answerable, question.has_wrong_status) == (None, None, False)


def test_a_null_says_no_more_than_a_missing_key() -> None:
    assert told(**dict.fromkeys(QUESTION.keys() - {"id"})) == told()


def test_documents_and_quotes_may_be_told_by_id_or_words_alone() -> None:
    question = told(cited=["PMID:1"], facts=[{"fact": "eight of 17", "quotes": ["Eight of 17."]}])
    assert question.cited[0].document_id == "PMID:1"
    assert question.facts[0].quotes[0].quote == "Eight of 17."


@pytest.mark.parametrize(
    ("fields", "answered"),
    [
        ({"answered": False, "answer": "x"}, False),
        ({"abstention": "out_of_scope"}, False),
        ({"answer": "Eight."}, True),
        ({"sentences": [{"text": "Eight."}]}, True),
        ({}, None),
    ],
)
def test_whether_it_was_answered_is_read_from_what_there_is(fields: dict[str, Any], answered: bool | None) -> None:  # noqa: FBT001
    assert told(**fields).is_answered is answered


@pytest.mark.parametrize(("gold", "wrong"), [(["PMID:1"], False), ([], True), (None, False)])
def test_an_answer_where_silence_was_due_is_wrong(gold: list[str] | None, wrong: bool) -> None:  # noqa: FBT001
    assert told(gold=gold, answer="Eight.").has_wrong_status is wrong


def test_titles_are_gathered_from_all_questions() -> None:
    questions = [told(found=["PMID:1"]), told(cited=[{"document_id": "PMID:1", "title": "Cord"}])]
    assert titles_told(questions) == {"PMID:1": "Cord"}


def test_what_is_of_another_shape_is_named_with_its_place() -> None:
    run = an_answers_run(QUESTION, {"id": "odd", "facts": [{"fact": 3}]})
    with pytest.raises(ReportError, match=r"development, extractive: question 1: facts\.0\.fact: .* string"):
        questions_told(run)
