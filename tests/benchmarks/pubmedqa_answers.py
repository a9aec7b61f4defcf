"""The readings of the service for PubMedQA's test items, over its 1,000 abstracts without their conclusions.

    python -m tests.benchmarks.pubmedqa_answers FOLDER [--json FILE]

``FOLDER`` holds ``ori_pqal.json``, gzipped or not, and ``test_ground_truth.json``. An item's abstract must be found
among the thousand, and its conclusion, which is the gold long answer, is in no document: the setting that PubMedQA
calls reasoning-required. A question without a reading counts as wrong; `yes_no_precision` is of the readings given.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.documents import Document, TextKind
from eval.datasets.dataset import Dataset
from eval.datasets.exact_answers import read_exact_answers
from eval.datasets.pubmedqa import read_pubmedqa
from eval.datasets.questions import Question
from service.settings import Settings
from tests.benchmarks.asked import ask_over, show


def main() -> None:
    """Measure, show, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    dataset = read_pubmedqa(next(asked.folder.glob("ori_pqal.json*")))
    gold = asked.folder / "test_ground_truth.json"
    settings = Settings.from_environment()
    show(ask_over(documents(dataset), questions(dataset, gold), gold, "pubmedqa", settings), asked.json)


def documents(dataset: Dataset) -> Iterator[Document]:
    """Yield the abstracts under their PubMed ids."""
    for document in dataset.documents:
        yield replace(document, id=f"PMID:{dataset.source_ids[document.id]}", text_kind=TextKind.ABSTRACT)


def questions(dataset: Dataset, gold: Path) -> list[Question]:
    """Return the questions that ``gold`` has answers to, each with its own abstract as the document to find."""
    return [
        Question(id=pmid, question=dataset.queries[pmid], gold=[f"PMID:{pmid}"], type="yesno")
        for pmid in read_exact_answers(gold)
    ]


if __name__ == "__main__":
    main()
