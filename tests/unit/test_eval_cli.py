from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.cli.app import app
from tests.examples import CORD, CORD_QUESTION, a_store, some_sources
from tests.fakes import HashingEmbedder

ANSWER_MEASURES = {
    "document_recall@5",
    "document_rr",
    "quote_validity",
    "citation_precision",
    "citation_recall",
    "alce_citation_precision",
    "alce_citation_recall",
    "fact_coverage",
    "answered_when_answerable",
    "abstained_when_unanswerable",
    "abstention_f1",
    "confidence_auroc",
    "aurc",
    "excess_aurc",
    "ece",
    "brier",
}
PAIRS = [
    {"fact": "8 of 17 improved", "text": "Eight of 17 improved.", "states": True, "kind": "number", "split": "test"},
    {"fact": "harm was seen", "text": "No harm was seen.", "states": False, "kind": "negation"},
]
QUESTIONS = [
    {"id": "cord", "question": CORD_QUESTION, "gold": [CORD.id], "answer_facts": ["eight of 17"], "type": "factoid"},
    {"id": "absent", "question": "Which telescope photographed distant galaxies?", "gold": []},
]
RECORDS = [
    {"_id": "knee", "text": "Injected cells relieve knee pain."},
    {"_id": "skin", "text": "Plaques cleared after treatment."},
]

Invoke = Callable[..., Any]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def invoke(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """A way to run a command of `enthesis eval` on ``data_dir`` with an encoder that costs nothing."""
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(data_dir))
    for module in ("retrieval", "answers"):
        monkeypatch.setattr(f"eval.cli.{module}.open_embedder", lambda *_: HashingEmbedder())
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def questions(tmp_path: Path, data_dir: Path) -> Path:
    data_dir.mkdir()
    some_sources(data_dir)
    return write(tmp_path / "questions.jsonl", QUESTIONS)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    write(folder / "corpus.jsonl", RECORDS)
    write(folder / "queries.jsonl", [{"_id": "q1", "text": "knee pain"}])
    (folder / "qrels" / "test.tsv").write_text("q1\tknee\t1\n")
    (folder / "qrels" / "dev.tsv").write_text("q1\tskin\t1\nq9\tknee\t1\n")
    return folder


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_retrieval_is_shown_as_a_table(invoke: Invoke, dataset: Path) -> None:
    result = invoke("retrieval", "--dataset", dataset)
    assert result.exit_code == 0
    assert "tiny test, hybrid: 2 documents, 1 queries" in " ".join(result.stdout.split())
    assert "nDCG@10" in result.stdout
    assert "1.000 – 1.000" in result.stdout


def test_retrieval_as_json_on_stdout_is_json_alone(invoke: Invoke, dataset: Path) -> None:
    result = invoke("retrieval", "--dataset", dataset, "--mode", "lexical", "--json", "-")
    report = json.loads(result.stdout)
    assert report["measures"].keys() >= {"nDCG@10", "R@100", "RR@10"}
    assert report["intervals"].keys() == report["measures"].keys()
    assert {"encode_seconds", "passages_per_second", "queries_per_second"} <= report["timings"].keys()
    assert report["configuration"] == "lexical"


def test_what_does_not_fit_in_a_data_set_is_said_beside_the_figures(invoke: Invoke, dataset: Path) -> None:
    result = invoke("retrieval", "--dataset", dataset, "--split", "dev", "--json", "-")
    assert json.loads(result.stdout)["name"] == "tiny dev"
    assert "judged queries that are not among the queries, left out: 1" in result.stderr


def test_a_run_is_written_when_a_file_is_named(invoke: Invoke, dataset: Path, tmp_path: Path) -> None:
    assert invoke("retrieval", "--dataset", dataset, "--run-out", tmp_path / "run.txt").exit_code == 0
    assert (tmp_path / "run.txt").read_text().startswith("q1 Q0 knee 1 ")


def test_answers_are_shown_as_a_table(invoke: Invoke, questions: Path) -> None:
    result = invoke("answers", "--questions", questions)
    assert result.exit_code == 0
    assert "questions, extractive: 2 questions, 1 answerable" in result.stdout
    for measure in ANSWER_MEASURES:
        assert measure in result.stdout


