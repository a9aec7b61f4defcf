"""The answers of the service to BioASQ's questions, over the documents that have gold snippets.

    python -m tests.benchmarks.bioasq_answers FOLDER GOLDEN [--json FILE]

``FOLDER`` is in BEIR layout with PubMed ids, ``GOLDEN`` BioASQ's file of questions. Measured are what
`enthesis eval answers` measures, and, as `enthesis eval exact` does, ROUGE against the ideal answers and the readings
of yes-no questions against the exact ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.documents import Document, TextKind
from eval.datasets.beir import read_dataset
from eval.datasets.questions import read_questions
from service.settings import Settings
from tests.benchmarks.asked import ask_over, show


def main() -> None:
    """Measure, show, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("golden", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    settings = Settings.from_environment()
    show(ask_over(documents(asked.folder), read_questions(asked.golden), asked.golden, "bioasq", settings), asked.json)


def documents(folder: Path) -> Iterator[Document]:
    """Yield the documents of the set under their PubMed ids."""
    dataset = read_dataset(folder)
    for document in dataset.documents:
        yield replace(document, id=f"PMID:{dataset.source_ids[document.id]}", text_kind=TextKind.ABSTRACT)


if __name__ == "__main__":
    main()
