from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli.app import app
from eval.comparison import compare
from eval.errors import ComparisonError, RunsError
from eval.runs import Run, read_runs, to_json

IDS = [f"q{number}" for number in range(30)]


def a_run(values: dict[str, float | None], configuration: str = "hybrid", measure: str = "nDCG@10") -> Run:
    known = [value for value in values.values() if value is not None]
    return Run(
        kind="retrieval",
        name="tiny test",
        configuration=configuration,
        measures={measure: sum(known) / len(known) if known else None},
        intervals={},
        counts={"queries": len(values)},
        per_question={question: {measure: value} for question, value in values.items()},
    )


LOW = a_run(dict.fromkeys(IDS, 0.2))
HIGH = a_run({question: 0.6 + 0.01 * number for number, question in enumerate(IDS)})


def write(path: Path, *runs: Run) -> Path:
    path.write_text(json.dumps(to_json(runs)), encoding="utf-8")
    return path


def test_a_gain_is_better_and_a_loss_worse() -> None:
    (gain,), (loss,) = compare(LOW, HIGH).measures, compare(HIGH, LOW).measures
    assert (gain.verdict, loss.verdict) == ("better", "worse")
    assert gain.difference == pytest.approx(-loss.difference) == pytest.approx(gain.after - gain.before)
    assert gain.interval[0] < gain.difference < gain.interval[1]


def test_what_may_be_chance_is_no_difference_shown() -> None:
    wobble = a_run({question: 0.2 + (0.1 if number % 2 else -0.1) for number, question in enumerate(IDS)})
    (found,) = compare(LOW, wobble).measures
    assert found.verdict == "no difference shown"


def test_a_measure_that_no_common_question_has_in_both_is_left_out() -> None:
    def with_precision(run: Run, question: str) -> Run:
        values = {**run.per_question, question: {**run.per_question[question], "precision": 1.0}}
        return run.model_copy(update={"measures": {**run.measures, "precision": 1.0}, "per_question": values})

    compared = compare(with_precision(LOW, "q1"), with_precision(HIGH, "q2"))
    assert [one.measure for one in compared.measures] == ["nDCG@10"]


def test_several_measures_are_corrected_together() -> None:
    def both(run: Run, other: float) -> Run:
        return run.model_copy(
            update={
                "measures": {**run.measures, "AP": other},
                "per_question": {
                    question: {**values, "AP": other + 0.1 * (int(question[1:]) % 3)}
                    for question, values in run.per_question.items()
                },
            }
        )

    alone = {one.measure: one.p for one in compare(LOW, HIGH).measures}
    together = {one.measure: one for one in compare(both(LOW, 0.1), both(HIGH, 0.1)).measures}
    assert together["nDCG@10"].p == alone["nDCG@10"]
    assert together["nDCG@10"].p_corrected == pytest.approx(2 * alone["nDCG@10"])
    assert together["AP"].verdict == "no difference shown"


def test_only_questions_of_both_count_and_the_others_are_told() -> None:
    after = a_run({**dict.fromkeys(IDS[5:], 0.4), "new": 1.0, "silent": None})
    found = compare(LOW, after)
    assert found.unpaired == 7
    assert found.measures[0].questions == 25
    assert found.measures[0].after == pytest.approx(0.4)


def test_a_question_without_a_value_in_one_run_is_no_pair() -> None:
    found = compare(LOW, a_run({**dict.fromkeys(IDS, 0.4), "q3": None}))
    assert (found.unpaired, found.measures[0].questions) == (0, 29)


def test_how_much_was_judged_is_compared_only_when_asked_for() -> None:
    before, after = (a_run(dict.fromkeys(IDS, value), measure="Judged@10") for value in (0.2, 0.9))
    with pytest.raises(ComparisonError, match="no measure in common"):
        compare(before, after)
    assert [one.measure for one in compare(before, after, ["Judged@10"]).measures] == ["Judged@10"]


def test_runs_of_other_questions_are_refused() -> None:
    with pytest.raises(ComparisonError, match="no question in common"):
        compare(LOW, a_run({"other": 0.5}))


def test_a_measure_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ComparisonError, match=r"P@3 in both; there are nDCG@10"):
        compare(LOW, HIGH, ["P@3"])


def test_the_command_says_which_is_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    paths = [str(write(tmp_path / "a.json", LOW)), str(write(tmp_path / "b.json", HIGH))]
    result = CliRunner().invoke(app, ["compare", *paths])
    assert result.exit_code == 0
    assert "better" in result.stdout
    assert "nDCG@10" in result.stdout