def test_answers_as_json_on_stdout_are_json_alone(invoke: Invoke, questions: Path) -> None:
    run = json.loads(invoke("answers", "--questions", questions, "--json", "-").stdout)
    assert run["measures"].keys() == ANSWER_MEASURES
    assert run["measures"]["quote_validity"] == 1
    assert [row["id"] for row in run["questions"]] == ["cord", "absent"]
    assert [row["answered"] for row in run["questions"]] == [True, False]


def test_answers_repeated_are_the_same_file_but_for_the_seconds(
    invoke: Invoke, questions: Path, data_dir: Path
) -> None:
    first, again = (json.loads(invoke("answers", "--questions", questions, "--json", "-").stdout) for _ in range(2))
    assert first.pop("timings").keys() == again.pop("timings").keys() == {"seconds", "seconds_per_question"}
    assert first == again
    assert first["manifest"]["files"]["questions"]["name"] == "questions.jsonl"
    assert first["manifest"]["answerer"] == "extractive"
    assert first["manifest"]["encoder"]["name"] == "hashing"
    assert list(data_dir.glob("evaluation/*")) == []


def test_variants_are_a_run_each(invoke: Invoke, questions: Path) -> None:
    result = invoke("answers", "--questions", questions, "--variants", "--json", "-")
    runs = json.loads(result.stdout)["runs"]
    assert [run["configuration"] for run in runs] == [
        f"extractive, {condition}" for condition in ("as asked", "typing errors", "source withdrawn")
    ]
    assert {run["manifest"]["asked"]["variants"] for run in runs} == {True}
    assert "no question has a variant for: paraphrased, false premise" in result.stderr
    assert "is a simulation on a copy" in result.stderr


def test_answers_to_a_test_set_can_be_kept_out_of_sight(invoke: Invoke, questions: Path) -> None:
    run = json.loads(invoke("answers", "--questions", questions, "--figures-only", "--json", "-").stdout)
    assert run["questions"] == []
    assert run["per_question"].keys() == {"cord", "absent"}


def test_answers_are_written_for_the_tools_of_bioasq(invoke: Invoke, questions: Path, tmp_path: Path) -> None:
    submission, gold = tmp_path / "submission.json", tmp_path / "gold.json"
    assert invoke("answers", "--questions", questions, "--submission", submission).exit_code == 0
    (given,) = json.loads(submission.read_text())["questions"]
    assert given["id"] == "cord"
    assert "[1]" not in given["ideal_answer"][0]
    gold.write_text(json.dumps({"questions": [{"id": "cord", "ideal_answer": given["ideal_answer"]}]}))
    measured = json.loads(invoke("exact", "--gold", gold, "--predictions", submission, "--json", "-").stdout)
    assert measured["measures"]["rouge_2_recall"] == 1.0


