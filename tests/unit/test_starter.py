from __future__ import annotations

import pytest

from corpus.documents import Document, TextKind
from corpus.files import open_records
from corpus.interfaces import Parsed
from corpus.starter import STARTER_CORPUS


@pytest.fixture(scope="module")
def starter() -> list[Document]:
    with open_records(STARTER_CORPUS) as (format_name, records):
        assert format_name == "jsonl"
        outcomes = list(records)
    assert all(isinstance(outcome, Parsed) for outcome in outcomes)
    return [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]


def test_every_record_is_a_document(starter: list[Document]) -> None:
    assert len(starter) == 246


def test_no_two_have_one_id(starter: list[Document]) -> None:
    assert len({document.id for document in starter}) == len(starter)


def test_each_says_what_was_read_to_write_it(starter: list[Document]) -> None:
    assert [document.id for document in starter if not document.basis] == []


def test_none_passes_for_a_publishers_abstract(starter: list[Document]) -> None:
    assert {document.text_kind for document in starter} <= {TextKind.DIGEST, TextKind.REGISTRY}


def test_each_has_words_beside_its_title(starter: list[Document]) -> None:
    assert [document.id for document in starter if not document.sections] == []