def test_the_command_pairs_configurations_by_name_and_writes_json(tmp_path: Path) -> None:
    dense = a_run(dict.fromkeys(IDS, 0.3), "dense")
    before, after = write(tmp_path / "a.json", LOW, dense), write(tmp_path / "b.json", dense, HIGH)
    result = CliRunner().invoke(app, ["compare", str(before), str(after), "--json", "-"])
    found = json.loads(result.stdout)["comparisons"]
    assert [one["after"] for one in found] == ["tiny test, hybrid", "tiny test, dense"]
    assert [one["measures"][0]["verdict"] for one in found] == ["better", "no difference shown"]


def test_files_without_a_common_configuration_are_refused(tmp_path: Path) -> None:
    before = write(tmp_path / "a.json", LOW, a_run({"q1": 0.1}, "dense"))
    after = write(tmp_path / "b.json", a_run({"q1": 0.1}, "lexical"))
    result = CliRunner().invoke(app, ["compare", str(before), str(after)])
    assert result.exit_code == 2
    assert "no run of the one is of the same set" in " ".join(result.stderr.split())


def test_retrieval_is_not_compared_with_answers(tmp_path: Path) -> None:
    before = write(tmp_path / "a.json", LOW)
    after = write(tmp_path / "b.json", HIGH.model_copy(update={"kind": "answers"}))
    result = CliRunner().invoke(app, ["compare", str(before), str(after)])
    assert result.exit_code == 2
    assert "no run of the one is of the same set" in " ".join(result.stderr.split())


def test_questions_as_asked_are_paired_with_variants_beside_and_without(tmp_path: Path) -> None:
    plain, asked, spelt = (
        LOW.model_copy(update={"configuration": f"extractive{condition}"})
        for condition in ("", ", as asked", ", typing errors")
    )
    before, after = write(tmp_path / "a.json", plain), write(tmp_path / "b.json", asked, spelt)
    found = json.loads(CliRunner().invoke(app, ["compare", str(before), str(after), "--json", "-"]).stdout)
    assert [one["after"] for one in found["comparisons"]] == ["tiny test, extractive, as asked"]
    assert found["manifest"]["files"]["before"]["name"] == "a.json"


def test_two_configurations_of_one_file_can_be_compared(tmp_path: Path) -> None:
    path = str(write(tmp_path / "both.json", LOW, HIGH.model_copy(update={"configuration": "dense"})))
    chosen = ["compare", path, path, "--first", "hybrid", "--second", "dense"]
    found = json.loads(CliRunner().invoke(app, [*chosen, "--json", "-"]).stdout)["comparisons"]
    assert [(one["before"], one["after"]) for one in found] == [("tiny test, hybrid", "tiny test, dense")]
    refused = CliRunner().invoke(app, ["compare", path, path, "--first", "sparse"])
    assert refused.exit_code == 2
    assert "there is no configuration 'sparse'; there is hybrid; dense" in " ".join(refused.stderr.split())


def test_that_runs_read_other_files_is_told(tmp_path: Path) -> None:
    paths = [
        str(write(tmp_path / name, LOW.model_copy(update={"manifest": {"files": {"questions": {"sha256": name}}}})))
        for name in ("a", "b")
    ]
    result = CliRunner().invoke(app, ["compare", *paths])
    assert "other files: files.questions.sha256" in " ".join(result.stderr.split())


def test_names_of_measures_are_whole_on_a_narrow_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    long = "abstained_when_unanswerable"
    paths = [str(write(tmp_path / name, a_run(dict.fromkeys(IDS, 0.2), measure=long))) for name in ("a", "b")]
    shown = CliRunner().invoke(app, ["compare", *paths]).stdout
    assert "…" not in shown


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is no JSON"),
        ("[]", "runs.json: Input should be a valid dictionary"),
        ("null", "runs.json: Input should be a valid dictionary"),
        ('{"runs": 5}', "runs.json: runs: Input should be a valid list"),
        ('{"runs": null}', "runs.json: runs: Input should be a valid list"),
        ('{"runs": [{"kind": "answers"}]}', "runs.json: runs.0.name: Field required"),
        ('{"kind": "answers"}', "runs.json: name: Field required"),
    ],
)
def test_a_file_that_holds_no_runs_says_so(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "runs.json"
    path.write_text(content)
    with pytest.raises(RunsError, match=why):
        read_runs(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(RunsError, match="cannot be read"):
        read_runs(tmp_path / "none.json")


@pytest.mark.parametrize("form", [lambda plain: b"\xef\xbb\xbf" + plain, gzip.compress], ids=["marked", "gzipped"])
def test_runs_are_read_with_a_byte_order_mark_and_gzipped(tmp_path: Path, form: Callable[[bytes], bytes]) -> None:
    path = write(tmp_path / "runs.json", LOW)
    path.write_bytes(form(path.read_bytes()))
    assert read_runs(path) == [LOW]


def test_runs_come_back_as_they_were_written(tmp_path: Path) -> None:
    assert read_runs(write(tmp_path / "one.json", LOW)) == [LOW]
    assert read_runs(write(tmp_path / "two.json", LOW, HIGH)) == [LOW, HIGH]