def test_interrupted_answers_are_taken_up_by_the_same_command(
    invoke: Invoke, questions: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads(invoke("answers", "--questions", questions, "--json", "-").stdout)
    with monkeypatch.context() as patch:
        patch.setattr("eval.cli.answers.publish", interrupt)
        assert invoke("answers", "--questions", questions).exit_code != 0
    assert len(list(data_dir.glob("evaluation/*.jsonl"))) == 1
    result = invoke("answers", "--questions", questions, "--json", "-")
    assert "2 of 2 were already answered" in result.stderr
    assert {**json.loads(result.stdout), "timings": None} == {**whole, "timings": None}
    assert list(data_dir.glob("evaluation/*")) == []


def test_a_journal_of_another_file_of_questions_is_not_taken_up(
    invoke: Invoke, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("eval.cli.answers.publish", interrupt)
        invoke("answers", "--questions", questions)
    write(questions, QUESTIONS[::-1])
    result = invoke("answers", "--questions", questions, "--json", "-")
    assert "already answered" not in result.stderr
    assert [told["id"] for told in json.loads(result.stdout)["questions"]] == ["absent", "cord"]


def test_the_matcher_of_facts_is_shown_by_kind(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("facts", "--pairs", write(tmp_path / "pairs.jsonl", PAIRS))
    assert result.exit_code == 0
    rows = {line.split()[0]: line.split()[1:3] for line in result.stdout.splitlines() if "(" in line}
    assert rows == {"all": ["2", "0.500"], "negation": ["1", "0.000"], "number": ["1", "1.000"]}


def test_the_matcher_of_facts_as_json_on_stdout_is_json_alone(invoke: Invoke, tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.jsonl", PAIRS)
    told = json.loads(invoke("facts", "--pairs", pairs, "--split", "test", "--json", "-").stdout)
    assert told["agreements"]["all"]["accuracy"]["value"] == 1
    assert told["manifest"]["files"]["pairs"]["name"] == "pairs.jsonl"


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [("{", (), "pairs.jsonl:1"), ("", (), "holds no pairs"), (json.dumps(PAIRS[0]), ("--split", "dev"), "of: test")],
)
def test_a_faulty_file_of_pairs_is_a_fault_of_use(
    invoke: Invoke, tmp_path: Path, content: str, options: tuple[str, ...], told: str
) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(content)
    result = invoke("facts", "--pairs", pairs, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_measure_that_nothing_speaks_of_is_a_dash(invoke: Invoke, questions: Path) -> None:
    write(questions, QUESTIONS[1:])
    result = invoke("answers", "--questions", questions)
    (line,) = (line for line in result.stdout.splitlines() if "fact_coverage" in line)
    assert line.split() == ["fact_coverage", "–"]


@pytest.mark.parametrize("command", ["retrieval", "answers"])
def test_a_file_gets_the_json_and_the_terminal_the_table(
    invoke: Invoke, questions: Path, dataset: Path, tmp_path: Path, command: str
) -> None:
    asked = ("--dataset", dataset) if command == "retrieval" else ("--questions", questions)
    result = invoke(command, *asked, "--json", tmp_path / "figures.json")
    assert result.exit_code == 0
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    for measure in figures["measures"]:
        assert measure in result.stdout


def test_on_an_empty_data_directory_the_starter_corpus_is_asked(invoke: Invoke, data_dir: Path, tmp_path: Path) -> None:
    result = invoke("answers", "--questions", write(tmp_path / "questions.jsonl", QUESTIONS), "--json", "-")
    assert result.exit_code == 0
    assert "loading the starter corpus" in result.stderr
    assert (data_dir / "corpus.sqlite").exists()
    assert json.loads(result.stdout)["questions"]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("corpus.jsonl", '{"_id": "knee"}\n{\n', "corpus.jsonl:2"),
        ("queries.jsonl", '{"text": "no id"}\n', "queries.jsonl:1"),
        ("qrels/test.tsv", "q1\tknee\t1\nq1\tknee\tmuch\n", "test.tsv:2"),
        ("qrels/test.tsv", "q1\tknee\t1\nq1\tknee\n", "test.tsv:2"),
    ],
)
def test_a_faulty_data_set_is_a_fault_of_use_with_file_and_line(
    invoke: Invoke, dataset: Path, name: str, content: str, place: str
) -> None:
    (dataset / name).write_text(content)
    result = invoke("retrieval", "--dataset", dataset)
    assert (result.exit_code, result.stdout) == (2, "")
    assert place in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--split", "train", "there are of: dev, test"),
        ("--run-out", "nowhere/run.txt", "there is no folder nowhere"),
        ("--mode", "telepathic", "hybrid"),
    ],
)
def test_an_option_that_does_not_fit_is_a_fault_of_use(
    invoke: Invoke, dataset: Path, option: str, value: str, told: str
) -> None:
    result = invoke("retrieval", "--dataset", dataset, option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("content", "place"),
    [("{", "questions.jsonl:1"), (json.dumps(QUESTIONS[0]) + "\n[]", "questions.jsonl:2"), ("", "questions.jsonl: ")],
)
def test_a_faulty_file_of_questions_is_a_fault_of_use_with_file_and_line(
    invoke: Invoke, questions: Path, content: str, place: str
) -> None:
    questions.write_text(content)
    result = invoke("answers", "--questions", questions)
    assert (result.exit_code, result.stdout) == (2, "")
    assert place in result.stderr


