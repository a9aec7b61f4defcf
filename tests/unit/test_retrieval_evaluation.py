from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import ir_measures
import numpy as np
import pytest

from eval.datasets.beir import read_dataset
from eval.datasets.trec import read_run
from eval.errors import DatasetError, RunFileError
from eval.measures.ranking import MEASURES
from eval.retrieval import evaluate_retrieval, run_retrieval
from index.interfaces import Vectors
from index.search import Mode
from tests.fakes import HashingEmbedder

DOCUMENTS = {
    "knee": "Injected cells relieve knee pain. Patients walked again.",
    "skin": "Plaques cleared after biologic treatment of psoriasis.",
    "twin-b": "Enthesitis resolved slowly.",
    "twin-a": "Enthesitis resolved slowly.",
    "heart": "Blood pressure fell in elderly volunteers.",
}
QUERIES = {"q1": "knee pain cells", "q2": "psoriasis plaques", "q3": "enthesitis resolved slowly", "q4": "unasked"}
JUDGED = {"q1": "knee", "q2": "skin", "q3": "twin-b"}
MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")


class CountingEmbedder(HashingEmbedder):
    """Counts the texts it encodes as passages."""

    def __init__(self) -> None:
        super().__init__()
        self.passages = 0

    def embed_passages(self, texts: Sequence[str], /) -> Vectors:
        self.passages += len(texts)
        return super().embed_passages(texts)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        return super().embed_passages(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    write(path, DOCUMENTS, QUERIES, JUDGED)
    return path


def write(path: Path, documents: dict[str, str], queries: dict[str, str], judged: dict[str, str]) -> None:
    (path / "qrels").mkdir(parents=True)
    for name, records in (("corpus", documents), ("queries", queries)):
        lines = (json.dumps({"_id": key, "text": text}) + "\n" for key, text in records.items())
        (path / f"{name}.jsonl").write_text("".join(lines))
    (path / "qrels" / "test.tsv").write_text("".join(f"{query}\t{found}\t1\n" for query, found in judged.items()))


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_finds_what_is_judged_relevant(folder: Path, mode: Mode) -> None:
    report = evaluate_retrieval(folder, HashingEmbedder(), mode=mode)
    assert {query: of_query["RR@10"] for query, of_query in report.per_query.items()} == {"q1": 1, "q2": 1, "q3": 0.5}
    assert report.measures["R@100"] == 1.0
    assert report.intervals["R@100"] == (1.0, 1.0)
    assert report.measures["RR@10"] == pytest.approx(5 / 6)


def test_the_report_as_json(folder: Path) -> None:
    report = json.loads(json.dumps(evaluate_retrieval(folder, HashingEmbedder()).to_json()))
    assert {name: report[name] for name in ("dataset", "split", "mode", "queries", "documents", "warnings")} == {
        "dataset": "tiny",
        "split": "test",
        "mode": "hybrid",
        "queries": 3,
        "documents": 5,
        "warnings": [],
    }
    assert set(report["measures"]) == set(report["intervals"]) == {"nDCG@10", "R@100", "RR@10", "AP"}
    assert set(report["per_query"]) == {"q1", "q2", "q3"}
    assert all(seconds > 0 for seconds in report["timings"].values())


def test_equal_scores_are_in_the_order_of_the_data_sets_ids(folder: Path) -> None:
    for run in run_retrieval(read_dataset(folder), HashingEmbedder(), MODES):
        first, second = run.rankings["q3"][:2]
        assert (first.document_id, second.document_id) == ("twin-a", "twin-b")
        assert first.score == second.score


def test_passages_are_encoded_once_for_all_modes(folder: Path) -> None:
    embedder, reports = CountingEmbedder(), []
    runs = run_retrieval(
        read_dataset(folder), embedder, MODES, progress=lambda done, total: reports.append((done, total))
    )
    assert [run.mode for run in runs] == list(MODES)
    assert {run.timings.passages for run in runs} == {embedder.passages}
    assert reports[-1] == (embedder.passages, embedder.passages)


def test_a_query_does_not_find_the_document_of_its_own_id(tmp_path: Path) -> None:
    write(tmp_path / "own", DOCUMENTS, {"knee": DOCUMENTS["knee"]}, {"knee": "skin"})
    (run,) = run_retrieval(read_dataset(tmp_path / "own"), HashingEmbedder(), ["dense"], depth=4)
    assert {ranked.document_id for ranked in run.rankings["knee"]} == DOCUMENTS.keys() - {"knee"}


def test_a_ranking_is_no_deeper_than_asked(folder: Path) -> None:
    (run,) = run_retrieval(read_dataset(folder), HashingEmbedder(), ["dense"], depth=2)
    assert {query: len(ranking) for query, ranking in run.rankings.items()} == {"q1": 2, "q2": 2, "q3": 2}


def test_a_judged_query_that_finds_nothing_has_a_row_of_zeros(tmp_path: Path) -> None:
    write(tmp_path / "tiny", DOCUMENTS, {**QUERIES, "q5": "zzz"}, {**JUDGED, "q5": "knee"})
    report = evaluate_retrieval(tmp_path / "tiny", HashingEmbedder(), mode="lexical")
    assert report.per_query["q5"] == {"nDCG@10": 0, "R@100": 0, "RR@10": 0, "AP": 0}
    assert report.measures["R@100"] == 0.75


def test_another_tool_measures_the_same_on_the_run_written(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.txt"
    report = evaluate_retrieval(folder, HashingEmbedder(), mode="dense", run_out=path)
    qrels = [ir_measures.Qrel(query, document, 1) for query, document in JUDGED.items()]
    run = ir_measures.read_trec_run(str(path))  # type: ignore[no-untyped-call]
    measured = ir_measures.calc_aggregate(MEASURES, qrels, run)
    assert {str(measure): value for measure, value in measured.items()} == pytest.approx(report.measures)
    assert " enthesis-dense\n" in path.read_text()


def test_the_run_written_is_the_run_found(folder: Path, tmp_path: Path) -> None:
    evaluate_retrieval(folder, HashingEmbedder(), mode="dense", run_out=tmp_path / "run.txt")
    (run,) = run_retrieval(read_dataset(folder), HashingEmbedder(), ["dense"])
    written = read_run(tmp_path / "run.txt")
    for query, ranking in run.rankings.items():
        assert [ranked.document_id for ranked in written[query]] == [ranked.document_id for ranked in ranking]


def test_a_run_that_cannot_be_written_is_found_out_before_encoding(folder: Path, tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    with pytest.raises(RunFileError, match="no such folder"):
        evaluate_retrieval(folder, embedder, run_out=tmp_path / "nowhere" / "run.txt")
    assert embedder.passages == 0


def test_a_split_that_is_not_there(folder: Path) -> None:
    with pytest.raises(DatasetError, match="there are of: test"):
        evaluate_retrieval(folder, HashingEmbedder(), split="dev")


def test_the_fake_embedder_keeps_the_promise_of_embedders() -> None:
    embedder = HashingEmbedder(dimension=64, max_tokens=3)
    texts = ["Knee pain.", "", "knee PAIN", "one two three", "one two three four"]
    vectors = embedder.embed_passages(texts)
    assert vectors.shape == (5, 64)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert np.array_equal(vectors[0], vectors[2])
    assert np.array_equal(vectors[3], vectors[4])
    assert embedder.count_tokens(texts) == [2, 0, 2, 3, 4]
    assert embedder.embed_queries([]).shape == (0, 64)
