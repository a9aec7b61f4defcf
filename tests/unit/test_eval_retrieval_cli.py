from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from eval.cli.app import app
from index.generations import Generations
from service.settings import Settings
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_beir_folder, a_store
from tests.fakes import CountingEmbedder, EncodingFailedError
from tests.unit.commands import AT_FAULT, DONE, USAGE, as_json

DOCUMENTS = {"knee": "Injected cells relieve knee pain.", "skin": "Plaques cleared after treatment."}
QUERIES = {"q1": "knee pain", "q2": "plaques"}
JUDGED = {"q1": "knee", "q2": "skin"}

Invoke = Callable[..., Result]


class Encoders:
    """Opens encoders that cost nothing, and keeps them: each is called as it was asked for."""

    def __init__(self) -> None:
        self.opened: list[CountingEmbedder] = []
        self.fails_after: int | None = None

    def __call__(self, settings: Settings, _say: object) -> CountingEmbedder:
        embedder = CountingEmbedder(dimension=64 + 8 * len(settings.encoder), fails_after=self.fails_after)
        embedder.name = settings.encoder
        self.opened.append(embedder)
        return embedder

    def encoded(self) -> int:
        """How many texts were encoded since this was last asked."""
        count = sum(embedder.encoded for embedder in self.opened)
        self.opened.clear()
        return count


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def encoders(monkeypatch: pytest.MonkeyPatch) -> Encoders:
    opening = Encoders()
    monkeypatch.setattr("eval.cli.retrieval.open_embedder", opening)
    return opening


@pytest.fixture
def invoke(data_dir: Path, encoders: Encoders, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """A way to run `enthesis eval retrieval` on ``data_dir``."""
    assert not encoders.opened
    monkeypatch.setenv("ENTHESIS_DATA_DIR", str(data_dir))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, ["retrieval", *map(str, arguments)])


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return a_beir_folder(tmp_path / "tiny", DOCUMENTS, QUERIES, JUDGED)


def a_run(path: Path) -> Path:
    path.write_text("q1 Q0 skin 1 2.0 t\nq1 Q0 knee 2 1.0 t\n")
    return path


def runs_of(result: Result) -> dict[str, dict[str, Any]]:
    return {run["configuration"]: run for run in as_json(result)["runs"]}


def test_modes_encoders_and_runs_stand_side_by_side(invoke: Invoke, dataset: Path, tmp_path: Path) -> None:
    asked = ("--mode", "lexical", "--mode", "hybrid", "--encoder", "small", "--encoder", "larger")
    result = invoke("--dataset", dataset, *asked, "--run", a_run(tmp_path / "others.run"), "--json", "-")
    runs = runs_of(result)
    assert list(runs) == ["lexical", "hybrid small", "hybrid larger", "others"]
    assert {run["name"] for run in runs.values()} == {"tiny test"}
    assert runs["hybrid larger"]["manifest"]["encoder"]["name"] == "larger"
    assert runs["others"]["measures"]["RR@10"] == 0.25


def test_a_run_alone_opens_no_encoder_and_makes_no_data_directory(
    invoke: Invoke, dataset: Path, data_dir: Path, encoders: Encoders, tmp_path: Path
) -> None:
    run = as_json(invoke("--dataset", dataset, "--run", a_run(tmp_path / "others.run"), "--json", "-"))
    assert (run["configuration"], run["measures"]["RR@10"]) == ("others", 0.25)
    assert encoders.opened == []
    assert not data_dir.exists()


def test_words_alone_open_no_encoder(invoke: Invoke, dataset: Path, data_dir: Path, encoders: Encoders) -> None:
    assert invoke("--dataset", dataset, "--mode", "lexical").exit_code == DONE
    assert encoders.opened == []
    assert not data_dir.exists()


