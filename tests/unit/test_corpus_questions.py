from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusMissingError
from corpus.store import CorpusStore
from eval.dataset_search import search_dataset
from eval.datasets.corpus_questions import read_corpus_questions
from eval.datasets.dataset import Dataset
from eval.errors import QuestionsError
from tests.examples import CORD, CORD_QUESTION, ETANERCEPT, FAT, a_document, a_store
from tests.fakes import HashingEmbedder

CORD_ASKED = {"id": "cord", "question": CORD_QUESTION, "gold": [CORD.id]}
GRADED = {"id": "fat", "question": "Cells from fat?", "gold": [FAT.id], "judgements": {FAT.id: 3, CORD.id: 1}}
UNANSWERABLE = {"id": "absent", "question": "Which telescope?", "gold": []}


def read(path: Path, *questions: dict[str, Any]) -> Dataset:
    (path / "development.jsonl").write_text("".join(json.dumps(one) + "\n" for one in questions))
    return read_corpus_questions(path / "development.jsonl", lambda: CorpusStore(path / "corpus.sqlite"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    a_store(tmp_path, CORD, FAT, ETANERCEPT).close()
    return tmp_path


def test_answerable_questions_are_asked_of_every_document(corpus: Path) -> None:
    dataset = read(corpus, CORD_ASKED, UNANSWERABLE)
    assert dataset.queries == {"cord": CORD_QUESTION}
    assert {document.id for document in dataset.documents} == {CORD.id, FAT.id, ETANERCEPT.id}
    assert (dataset.name, dataset.split, dataset.size) == ("corpus", "development", 3)


def test_grades_are_taken_where_there_are_any_and_gold_is_relevant_where_there_are_none(corpus: Path) -> None:
    assert read(corpus, CORD_ASKED, GRADED).judgements == {"cord": {CORD.id: 3}, "fat": {FAT.id: 3, CORD.id: 1}}


def test_the_corpus_is_named_by_its_fingerprint(corpus: Path) -> None:
    before = read(corpus, CORD_ASKED).fingerprints
    assert before == read(corpus, CORD_ASKED).fingerprints
    store = CorpusStore(corpus / "corpus.sqlite")
    assert before == {"corpus": store.fingerprint()}
    store.close()


def test_gold_that_the_corpus_lacks_is_warned_of(corpus: Path) -> None:
    assert read(corpus, {**CORD_ASKED, "gold": [CORD.id, "PMID:99"]}).warnings == (
        "judged documents that are not in the corpus, counted as not found: 1",
    )


def test_retracted_documents_are_searched_as_well(tmp_path: Path) -> None:
    retracted = a_document(9, "Cord cells cured everybody.", publication_types=("Retracted Publication",))
    a_store(tmp_path, retracted).close()
    dataset = read(tmp_path, {"id": "q", "question": "Cord cells?", "gold": [retracted.id]})
    assert search_dataset(dataset, HashingEmbedder(), ["hybrid"])["hybrid"].orders == {"q": [retracted.id]}


def test_questions_without_an_answer_leave_nothing_to_find(corpus: Path) -> None:
    with pytest.raises(QuestionsError, match="none of its questions is answerable"):
        read(corpus, UNANSWERABLE)


def test_a_faulty_file_is_found_out_before_the_corpus_is_opened(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError):
        read(tmp_path, {"id": "q"})
    with pytest.raises(CorpusMissingError):
        read(tmp_path, CORD_ASKED)
