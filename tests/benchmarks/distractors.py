"""The judged questions with other abstracts on the subject beside the starter corpus.

    python -m tests.benchmarks.distractors TOPIC QUESTIONS [--json FILE]

``TOPIC`` is a file of JSON lines, gzipped or not, with ``pmid``, ``title``, ``text`` and ``complete_abstract``; those
that are whole and not in the starter corpus are added. Nobody has judged them: one that answers counts as not relevant.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from corpus.canonical import Section
from corpus.documents import Document, TextKind
from corpus.starter import starter_documents
from eval.answer_runs import evaluate_answers
from eval.datasets.questions import read_questions
from service.cli.terminal import progress
from service.settings import Settings
from service.wiring import make_answerer
from tests.benchmarks.asked import show, sources_over


def main() -> None:
    """Measure, show, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topic", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    starter = starter_documents()
    known = {document.pmid for document in starter}
    others = [document for document in abstracts(asked.topic) if document.pmid not in known]
    sources = sources_over([*starter, *others], "distractors", Settings.from_environment())
    name = f"{asked.questions.stem} with {len(others)} abstracts more"
    with progress("Asking") as on_progress:
        run = evaluate_answers(sources, make_answerer(), read_questions(asked.questions), name, progress=on_progress)
    show([run], asked.json)


def abstracts(path: Path) -> Iterator[Document]:
    """Yield the whole abstracts of the file that have a PubMed id and a title."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["pmid"] and record["title"] and record["complete_abstract"]:
                yield Document(
                    id=f"PMID:{record['pmid']}",
                    title=record["title"],
                    sections=(Section(None, record["text"]),),
                    pmid=str(record["pmid"]),
                    text_kind=TextKind.ABSTRACT,
                )


if __name__ == "__main__":
    main()
