from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.datasets.questions import FactQuote, Question, read_questions
from eval.errors import QuestionsError

FULL = {
    "id": "q1",
    "question": "How many improved?",
    "gold": ["PMID:1"],
    "answer_facts": ["8 of 17"],
    "type": "factoid",
    "slice": "A",
}
LEAST = {"id": "q2", "question": "What is the weather?", "gold": []}


JUDGED = {
    **FULL,
    "judgements": {"PMID:1": 3, "PMID:2": 0},
    "fact_quotes": [[{"document_id": "PMID:1", "quote": "Eight of 17 improved."}]],
    "exact_answer": "8",
    "topic": "psoriasis",
    "voice": "patient",
    "trait": "numbers",
    "paraphrase": "Of 17, how many got better?",
    "false_premise": "As all 17 improved, how soon did they?",
    "why": "a plain one",
}


def write(path: Path, *lines: Any, encoding: str = "utf-8") -> Path:
    file = path / "questions.jsonl"
    written = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    file.write_text("".join(line + "\n" for line in written), encoding=encoding)
    return file


def test_questions_are_read_in_their_order(tmp_path: Path) -> None:
    assert read_questions(write(tmp_path, FULL, LEAST)) == [
        Question(id="q1", question="How many improved?", gold=["PMID:1"], answer_facts=["8 of 17"], type="factoid"),
        Question(id="q2", question="What is the weather?", gold=[], answer_facts=[], type=None),
    ]


def test_a_judged_question_says_what_is_relevant_where_facts_stand_and_how_else_it_may_be_put(tmp_path: Path) -> None:
    (question,) = read_questions(write(tmp_path, JUDGED))
    assert question.judgements == {"PMID:1": 3, "PMID:2": 0}
    assert question.fact_quotes == [[FactQuote(document_id="PMID:1", quote="Eight of 17 improved.")]]
    assert (question.topic, question.voice, question.trait) == ("psoriasis", "patient", "numbers")
    assert question.paraphrase == "Of 17, how many got better?"
    assert question.false_premise == "As all 17 improved, how soon did they?"
    assert (question.exact_answer, question.why) == ("8", "a plain one")


@pytest.mark.parametrize("name", ["exact_answer", "topic", "voice", "trait", "paraphrase", "false_premise", "why"])
def test_what_a_set_does_not_say_may_be_null(tmp_path: Path, name: str) -> None:
    (question,) = read_questions(write(tmp_path, {**JUDGED, name: None}))
    assert getattr(question, name) is None


def test_a_question_without_gold_is_unanswerable(tmp_path: Path) -> None:
    assert [question.is_answerable for question in read_questions(write(tmp_path, FULL, LEAST))] == [True, False]


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    assert len(read_questions(write(tmp_path, FULL, " ", "", LEAST, encoding="utf-8-sig"))) == 2


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\u2029"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, separator: str) -> None:
    (question,) = read_questions(write(tmp_path, {**LEAST, "question": f"Before{separator}after?"}))
    assert question.question == f"Before{separator}after?"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON: EOF"),
        ("[" * 100_000, "Invalid JSON: recursion limit"),
        ("[]", "Input should be an object"),
        ('"words"', "Input should be an object"),
        ({"id": "q2", "question": "Why?"}, "gold: Field required"),
        ({"question": "Why?", "gold": []}, "id: Field required"),
        ({"id": "q2", "gold": []}, "question: Field required"),
        ({**LEAST, "question": ""}, "question: String should have at least 1 character"),
        ({**LEAST, "gold": "PMID:1"}, "gold: Input should be a valid array"),
        ({**LEAST, "gold": [1]}, r"gold\.0: Input should be a valid string"),
        ({**LEAST, "gold": None, "answer_facts": None}, "gold: .*; answer_facts: "),
        ({**LEAST, "answer_facts": [["8 of 17"]]}, r"answer_facts\.0: "),
        ({**JUDGED, "id": "q2", "fact_quotes": [[], []]}, ".*fact_quotes has 2 lists for 1 answer_facts"),
        ({**LEAST, "fact_quotes": [[]]}, ".*fact_quotes has 1 lists for 0 answer_facts"),
        ({**LEAST, "judgements": {"PMID:1": 4}}, r"judgements\.PMID:1: Input should be less than or equal to 3"),
        ({**LEAST, "judgements": {"PMID:1": -1}}, r"judgements\.PMID:1: "),
        ({**LEAST, "paraphrase": ""}, "paraphrase: "),
        (r'{"id": "q2", "question": "\ud800", "gold": []}', "Invalid JSON: unexpected end of hex escape"),
        ({**LEAST, "id": "q1"}, "the id 'q1' comes twice"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: Any, reason: str) -> None:
    with pytest.raises(QuestionsError, match=rf"questions\.jsonl:3: {reason}") as raised:
        read_questions(write(tmp_path, FULL, "", line))
    assert raised.value.line == 3


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(QuestionsError, match="holds no questions"):
        read_questions(file)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="not UTF-8 at byte"):
        read_questions(write(tmp_path, {**LEAST, "question": "Où ?"}, encoding="latin-1"))


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionsError, match="cannot be read"):
        read_questions(tmp_path / name)


def test_the_message_says_what_a_line_should_hold(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="a JSON object a line: id, question, gold"):
        read_questions(write(tmp_path, "{"))


BIOASQ = {
    "id": "5e",
    "type": "yesno",
    "body": "Does it calm the skin?",
    "documents": ["http://www.ncbi.nlm.nih.gov/pubmed/123", "http://www.ncbi.nlm.nih.gov/pubmed/45"],
    "exact_answer": "yes",
    "ideal_answer": ["Yes."],
}


@pytest.mark.parametrize("content", [json.dumps(BIOASQ), json.dumps({"questions": [BIOASQ]}, indent=1)])
def test_questions_of_bioasq_have_their_documents_as_gold(tmp_path: Path, content: str) -> None:
    file = tmp_path / "golden.json"
    file.write_text(content)
    (question,) = read_questions(file)
    assert (question.id, question.question, question.type) == ("5e", "Does it calm the skin?", "yesno")
    assert question.gold == ["PMID:123", "PMID:45"]


def test_a_faulty_question_of_bioasq_is_told_by_its_place(tmp_path: Path) -> None:
    file = tmp_path / "golden.json"
    file.write_text(json.dumps({"questions": [BIOASQ, {"id": "5f", "body": "", "documents": []}]}))
    with pytest.raises(QuestionsError, match="question 2: question"):
        read_questions(file)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"documents": ["https://example.org/7"]}, "no address of a PubMed record"),
        ({}, "without documents has no gold"),
    ],
)
def test_a_question_of_bioasq_without_gold_is_no_unanswerable_one(
    tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    question = {name: value for name, value in BIOASQ.items() if name != "documents"} | change
    with pytest.raises(QuestionsError, match=why):
        read_questions(write(tmp_path, question))


@pytest.mark.parametrize("url", ["https://pubmed.ncbi.nlm.nih.gov/123/", "http://www.ncbi.nlm.nih.gov/pubmed/123"])
def test_every_address_of_a_pubmed_record_is_known(tmp_path: Path, url: str) -> None:
    (question,) = read_questions(write(tmp_path, {**BIOASQ, "documents": [url]}))
    assert question.gold == ["PMID:123"]


def test_gold_that_is_graded_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="gold must be the documents that judgements grade 2 or 3"):
        read_questions(write(tmp_path, {**LEAST, "gold": ["PMID:1"], "judgements": {"PMID:1": 1}}))