def test_a_file_of_questions_is_read_before_anything_is_built(invoke: Invoke, data_dir: Path, tmp_path: Path) -> None:
    assert invoke("answers", "--questions", tmp_path / "nowhere.jsonl").exit_code == 2
    assert not data_dir.exists()


@pytest.mark.parametrize(
    "asked",
    [
        "answers --questions {read} --json {read}",
        "answers --questions {read} --submission {read}",
        "answers --questions {read} --json {written} --submission {written}",
        "exact --gold {read} --predictions {other} --json {read}",
        "exact --gold {other} --predictions {read} --json {read}",
        "facts --pairs {read} --json {read}",
        "facts --pairs {read} --json {link}",
        "retrieval --questions {read} --json {read}",
        "retrieval --questions {read} --json {written} --run-out {written}",
    ],
)
def test_no_file_is_written_over_another_of_the_same_command(
    invoke: Invoke, questions: Path, tmp_path: Path, asked: str
) -> None:
    before = questions.read_bytes()
    (tmp_path / "link.jsonl").symlink_to(questions)
    files = {"read": questions, "other": tmp_path / "other", "written": tmp_path / "x", "link": tmp_path / "link.jsonl"}
    result = invoke(*asked.format(**files).split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "would be written over" in " ".join(result.stderr.split())
    assert questions.read_bytes() == before
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("command", ["retrieval", "answers", "exact", "facts"])
def test_figures_that_the_disk_has_no_room_for_are_a_fault_that_is_told(
    invoke: Invoke, questions: Path, dataset: Path, tmp_path: Path, command: str
) -> None:
    gold, pairs = tmp_path / "gold.json", write(tmp_path / "pairs.jsonl", PAIRS)
    gold.write_text('{"21": "yes"}')
    asked = {
        "retrieval": ("--dataset", dataset),
        "answers": ("--questions", questions),
        "exact": ("--gold", gold, "--predictions", gold),
        "facts": ("--pairs", pairs),
    }[command]
    result = invoke(command, *asked, "--json", "/dev/full")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "/dev/full: it cannot be written ([Errno 28] No space left on device). Make room" in result.stderr


def test_answers_that_could_not_be_written_are_not_asked_again(invoke: Invoke, questions: Path) -> None:
    assert invoke("answers", "--questions", questions, "--json", "/dev/full").exit_code == 2
    assert "2 of 2 were already answered" in invoke("answers", "--questions", questions, "--json", "-").stderr


def test_a_name_too_long_for_a_file_is_a_fault_that_is_told(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("facts", "--pairs", write(tmp_path / "pairs.jsonl", PAIRS), "--json", tmp_path / ("n" * 300))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "File name too long" in " ".join(result.stderr.split())


@pytest.mark.parametrize("place", ["nowhere/figures.json", "."])
@pytest.mark.parametrize("command", ["retrieval", "answers"])
def test_figures_that_could_not_be_written_are_not_measured(
    invoke: Invoke, tmp_path: Path, data_dir: Path, command: str, place: str
) -> None:
    asked = "--dataset" if command == "retrieval" else "--questions"
    result = invoke(command, asked, tmp_path / "nowhere", "--json", tmp_path / place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--json" in result.stderr
    assert not data_dir.exists()


def test_a_corpus_without_an_index_is_at_fault(invoke: Invoke, data_dir: Path, tmp_path: Path) -> None:
    data_dir.mkdir()
    a_store(data_dir, CORD)
    result = invoke("answers", "--questions", write(tmp_path / "questions.jsonl", QUESTIONS))
    assert (result.exit_code, result.stdout) == (4, "")
    assert "enthesis index build" in result.stderr


def test_a_setting_that_is_none_is_a_fault_of_use(
    invoke: Invoke, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTHESIS_ENCODR", "x")
    result = invoke("retrieval", "--dataset", dataset)
    assert result.exit_code == 2
    assert "Did you mean ENTHESIS_ENCODER?" in result.stderr


@pytest.mark.parametrize("command", ["retrieval", "answers", "facts"])
def test_help_has_an_example(invoke: Invoke, command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert f"Example: enthesis eval {command} --" in result.stdout
