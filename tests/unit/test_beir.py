from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from eval.errors import DatasetError

Record = dict[str, object]

CORPUS: list[Record] = [
    {"_id": "d1", "title": "Knee pain", "text": "Cells were injected. Pain fell."},
    {"_id": "d2", "title": "Hands", "text": "Skin cleared."},
]
QUERIES: list[Record] = [{"_id": "q1", "text": "knee pain"}, {"_id": "q2", "text": "skin"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t1\n"


def lines(records: Sequence[Record]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def folder(
    path: Path, *, corpus: Sequence[Record] = CORPUS, queries: Sequence[Record] = QUERIES, qrels: str = QRELS
) -> Path:
    (path / "corpus.jsonl").write_text(lines(corpus), encoding="utf-8")
    (path / "queries.jsonl").write_text(lines(queries), encoding="utf-8")
    (path / "qrels").mkdir()
    (path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return path


def texts(dataset: Dataset) -> dict[str, str]:
    return {dataset.source_ids[document.id]: document.text for document in dataset.documents}


def test_records_become_documents_that_lead_back_to_their_ids(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path))
    assert texts(dataset) == {"d1": "Knee pain\nCells were injected. Pain fell.", "d2": "Hands\nSkin cleared."}
    assert dataset.queries == {"q1": "knee pain", "q2": "skin"}
    assert dataset.judgements == {"q1": {"d1": 2}, "q2": {"d2": 1}}
    assert (dataset.name, dataset.split, dataset.size, dataset.warnings) == (tmp_path.name, "test", 2, ())


def test_gzipped_files_are_read_as_well(tmp_path: Path) -> None:
    folder(tmp_path)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        plain = tmp_path / name
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    assert len(read_dataset(tmp_path).documents) == 2


def test_numbers_for_ids_are_their_digits(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path, corpus=[{"_id": 7, "title": "T"}], qrels="q1\t7\t1\n"))
    assert texts(dataset) == {"7": "T"}


@pytest.mark.parametrize(
    "qrels",
    [
        "q1\td1\t1\n",
        "query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\n",
        "q1 0 d1 1\n",
        "q1\t0\td1\t1\n",
        "\n\nq1\td1\t1\n\nq1\td1\t1",
    ],
    ids=["no header", "Windows line ends", "TREC", "TREC with tabs", "blank and repeated lines"],
)
def test_forms_of_judgements(tmp_path: Path, qrels: str) -> None:
    assert read_dataset(folder(tmp_path, qrels=qrels)).judgements == {"q1": {"d1": 1}}


def test_ids_with_spaces_are_kept_between_tabs(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path, queries=[{"_id": "q 1", "text": "knee"}], qrels="q 1\td1\t1\n"))
    assert dataset.judgements == {"q 1": {"d1": 1}}


def test_only_judged_queries_are_kept(tmp_path: Path) -> None:
    assert list(read_dataset(folder(tmp_path, qrels="q2\td2\t1\n")).queries) == ["q2"]


def test_without_a_title_the_first_sentence_is_the_title(tmp_path: Path) -> None:
    corpus: list[Record] = [{"_id": "d1", "title": " ", "text": "Cells were injected. Pain fell."}]
    (document,) = read_dataset(folder(tmp_path, corpus=corpus)).documents
    assert (document.title, document.text) == ("Cells were injected.", "Cells were injected.\nPain fell.")


def test_a_title_made_of_an_endless_sentence_ends_at_a_space(tmp_path: Path) -> None:
    text = " ".join(["mesenchymal"] * 100)
    (document,) = read_dataset(folder(tmp_path, corpus=[{"_id": "d1", "text": text}])).documents
    assert 150 < len(document.title) <= 200
    assert document.text.split() == text.split()


def test_a_record_without_words_is_counted_and_not_indexed(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path, corpus=[*CORPUS, {"_id": "d3", "title": "", "text": None}]))
    assert (len(dataset.documents), dataset.size) == (2, 3)
    assert dataset.warnings == ("documents with neither title nor text, which cannot be found: 1",)


