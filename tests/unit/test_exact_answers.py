from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.cli.app import app
from eval.datasets.exact_answers import ExactAnswer, read_exact_answers
from eval.errors import ComparisonError, ExactAnswersError
from eval.exact_runs import evaluate_exact

QUESTIONS: list[dict[str, Any]] = [
    {"id": "y", "type": "yesno", "body": "Does it?", "exact_answer": "yes", "ideal_answer": "Yes, it calms the skin."},
    {"id": "f", "type": "factoid", "exact_answer": [["IL-17A", "interleukin-17A"]], "ideal_answer": ["By IL-17A."]},
    {"id": "l", "type": "list", "exact_answer": [["TNF"], ["IL-23"]], "ideal_answer": ["TNF and IL-23."]},
    {"id": "s", "type": "summary", "ideal_answer": ["It is a long story."]},
]
GIVEN = [
    {"id": "y", "exact_answer": "no", "ideal_answer": "No."},
    {"id": "f", "exact_answer": [["TNF"], ["interleukin-17A"]], "ideal_answer": ["By IL-17A."]},
    {"id": "l", "exact_answer": ["TNF"], "ideal_answer": ["TNF and IL-23."]},
    {"id": "other", "exact_answer": "yes"},
]


def write(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def in_lines(questions: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(one) + "\n" for one in questions)


def test_bioasqs_file_and_its_lines_read_the_same(tmp_path: Path) -> None:
    whole = read_exact_answers(write(tmp_path / "a.json", {"questions": QUESTIONS}))
    lines = read_exact_answers(write(tmp_path / "a.jsonl", in_lines(QUESTIONS)))
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(in_lines(QUESTIONS).encode()))
    assert whole == lines == read_exact_answers(packed)
    assert whole["y"] == ExactAnswer("y", "yesno", (("yes",),), ("Yes, it calms the skin.",))
    assert whole["f"].things == (("IL-17A", "interleukin-17A"),)
    assert whole["s"] == ExactAnswer("s", "summary", (), ("It is a long story.",))


def test_a_single_line_is_a_question_too(tmp_path: Path) -> None:
    assert list(read_exact_answers(write(tmp_path / "a.jsonl", in_lines(QUESTIONS[:1])))) == ["y"]


@pytest.mark.parametrize("item", ["yes", {"final_decision": "yes", "QUESTION": "Does it?"}])
def test_pubmedqas_file_is_labels_by_pmid(tmp_path: Path, item: Any) -> None:
    (answer,) = read_exact_answers(write(tmp_path / "pqal.json", {"123": item})).values()
    assert (answer.id, answer.type, answer.label) == ("123", "yesno", "yes")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"questions": [{"type": "yesno"}]}', "id: Field required"),
        ('{"id": "a"}\n{"id": \n', "2: is no JSON"),
        ("[]", "holds no answers"),
        ('{"123": 7}', "123"),
        ("7", r"odd\.json: Input should be a valid dictionary"),
    ],
)
def test_a_file_of_another_shape_says_what_is_wrong(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(ExactAnswersError, match=why):
        read_exact_answers(write(tmp_path / "odd.json", content))


def test_a_file_that_is_not_there_or_cut_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExactAnswersError, match="cannot be read"):
        read_exact_answers(tmp_path / "none.json")
    cut = tmp_path / "cut.json.gz"
    cut.write_bytes(gzip.compress(b"{}" * 1000)[:-9])
    with pytest.raises(ExactAnswersError, match="cannot be read"):
        read_exact_answers(cut)


