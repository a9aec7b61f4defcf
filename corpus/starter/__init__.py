"""The starter corpus: digests of publications on cell therapy in psoriatic disease, written for this project.

Each text restates a publication in our own words with the publication's own figures; `basis` in each record says what
was read to write it. They are not the publishers' abstracts.
"""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Document
from corpus.files import open_records
from corpus.interfaces import Parsed

STARTER_CORPUS = Path(__file__).with_name("records.jsonl")


def starter_documents() -> list[Document]:
    """Return the documents of the starter corpus, in the order of its file."""
    with open_records(STARTER_CORPUS) as (_, records):
        return [record.document for record in records if isinstance(record, Parsed)]
