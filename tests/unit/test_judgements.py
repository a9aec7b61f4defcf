from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eval.datasets.dataset import Judgements
from eval.datasets.judgements import read_judgements
from eval.errors import DatasetError


def read(path: Path, content: str) -> Judgements:
    (path / "qrels").write_text(content, encoding="utf-8")
    return read_judgements(path / "qrels")


@pytest.mark.parametrize(
    "content",
    [
        "q1\td1\t1\nq1\td2\t0\n",
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n",
        "query_id corpus_id relevance\nq1 d1 1\nq1 d2 0\n",
        "qid\titer\tdocid\trel\nq1\t0\td1\t1\nq1\t0\td2\t0\n",
        "q1 0 d1 1\nq1 Q0 d2 0\n",
        "q1\t0\td1\t1\r\nq1\t0\td2\t0\r\n",
        "q1 0\td1  1\nq1 0 d2 0",
        "\ufeffq1 d1 1\n\nq1 d1 1\nq1 d2 0\n",
    ],
    ids=[
        "three",
        "BEIR",
        "named",
        "TREC with names",
        "TREC",
        "TREC with tabs",
        "any white space",
        "blank and repeated",
    ],
)
def test_three_and_four_columns_are_read_with_or_without_a_header(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == {"q1": {"d1": 1, "d2": 0}}


def test_a_gzipped_file_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "qrels.txt").write_bytes(gzip.compress(b"q1 0 d1 1\n"))
    assert read_judgements(tmp_path / "qrels.txt") == {"q1": {"d1": 1}}


def test_a_query_called_query_is_no_header(tmp_path: Path) -> None:
    assert read(tmp_path, "query\td1\t1\n") == {"query": {"d1": 1}}


def test_negative_grades_are_kept(tmp_path: Path) -> None:
    assert read(tmp_path, "q1 0 d1 -2\nq1 0 d2 +3\n") == {"q1": {"d1": -2, "d2": 3}}


@pytest.mark.parametrize(
    ("first_line", "reason"),
    [
        ("q1\tknee", "2 columns instead of query, document, relevance or query, iteration, document, relevance"),
        ("q1 knee", "2 columns instead of"),
        ("query-id\tcorpus-id", "2 columns instead of"),
        ("q1\tknee\thigh", "relevance 'high' is not a whole number"),
        ("q1\tknee\t1.5", "relevance '1.5' is not a whole number"),
        ("q1\tknee\t1_0", "relevance '1_0' is not a whole number"),
        ("q1\tknee\t12345678901", "relevance '12345678901' is not a whole number"),
        ("q1 0 knee 1 more", "5 columns instead of"),
    ],
)
def test_a_first_line_that_is_no_judgement_is_not_taken_for_a_header(
    tmp_path: Path, first_line: str, reason: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        read(tmp_path, f"{first_line}\nq2\tskin\t1\n")
    assert reason in caught.value.reason
    assert caught.value.line == 1


def test_a_line_with_other_columns_than_those_before_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="qrels:2: 4 columns, where the lines before have 3"):
        read(tmp_path, "q1 d1 1\nq 2 d1 1\n")