def test_judgements_that_do_not_fit_are_warned_of(tmp_path: Path) -> None:
    dataset = read_dataset(folder(tmp_path, qrels="q1\td1\t1\nq1\td9\t1\nq2\td2\t0\nq8\td1\t1\nq9\td9\t1\n"))
    assert dataset.judgements == {"q1": {"d1": 1, "d9": 1}, "q2": {"d2": 0}}
    assert dataset.warnings == (
        "judged queries that are not among the queries, left out: 2",
        "judged documents that are not in the corpus, counted as not found: 1",
        "judged queries without a relevant document, counted as zero: 1",
    )


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (folder(tmp_path) / name).unlink()
    with pytest.raises(DatasetError, match=f"{name}: there is no such file"):
        read_dataset(tmp_path)


def test_a_missing_split_is_answered_with_those_there_are(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "qrels" / "dev.tsv.gz").touch()
    with pytest.raises(DatasetError, match=r"train\.tsv: .*there are of: dev, test\."):
        read_dataset(tmp_path, "train")


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="there is no such file"):
        read_dataset(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "second_line", "reason"),
    [
        ("corpus.jsonl", b'{"_id": "d2", "title": ', "Invalid JSON"),
        ("corpus.jsonl", b'["d2"]', "should be an object"),
        ("corpus.jsonl", b'{"title": "No id"}', "_id: Field required"),
        ("corpus.jsonl", b'{"_id": "", "title": "T"}', "_id: String should have at least 1 character"),
        ("corpus.jsonl", b'{"_id": "d2", "text": ["a"]}', "text: Input should be a valid string"),
        ("corpus.jsonl", b'{"_id": "d2", "text": "\\ud800"}', "Invalid JSON"),
        ("corpus.jsonl", b'{"_id": "d2", "text": "\xff"}', "not UTF-8 at byte 23 of the line"),
        ("corpus.jsonl", b'{"_id": "d1", "text": "again"}', "a second record with the id 'd1'"),
        ("queries.jsonl", b'{"_id": "q1", "text": "again"}', "a second record with the id 'q1'"),
        ("qrels/test.tsv", b"q1\td1", "2 columns instead of"),
        ("queries.jsonl", b'{"_id": "q2", "words": "a"}', "text: Field required"),
        ("qrels/test.tsv", b"q1\td1\thigh", "relevance 'high' is not a whole number"),
        ("qrels/test.tsv", b"q1\td1\t0", "document 'd1' is judged twice for query 'q1', differently"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, name: str, second_line: bytes, reason: str) -> None:
    path = folder(tmp_path, qrels="q1\td1\t1\n") / name
    path.write_bytes(path.read_bytes().splitlines()[0] + b"\n" + second_line + b"\n")
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path)
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_gzip_file_cut_short_is_a_fault_of_the_data_set(tmp_path: Path) -> None:
    plain = folder(tmp_path) / "corpus.jsonl"
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes())[:-9])
    plain.unlink()
    with pytest.raises(DatasetError, match="it cannot be read on from here"):
        read_dataset(tmp_path)


def test_judgements_of_other_queries_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"none of its 1 queries is in queries\.jsonl"):
        read_dataset(folder(tmp_path, qrels="other\td1\t1\n"))


def test_a_corpus_without_any_text_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no document with text"):
        read_dataset(folder(tmp_path, corpus=[{"_id": "d1"}]))


def test_ids_that_are_alike_are_told_apart(tmp_path: Path) -> None:
    ids = ["1", "01", "d 1", "d\u00a01", "D1", "d1", "é", "e\u0301"]
    corpus: list[Record] = [{"_id": name, "text": f"Text of {number}."} for number, name in enumerate(ids)]
    assert texts(read_dataset(folder(tmp_path, corpus=corpus))) == {
        name: f"Text of {number}." for number, name in enumerate(ids)
    }


def test_documents_are_in_the_order_of_their_ids_in_the_data_set(tmp_path: Path) -> None:
    corpus: list[Record] = [{"_id": name, "text": "Words."} for name in ("d10", "d9", "D1", "d1")]
    dataset = read_dataset(folder(tmp_path, corpus=corpus))
    assert [dataset.source_ids[name] for name in sorted(dataset.source_ids)] == ["D1", "d1", "d10", "d9"]
