from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import ir_measures
import pytest

from eval.dataset_search import search_dataset
from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from eval.datasets.pubmedqa import read_pubmedqa
from eval.datasets.trec import Ranked, read_run, write_run
from eval.errors import ConfigurationError, MeasureError, RunFileError
from eval.measures.ranking import DEFAULT_MEASURES, parse_measures
from eval.retrieval import Configurations, evaluate_retrieval
from eval.runs import Run
from index.interfaces import Embedder
from index.search import Mode
from tests.examples import a_beir_folder
from tests.fakes import CountingEmbedder, FailingEmbedder, HashingEmbedder

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


class NamedEmbedder(HashingEmbedder):
    """Called as the test wants it, so that several stand side by side."""

    def __init__(self, name: str, dimension: int) -> None:
        super().__init__(dimension)
        self.name = name


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return read_dataset(a_beir_folder(tmp_path / "tiny", DOCUMENTS, QUERIES, JUDGED))


def evaluated(dataset: Dataset, *modes: Mode, embedder: Embedder | None = None) -> list[Run]:
    return evaluate_retrieval(dataset, Configurations(modes, [embedder or HashingEmbedder()]))


def a_run(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_finds_what_is_judged_relevant(dataset: Dataset, mode: Mode) -> None:
    (run,) = evaluated(dataset, mode)
    assert {query: values["RR@10"] for query, values in run.per_question.items()} == {"q1": 1, "q2": 1, "q3": 0.5}
    assert run.measures["R@100"] == 1.0
    assert run.intervals["R@100"] == (1.0, 1.0)
    assert run.measures["RR@10"] == pytest.approx(5 / 6)


def test_a_run_says_what_was_measured_on_what(dataset: Dataset) -> None:
    (run,) = evaluated(dataset, "hybrid")
    assert (run.kind, run.name, run.configuration) == ("retrieval", "tiny test", "hybrid")
    assert run.counts == {"documents": 5, "queries": 3}
    assert list(run.measures) == ["nDCG@10", "R@100", "RR@10", "AP", "P@10", "Judged@10"]
    assert run.intervals.keys() == run.measures.keys()
    assert list(run.per_question) == ["q1", "q2", "q3"]
    assert all(seconds > 0 for seconds in run.timings.values())


def test_a_manifest_names_files_encoder_and_what_was_asked_and_no_place(dataset: Dataset, tmp_path: Path) -> None:
    configurations = Configurations(["lexical", "dense"], [HashingEmbedder()])
    lexical, dense = evaluate_retrieval(dataset, configurations, parse_measures(["R@200"]))
    assert dense.manifest["asked"] == {
        "set": "tiny",
        "split": "test",
        "modes": ["lexical", "dense"],
        "encoders": ["hashing"],
        "runs": [],
        "measures": ["R@200"],
        "depth": 200,
    }
    assert {role: facts["name"] for role, facts in dense.manifest["files"].items()} == {
        "documents": "corpus.jsonl",
        "queries": "queries.jsonl",
        "judgements": "test.tsv",
    }
    assert dense.manifest["encoder"]["fingerprint"] == HashingEmbedder().fingerprint
    assert "encoder" not in lexical.manifest
    assert str(tmp_path) not in json.dumps(dense.manifest)


def test_modes_and_encoders_are_set_side_by_side_and_words_alone_once(dataset: Dataset) -> None:
    embedders = [NamedEmbedder("small", 64), NamedEmbedder("large", 256)]
    runs = evaluate_retrieval(dataset, Configurations(["hybrid", "lexical"], embedders))
    assert [run.configuration for run in runs] == ["hybrid small", "lexical", "hybrid large"]
    assert runs[0].manifest["encoder"]["dimension"] == 64
    assert runs[2].manifest["encoder"]["dimension"] == 256


def test_configurations_of_one_name_are_refused_before_anything_is_encoded(dataset: Dataset) -> None:
    embedders = [FailingEmbedder(), FailingEmbedder()]
    with pytest.raises(ConfigurationError, match="Two configurations are called dense hashing"):
        evaluate_retrieval(dataset, Configurations(["dense"], embedders))


def test_words_alone_ask_no_encoder(dataset: Dataset) -> None:
    assert evaluated(dataset, "lexical", embedder=FailingEmbedder())[0].measures["R@100"] == 1
    assert evaluate_retrieval(dataset, Configurations(["lexical"]))[0].measures["R@100"] == 1


def test_equal_scores_are_in_the_order_of_the_data_sets_ids(dataset: Dataset) -> None:
    for found in search_dataset(dataset, HashingEmbedder(), MODES).values():
        first, second = found.rankings["q3"][:2]
        assert (first.document_id, second.document_id) == ("twin-a", "twin-b")
        assert first.score == second.score


def test_where_equal_scores_are_cut_off_the_first_ids_stay(tmp_path: Path) -> None:
    documents = {f"d{number:03}": "Enthesitis resolved." for number in range(150)}
    dataset = read_dataset(a_beir_folder(tmp_path, documents, {"q": "enthesitis"}, {"q": "d149"}))
    for found in search_dataset(dataset, HashingEmbedder(), MODES, depth=7).values():
        assert found.orders["q"] == [f"d{number:03}" for number in range(7)]


def test_passages_are_encoded_once_for_all_modes(dataset: Dataset) -> None:
    embedder = CountingEmbedder()
    runs = evaluated(dataset, *MODES, embedder=embedder)
    assert [run.configuration for run in runs] == list(MODES)
    assert {run.timings["passages_encoded"] for run in runs} == {embedder.encoded - len(dataset.queries)}


def test_a_query_does_not_find_the_document_of_its_own_id_in_beir(tmp_path: Path) -> None:
    dataset = read_dataset(a_beir_folder(tmp_path, DOCUMENTS, {"knee": DOCUMENTS["knee"]}, {"knee": "skin"}))
    found = search_dataset(dataset, HashingEmbedder(), ["dense"], depth=4)["dense"]
    assert set(found.orders["knee"]) == DOCUMENTS.keys() - {"knee"}


def test_a_question_of_pubmedqa_finds_the_article_of_its_own_id(tmp_path: Path) -> None:
    items = {
        pmid: {"QUESTION": text, "CONTEXTS": [text], "LABELS": ["RESULTS"]}
        for pmid, text in zip("12345", DOCUMENTS.values(), strict=True)
    }
    (tmp_path / "ori.json").write_text(json.dumps(items))
    (run,) = evaluated(read_pubmedqa(tmp_path / "ori.json"), "hybrid")
    assert run.measures["R@100"] == 1
    assert run.measures["RR@10"] == pytest.approx(0.9)  # of the twins, one is second


def test_a_ranking_is_no_deeper_than_asked(dataset: Dataset) -> None:
    found = search_dataset(dataset, HashingEmbedder(), ["dense"], depth=2)["dense"]
    assert {query: len(ranking) for query, ranking in found.rankings.items()} == {"q1": 2, "q2": 2, "q3": 2}


def test_a_measure_that_looks_deeper_lets_the_search_look_deeper(tmp_path: Path) -> None:
    documents = {f"d{number:03}": "Enthesitis resolved." for number in range(150)}
    dataset = read_dataset(a_beir_folder(tmp_path, documents, {"q": "enthesitis"}, {"q": "d149"}))
    for names, expected in ((["R@100"], 0), (["R@100", "R@150"], 1)):
        (run,) = evaluate_retrieval(dataset, Configurations(["lexical"]), parse_measures(names))
        assert run.measures[names[-1]] == expected


def test_a_judged_query_that_finds_nothing_has_a_row_of_zeros(tmp_path: Path) -> None:
    folder = a_beir_folder(tmp_path, DOCUMENTS, {**QUERIES, "q5": "zzz"}, {**JUDGED, "q5": "knee"})
    (run,) = evaluated(read_dataset(folder), "lexical")
    assert run.per_question["q5"] == dict.fromkeys(map(str, DEFAULT_MEASURES), 0)
    assert run.measures["R@100"] == 0.75


def test_a_measure_that_cannot_be_counted_is_found_out_before_encoding(tmp_path: Path) -> None:
    folder = a_beir_folder(tmp_path, DOCUMENTS, QUERIES, JUDGED)
    (folder / "qrels" / "test.tsv").write_text("q1\tknee\t9\n")  # ERR's tool knows grades up to 4
    with pytest.raises(MeasureError, match=r"'ERR@10': it cannot be counted here"):
        evaluate_retrieval(
            read_dataset(folder), Configurations(["dense"], [FailingEmbedder()]), parse_measures(["ERR@10"])
        )


class TestARunOfAnybodys:
    LINES = ("q1 Q0 heart 1 3.5 tag", "q1 Q0 knee 2 2.5 tag", "q2 Q0 skin 1 1 tag")

    def test_is_measured_beside_the_search_and_called_after_its_file(self, dataset: Dataset, tmp_path: Path) -> None:
        path = a_run(tmp_path / "others.run", *self.LINES)
        ours, theirs = evaluate_retrieval(dataset, Configurations(["dense"], [HashingEmbedder()], [path]))
        assert (ours.configuration, theirs.configuration) == ("dense", "others")
        assert {query: values["RR@10"] for query, values in theirs.per_question.items()} == {
            "q1": 0.5,
            "q2": 1,
            "q3": 0,
        }
        assert theirs.manifest["files"]["run"]["name"] == "others.run"
        assert "run" not in ours.manifest["files"]
        assert theirs.timings == {}

    def test_alone_needs_no_index(self, dataset: Dataset, tmp_path: Path) -> None:
        path = a_run(tmp_path / "others.run", *self.LINES)
        (run,) = evaluate_retrieval(dataset, Configurations(embedders=[FailingEmbedder()], run_files=[path]))
        assert run.measures["RR@10"] == pytest.approx(0.5)

    def test_that_does_not_fit_is_warned_of(self, dataset: Dataset, tmp_path: Path) -> None:
        path = a_run(tmp_path / "others.run", *self.LINES, "q4 Q0 knee 1 1 tag", "q1 Q0 absent 3 1 tag")
        (run,) = evaluate_retrieval(dataset, Configurations(run_files=[path]))
        assert run.warnings == (
            "others.run: queries that are not judged, left out: 1",
            "others.run: judged queries that it lacks, counted as zero: 1",
            "others.run: documents that the corpus lacks: 1",
        )

    def test_of_other_queries_is_refused(self, dataset: Dataset, tmp_path: Path) -> None:
        path = a_run(tmp_path / "others.run", "x Q0 knee 1 1 tag")
        with pytest.raises(RunFileError, match=r"none of its 1 queries is judged in tiny test"):
            evaluate_retrieval(dataset, Configurations(["dense"], [FailingEmbedder()], [path]))

    def test_called_as_a_mode_is_refused(self, dataset: Dataset, tmp_path: Path) -> None:
        path = a_run(tmp_path / "dense.run", *self.LINES)
        with pytest.raises(ConfigurationError, match="called dense"):
            evaluate_retrieval(dataset, Configurations(["dense"], [FailingEmbedder()], [path]))

    def test_deeper_than_needed_is_measured_as_it_is(self, dataset: Dataset, tmp_path: Path) -> None:
        others = [f"q1 Q0 x{number} {number} {2000 - number} tag" for number in range(1500)]
        path = a_run(tmp_path / "deep.run", *others, "q1 Q0 knee 1501 1 tag")
        (run,) = evaluate_retrieval(dataset, Configurations(run_files=[path]))
        assert run.per_question["q1"]["R@100"] == 0
        assert run.per_question["q1"]["AP"] == pytest.approx(1 / 1501)


class TestTheRunWritten:
    def write(self, dataset: Dataset, path: Path, modes: Sequence[Mode] = ("dense",)) -> Run:
        return evaluate_retrieval(dataset, Configurations(modes, [HashingEmbedder()]), run_out=path)[0]

    def test_is_measured_the_same_by_another_tool(self, dataset: Dataset, tmp_path: Path) -> None:
        path = tmp_path / "run.txt"
        run = self.write(dataset, path)
        qrels = [ir_measures.Qrel(query, document, 1) for query, document in JUDGED.items()]
        written = ir_measures.read_trec_run(str(path))  # type: ignore[no-untyped-call]
        measured = ir_measures.calc_aggregate(DEFAULT_MEASURES, qrels, written)
        assert {str(measure): value for measure, value in measured.items()} == pytest.approx(run.measures)
        assert " enthesis-dense\n" in path.read_text()

    def test_is_measured_the_same_when_it_is_read_again(self, dataset: Dataset, tmp_path: Path) -> None:
        run = self.write(dataset, tmp_path / "run.txt")
        (again,) = evaluate_retrieval(dataset, Configurations(run_files=[tmp_path / "run.txt"]))
        assert again.per_question == run.per_question

    def test_is_the_run_found(self, dataset: Dataset, tmp_path: Path) -> None:
        self.write(dataset, tmp_path / "run.txt")
        found = search_dataset(dataset, HashingEmbedder(), ["dense"])["dense"]
        written = read_run(tmp_path / "run.txt")
        assert {query: [one.document_id for one in ranking] for query, ranking in written.items()} == found.orders

    def test_of_a_model_with_spaces_in_its_name_has_a_tag_of_one_word(self, dataset: Dataset, tmp_path: Path) -> None:
        write_run(tmp_path / "others.run", {"q1": [Ranked("knee", 1.0)]}, "tag")
        configurations = Configurations(["dense"], [NamedEmbedder("a model", 64)], [tmp_path / "others.run"])
        evaluate_retrieval(dataset, configurations, run_out=tmp_path / "run.txt")
        assert read_run(tmp_path / "run.txt").keys() == JUDGED.keys()

    @pytest.mark.parametrize(("modes", "told"), [((), "here is none"), (("dense", "lexical"), "here are 2")])
    def test_takes_one_configuration(
        self, dataset: Dataset, tmp_path: Path, modes: tuple[Mode, ...], told: str
    ) -> None:
        with pytest.raises(ConfigurationError, match=told):
            self.write(dataset, tmp_path / "run.txt", modes)

    def test_that_cannot_be_written_is_found_out_before_encoding(self, dataset: Dataset, tmp_path: Path) -> None:
        configurations = Configurations(["dense"], [FailingEmbedder()])
        with pytest.raises(RunFileError, match="no such folder"):
            evaluate_retrieval(dataset, configurations, run_out=tmp_path / "nowhere" / "run.txt")