def test_without_an_encoder_named_the_setting_says_which(
    invoke: Invoke, dataset: Path, encoders: Encoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTHESIS_ENCODER", "mine")
    assert as_json(invoke("--dataset", dataset, "--json", "-"))["configuration"] == "hybrid"
    assert [embedder.name for embedder in encoders.opened] == ["mine"]


def test_the_measures_named_are_measured(invoke: Invoke, dataset: Path) -> None:
    asked = ("--measure", "P@5", "--measure", "AP(rel=2)@100", "--measure", "MRR@10")
    run = as_json(invoke("--dataset", dataset, *asked, "--json", "-"))
    assert run["measures"] == {"P@5": 0.2, "AP(rel=2)@100": 0, "RR@10": 1}
    assert run["per_question"]["q1"].keys() == run["intervals"].keys() == run["measures"].keys()


def test_pubmedqa_is_known_by_being_a_file(invoke: Invoke, tmp_path: Path) -> None:
    items = {"21": {"QUESTION": "Knee pain?", "CONTEXTS": ["Knee pain fell."], "LABELS": ["RESULTS"]}}
    (tmp_path / "ori_pqal.json").write_text(json.dumps(items))
    run = as_json(invoke("--dataset", tmp_path / "ori_pqal.json", "--json", "-"))
    assert (run["name"], run["measures"]["R@100"]) == ("ori_pqal all", 1)


def test_three_files_are_a_set(invoke: Invoke, tmp_path: Path) -> None:
    for name, content in (("docs", "d1\tKnee pain fell.\n"), ("topics", "q1\tknee pain\n"), ("qrels", "q1 0 d1 1\n")):
        (tmp_path / name).write_text(content)
    files = ("--docs", tmp_path / "docs", "--queries", tmp_path / "topics", "--qrels", tmp_path / "qrels")
    run = as_json(invoke(*files, "--json", "-"))
    assert (run["name"], run["counts"], run["measures"]["R@100"]) == ("docs qrels", {"documents": 1, "queries": 1}, 1)


@pytest.mark.parametrize("option", ["--json", "--run-out"])
@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv", "others.run"])
def test_no_file_that_is_measured_on_is_written_over(
    invoke: Invoke, dataset: Path, encoders: Encoders, option: str, name: str
) -> None:
    run = a_run(dataset / "others.run")
    before = (dataset / name).read_bytes()
    result = invoke("--dataset", dataset, "--mode", "dense", "--run", run, option, dataset / name)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "would be written over" in " ".join(result.stderr.split())
    assert (dataset / name).read_bytes() == before
    assert encoders.encoded() == 0


class TestQuestionsOverTheCorpus:
    @pytest.fixture
    def questions(self, tmp_path: Path) -> Path:
        asked = [
            {"id": "cord", "question": CORD_QUESTION, "gold": [CORD.id]},
            {"id": "graded", "question": "Cells from fat?", "gold": [FAT.id], "judgements": {FAT.id: 3, CORD.id: 1}},
            {"id": "absent", "question": "Which telescope?", "gold": []},
        ]
        (tmp_path / "development.jsonl").write_text("".join(json.dumps(one) + "\n" for one in asked))
        return tmp_path / "development.jsonl"

    def test_are_measured_over_all_of_it(self, invoke: Invoke, questions: Path, data_dir: Path) -> None:
        data_dir.mkdir()
        a_store(data_dir, CORD, FAT, ETANERCEPT).close()
        run = as_json(invoke("--questions", questions, "--measure", "nDCG@10", "--measure", "R@100", "--json", "-"))
        assert (run["name"], run["counts"]) == ("corpus development", {"documents": 3, "queries": 2})
        assert run["measures"]["R@100"] == 1
        assert len(run["manifest"]["corpus"]) == 64
        assert not (data_dir / "index").exists()

    def test_are_asked_of_the_starter_corpus_where_there_is_none(
        self, invoke: Invoke, questions: Path, data_dir: Path
    ) -> None:
        result = invoke("--questions", questions, "--mode", "lexical", "--json", "-")
        assert "loading the starter corpus" in result.stderr
        assert json.loads(result.stdout)["counts"]["documents"] > 200
        assert (data_dir / "corpus.sqlite").exists()

    def test_that_are_faulty_are_found_out_before_anything_is_built(
        self, invoke: Invoke, data_dir: Path, tmp_path: Path
    ) -> None:
        assert invoke("--questions", tmp_path / "nowhere.jsonl").exit_code == USAGE
        assert not data_dir.exists()

    def test_with_a_run_alone_build_nothing(self, invoke: Invoke, questions: Path, tmp_path: Path) -> None:
        result = invoke("--questions", questions, "--run", a_run(tmp_path / "others.run"))
        assert result.exit_code == AT_FAULT
        assert "no corpus" in result.stderr.lower()


class TestRepeated:
    def test_it_encodes_nothing_and_says_the_same_but_for_timings(
        self, invoke: Invoke, dataset: Path, encoders: Encoders, data_dir: Path
    ) -> None:
        asked = ("--dataset", dataset, "--mode", "hybrid", "--mode", "dense", "--json")
        first, first_encoded = as_json(invoke(*asked, "-")), encoders.encoded()
        second, second_encoded = as_json(invoke(*asked, "-")), encoders.encoded()
        assert first_encoded > 0
        assert second_encoded == 0
        for run in (*first["runs"], *second["runs"]):
            assert run.pop("timings")
        assert json.dumps(first) == json.dumps(second)
        assert {path.name for path in (data_dir / "evaluation" / "vectors" / "tiny").iterdir()} == {
            "passages",
            "queries",
        }

    def test_vectors_are_never_kept_where_an_index_could_be(
        self, invoke: Invoke, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dataset = a_beir_folder(tmp_path / "index", DOCUMENTS, QUERIES, JUDGED)
        assert invoke("--dataset", dataset).exit_code == DONE
        monkeypatch.setenv("ENTHESIS_DATA_DIR", str(data_dir / "evaluation"))
        assert not Settings.from_environment().index_directory.exists()

    def test_after_a_failure_it_encodes_what_is_missing(
        self, invoke: Invoke, encoders: Encoders, tmp_path: Path
    ) -> None:
        texts = {f"d{number}": f"Trial {number}. Pain fell in group {number}." for number in range(300)}
        dataset = a_beir_folder(tmp_path / "large", texts, QUERIES, {"q1": "d1"})
        encoders.fails_after = 300
        assert isinstance(invoke("--dataset", dataset).exception, EncodingFailedError)
        made = encoders.encoded()
        encoders.fails_after = None
        assert invoke("--dataset", dataset).exit_code == DONE
        assert made == 256
        assert encoders.encoded() == 2 * 300 + 1 - made

    def test_while_another_process_encodes_it_says_so(self, invoke: Invoke, dataset: Path, data_dir: Path) -> None:
        with Generations(data_dir / "evaluation" / "vectors" / "tiny" / "passages").locked():
            result = invoke("--dataset", dataset)
        assert (result.exit_code, result.stdout) == (AT_FAULT, "")
        assert "Wait until it is done" in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "0 sets are named; name one: --dataset, or --docs with --queries and --qrels, or --questions"),
        (("--dataset", "a", "--questions", "b"), "2 sets are named"),
        (("--dataset", "a", "--qrels", "b"), "2 sets are named"),
        (("--docs", "a", "--queries", "b"), "give all three or none of them"),
        (("--questions", "a", "--split", "dev"), "--split is of a --dataset that is a folder"),
        (("--dataset", "a", "--mode", "telepathic"), "'telepathic' is not one of hybrid, dense, lexical"),
        (("--dataset", "a", "--measure", "elegance@10"), "'elegance@10': no such measure"),
        (("--dataset", "a", "--measure", "elegance@10"), "for example nDCG@10, R@100"),
        (("--dataset", "a", "--measure", "P@0"), "its cutoff is below 1"),
        (("--dataset", "a", "--mode", "lexical", "--encoder", "b"), "--encoder: words alone know no encoder"),
        (("--dataset", "a", "--run-out", "."), "--run-out"),
        (("--dataset", "a"), "there is no such file"),
    ],
)
def test_what_was_asked_wrongly_is_a_fault_of_use(
    invoke: Invoke, data_dir: Path, options: tuple[str, ...], told: str
) -> None:
    result = invoke(*options)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert told in " ".join(result.stderr.split())
    assert not data_dir.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--mode", "dense", "--mode", "hybrid", "--run-out", "run.txt"), "here are 2 (dense, hybrid)"),
        (("--run", "nowhere.run"), "nowhere.run: it cannot be read"),
        (("--split", "train"), "there are of: test"),
    ],
)
def test_what_does_not_fit_the_set_is_found_out_before_encoding(
    invoke: Invoke, dataset: Path, encoders: Encoders, options: tuple[str, ...], told: str
) -> None:
    result = invoke("--dataset", dataset, *options)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert told in result.stderr
    assert encoders.encoded() == 0
