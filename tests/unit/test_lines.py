from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from eval.datasets.lines import faults_of, read_content, read_objects
from eval.errors import DatasetError, QuestionsError


class Asked(BaseModel):
    id: str
    text: str


MARKED = b'\xef\xbb\xbf{"id": "a", "text": "knee"}'


@pytest.mark.parametrize("content", [MARKED, gzip.compress(MARKED)], ids=["plain", "gzipped"])
def test_content_comes_without_a_byte_order_mark(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert read_content(file, DatasetError) == MARKED[3:]


def test_objects_come_with_the_numbers_of_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(MARKED + b"\n\n" + MARKED[3:] + b"\n")
    asked = Asked(id="a", text="knee")
    assert list(read_objects(file, Asked, QuestionsError)) == [(1, asked), (3, asked)]


def test_faults_are_told_with_their_places() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[Asked]).validate_python([{"id": 1}])
    assert faults_of(caught.value) == "0.id: Input should be a valid string; 0.text: Field required"


def test_a_fault_of_the_whole_has_no_place() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[Asked]).validate_python(5)
    assert faults_of(caught.value) == "Input should be a valid list"


def test_of_many_faults_the_first_are_told_and_the_others_counted() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[int]).validate_python(["a"] * 1000)
    told = faults_of(caught.value)
    assert told.count("Input should be a valid integer") == 3
    assert told.endswith("; and 997 more")
