from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval.datasets.dataset import Dataset
from eval.datasets.triple import read_triple
from eval.errors import DatasetError

# As `ir_datasets export … --format jsonl` writes three kinds of documents, and its default for those of two fields.
BEIR = [{"doc_id": "d1", "text": "Pain fell.", "title": "Knee"}, {"doc_id": "d2", "text": "Skin cleared.", "title": ""}]
CORD19 = [
    {"doc_id": "d1", "title": "Knee", "doi": "10.1/x", "date": "2020", "abstract": "Pain fell."},
    {"doc_id": "d2", "title": "", "doi": "", "date": "", "abstract": "Skin cleared."},
]
PLAIN = [{"docid": 1, "contents": "Pain fell."}, {"id": "d2", "body": "Skin cleared."}]
TSV = "d1\tPain fell.\nd2\tSkin cleared.\n"
MANY = "".join(f"d{number}\tPain fell.\n" for number in range(1000))


@dataclass
class Files:
    """Three files of a test's own, good ones where it names no other."""

    folder: Path

    def read(self, docs: Any = BEIR, queries: Any = "q1\tknee pain\nq2\tskin\n", qrels: str = "q1 0 d1 1\n") -> Dataset:
        for name, content in (("docs", docs), ("queries", queries), ("qrels", qrels)):
            (self.folder / name).write_bytes(self._bytes(content))
        return read_triple(self.folder / "docs", self.folder / "queries", self.folder / "qrels")

    @staticmethod
    def _bytes(content: Any) -> bytes:
        if isinstance(content, bytes):
            return content
        if isinstance(content, str):
            return content.encode()
        return "".join(json.dumps(record) + "\n" for record in content).encode()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def texts(dataset: Dataset) -> dict[str, str]:
    return {dataset.source_ids[document.id]: document.text for document in dataset.documents}


def test_title_and_text_become_a_document(files: Files) -> None:
    assert texts(files.read(BEIR)) == {"d1": "Knee\nPain fell.", "d2": "Skin cleared."}
    assert texts(files.read(CORD19)) == {"d1": "Knee\nPain fell.", "d2": "Skin cleared."}
    assert texts(files.read(PLAIN)) == {"1": "Pain fell.", "d2": "Skin cleared."}


def test_lines_of_id_and_text_become_documents(files: Files) -> None:
    assert texts(files.read(TSV)) == {"d1": "Pain fell.", "d2": "Skin cleared."}


def test_gzipped_files_are_known_by_their_content(files: Files) -> None:
    assert texts(files.read(gzip.compress(TSV.encode()))) == {"d1": "Pain fell.", "d2": "Skin cleared."}


@pytest.mark.parametrize(
    "queries",
    [
        "q1\tknee pain\nq2\tskin\n",
        [{"query_id": "q1", "text": "knee pain"}, {"query_id": "q2", "text": "skin"}],
        [{"_id": "q1", "query": "knee pain"}],
        [{"id": "q1", "title": "knee pain", "description": "Studies of it.", "narrative": "Relevant are …"}],
    ],
    ids=["TSV", "text", "query", "title"],
)
def test_queries_are_read_in_every_form_and_judged_ones_kept(files: Files, queries: Any) -> None:
    assert files.read(queries=queries).queries == {"q1": "knee pain"}


@pytest.mark.parametrize("qrels", ["q1 0 d1 1\n", "query-id\tcorpus-id\tscore\nq1\td1\t1\n"], ids=["TREC", "BEIR"])
def test_judgements_are_read_in_both_forms(files: Files, qrels: str) -> None:
    assert files.read(qrels=qrels).judgements == {"q1": {"d1": 1}}


def test_the_set_is_called_after_its_files_and_names_them(tmp_path: Path) -> None:
    (tmp_path / "trials.jsonl.gz").write_bytes(gzip.compress(TSV.encode()))
    (tmp_path / "topics.tsv").write_text("q1\tknee\n")
    (tmp_path / "round1.qrels").write_text("q1 0 d1 1\n")
    paths = [tmp_path / name for name in ("trials.jsonl.gz", "topics.tsv", "round1.qrels")]
    dataset = read_triple(*paths)
    assert (dataset.name, dataset.split, dataset.size) == ("trials", "round1", 2)
    assert list(dataset.files.values()) == paths


def test_a_query_may_find_the_document_of_its_id(files: Files) -> None:
    assert files.read().finds_own_id


def test_what_does_not_fit_is_warned_of(files: Files) -> None:
    assert files.read(qrels="q1 0 d9 1\nq3 0 d1 1\n").warnings == (
        "judged queries that are not among the queries, left out: 1",
        "judged documents that are not in the corpus, counted as not found: 1",
    )


@pytest.mark.parametrize(
    ("name", "content", "place", "reason"),
    [
        ("docs", "d1\tPain fell.\nd2\tSkin\tcleared.\n", "docs:2", "3 columns between tabs instead of id and text"),
        ("docs", "Pain fell.\n", "docs:1", "1 columns between tabs"),
        ("docs", "\tPain fell.\n", "docs:1", "_id: String should have at least 1 character"),
        ("docs", TSV + "d1\tagain\n", "docs:3", "a second record with the id 'd1'"),
        ("docs", [*BEIR, {"text": "No id"}], "docs:3", "_id: Field required"),
        ("docs", [{"doc_id": "d3", "words": "x"}], "docs", "no document with text (title; text, abstract, body or"),
        ("docs", [*BEIR, ["d3"]], "docs:3", "should be an object"),
        ("docs", b"d1\tPain \xff\n", "docs:1", "not UTF-8 at byte 8"),
        ("docs", gzip.compress(MANY.encode())[:-20], "docs:", "it cannot be read on from here"),
        ("docs", "d1\t\n", "docs", "it holds no document with text"),
        ("queries", [{"query_id": "q1", "words": "knee"}], "queries:1", "text: Field required"),
        ("queries", "q1\tknee\textra\n", "queries:1", "3 columns between tabs"),
        ("queries", "", "qrels", "none of its 1 queries is in queries"),
        ("qrels", "q1 d1\n", "qrels:1", "2 columns instead of"),
    ],
)
def test_a_fault_is_told_with_file_and_line(files: Files, name: str, content: Any, place: str, reason: str) -> None:
    with pytest.raises(DatasetError) as caught:
        files.read(**{name: content})
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"{files.folder / place}")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"nowhere: it cannot be read: No such file or directory"):
        read_triple(tmp_path / "a", tmp_path / "b", tmp_path / "nowhere")