def test_every_type_has_its_measures_and_what_was_not_answered_is_wrong(tmp_path: Path) -> None:
    gold = read_exact_answers(write(tmp_path / "gold.json", {"questions": QUESTIONS}))
    run = evaluate_exact(gold, read_exact_answers(write(tmp_path / "a.json", {"questions": GIVEN})), "gold", "a")
    assert run.per_question["y"]["yes_no_accuracy"] == 0
    assert run.measures["factoid_strict"] == 0
    assert run.measures["factoid_mrr"] == 1 / 2
    assert run.measures["list_recall"] == 1 / 2
    assert run.per_question["s"]["rouge_2_recall"] == 0
    assert run.measures["yes_no_macro_f1"] == 0
    assert run.counts == {"questions": 4, "answered": 3}
    assert [warning[-1] for warning in run.warnings] == ["1", "1"]
    assert set(run.intervals) == set(run.measures)


@pytest.mark.parametrize(
    ("gold", "given"),
    [
        ({"type": "yesno", "exact_answer": ["no"]}, {"exact_answer": "No"}),
        ({"type": "yesno", "exact_answer": "no"}, {"exact_answer": [["no"]]}),
        ({"type": "factoid", "exact_answer": ["IL-17A"]}, {"exact_answer": "IL-17A"}),
        ({"type": "list", "exact_answer": [["TNF"]]}, {"exact_answer": "TNF"}),
        ({"exact_answer": "maybe"}, {"exact_answer": ["maybe"]}),
    ],
)
def test_an_answer_is_read_as_the_gold_one_asks_for(
    tmp_path: Path, gold: dict[str, Any], given: dict[str, Any]
) -> None:
    asked = read_exact_answers(write(tmp_path / "gold.json", {"questions": [{"id": "q", **gold}]}))
    run = evaluate_exact(asked, read_exact_answers(write(tmp_path / "a.json", [{"id": "q", **given}])), "gold", "a")
    assert set(run.measures.values()) == {1.0}


def test_only_a_label_that_is_given_can_be_precise(tmp_path: Path) -> None:
    asked = [{"id": one, "type": "yesno", "exact_answer": "yes"} for one in "abc"]
    given = [{"id": "a", "exact_answer": "yes"}, {"id": "b", "ideal_answer": "It does."}]
    gold, answers = (
        read_exact_answers(write(tmp_path / f"{name}.json", {"questions": content}))
        for name, content in (("gold", asked), ("given", given))
    )
    measures = evaluate_exact(gold, answers, "gold", "given").measures
    assert measures["yes_no_precision"] == 1
    assert measures["yes_no_accuracy"] == measures["yes_no_given"] == 1 / 3


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExactAnswersError, match="'y' comes twice"):
        read_exact_answers(write(tmp_path / "a.json", {"questions": [QUESTIONS[0], QUESTIONS[0]]}))


def test_a_kind_of_answer_that_is_never_given_is_not_measured(tmp_path: Path) -> None:
    gold = read_exact_answers(write(tmp_path / "gold.json", {"questions": QUESTIONS}))
    told = {"questions": [{"id": "y", "ideal_answer": ["It calms the skin."]}]}
    run = evaluate_exact(gold, read_exact_answers(write(tmp_path / "told.json", told)), "gold", "told")
    assert {name.split("_")[0] for name in run.measures} == {"rouge"}
    assert len(run.per_question) == 4


def test_answers_to_other_questions_altogether_are_refused(tmp_path: Path) -> None:
    gold = read_exact_answers(write(tmp_path / "gold.json", {"questions": QUESTIONS}))
    with pytest.raises(ComparisonError, match="answers no question"):
        evaluate_exact(gold, {}, "gold", "none")


def test_the_command_measures_a_submission(tmp_path: Path) -> None:
    gold, given = (
        write(tmp_path / "gold.json", {"questions": QUESTIONS}),
        write(tmp_path / "a.json", {"questions": GIVEN}),
    )
    result = CliRunner().invoke(app, ["exact", "--gold", str(gold), "--predictions", str(given), "--json", "-"])
    assert result.exit_code == 0
    run = json.loads(result.stdout)
    assert (run["name"], run["configuration"]) == ("gold", "a")
    assert run["manifest"]["files"]["gold"]["name"] == "gold.json"
