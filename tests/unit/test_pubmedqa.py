from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.datasets.pubmedqa import read_pubmedqa
from eval.errors import DatasetError

ITEM = {
    "QUESTION": "Do cells relieve knee pain?",
    "CONTEXTS": ["Pain is common. Cells were tried.", "Pain fell."],
    "LABELS": ["BACKGROUND", "RESULTS"],
    "MESHES": ["Knee"],
    "final_decision": "yes",
    "LONG_ANSWER": "They do.",
}


def a_file(path: Path, content: Any) -> Path:
    (path / "ori_pqal.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return path / "ori_pqal.json"


def test_each_question_is_to_find_its_own_article(tmp_path: Path) -> None:
    dataset = read_pubmedqa(a_file(tmp_path, {"21": ITEM, "7": {**ITEM, "QUESTION": "Again?"}}))
    assert dataset.queries == {"21": "Do cells relieve knee pain?", "7": "Again?"}
    assert dataset.judgements == {"21": {"21": 1}, "7": {"7": 1}}
    assert (dataset.name, dataset.size, dataset.finds_own_id, dataset.warnings) == ("ori_pqal", 2, True, ())


def test_contexts_are_sections_and_the_question_and_the_answer_are_in_no_document(tmp_path: Path) -> None:
    (document,) = read_pubmedqa(a_file(tmp_path, {"21": ITEM})).documents
    assert document.text == "Pain is common.\nBACKGROUND: Cells were tried.\nRESULTS: Pain fell."
    assert [section.label for section in document.sections] == ["BACKGROUND", "RESULTS"]


def test_a_gzipped_file_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "ori_pqal.json.gz").write_bytes(gzip.compress(json.dumps({"21": ITEM}).encode()))
    dataset = read_pubmedqa(tmp_path / "ori_pqal.json.gz")
    assert (dataset.name, dataset.size) == ("ori_pqal", 1)


def test_a_file_with_a_byte_order_mark_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "ori_pqal.json").write_bytes(b"\xef\xbb\xbf" + json.dumps({"21": ITEM}).encode())
    assert read_pubmedqa(tmp_path / "ori_pqal.json").size == 1


def test_contexts_without_labels_are_sections_without_labels(tmp_path: Path) -> None:
    item = {name: value for name, value in ITEM.items() if name != "LABELS"}
    (document,) = read_pubmedqa(a_file(tmp_path, {"21": item})).documents
    assert document.text == "Pain is common.\nCells were tried.\nPain fell."


def test_an_article_without_text_cannot_be_found(tmp_path: Path) -> None:
    empty = {**ITEM, "CONTEXTS": [], "LABELS": []}
    dataset = read_pubmedqa(a_file(tmp_path, {"21": ITEM, "7": empty}))
    assert dataset.queries.keys() == {"21", "7"}
    assert dataset.warnings == ("documents with neither title nor text, which cannot be found: 1",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not PubMedQA's: Invalid JSON: EOF"),
        ('{"21":\n{"QUESTION": }', "at line 2 column"),
        ('{"_id": "d1"}\n{"_id": "d2"}\n', "trailing characters at line 2"),
        ({"_id": "d1"}, "not PubMedQA's: _id: Input should be an object"),
        ([ITEM], "should be an object"),
        ({"21": {"CONTEXTS": []}}, r"21\.QUESTION: Field required"),
        ({"21": {**ITEM, "CONTEXTS": "Pain fell."}}, r"21\.CONTEXTS: Input should be a valid array"),
        ({"21": {**ITEM, "LABELS": ["RESULTS"]}}, "21: 1 LABELS for 2 CONTEXTS"),
        ({}, "holds no document with text"),
        ('{"21": {"QUESTION": "\\ud800", "CONTEXTS": []}}', "Invalid JSON"),
    ],
)
def test_another_file_is_refused_with_the_place_of_its_first_fault(tmp_path: Path, content: Any, reason: str) -> None:
    with pytest.raises(DatasetError, match=reason):
        read_pubmedqa(a_file(tmp_path, content))


@pytest.mark.shared
def test_the_published_file_is_read_whole() -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "pubmedqa" / "ori_pqal.json.gz"
    if not path.exists():
        pytest.skip(f"there is no {path}")
    dataset = read_pubmedqa(path)
    assert (dataset.size, len(dataset.documents), len(dataset.queries), dataset.warnings) == (1000, 1000, 1000, ())
