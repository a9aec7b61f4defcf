"""Real titles and abstracts in any number up to about 30,000, from the data sets beside the checkout.

Always in the same order, so that a smaller index holds the first documents of a larger one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.canonical import Section, normalise
from corpus.documents import Document
from corpus.identifiers import clean_pmid, document_id
from corpus.sentences import split_sentences

# SciFact's first: its queries are what larger indexes are searched for.
FILES = (
    "scifact/corpus.jsonl.gz",
    "evidence_inference_beir/corpus.jsonl.gz",
    "synergy_openalex/works.jsonl.gz",
    "cohen_2006/records.jsonl.gz",
    "ebm_nlp_difficulty/abstracts.jsonl.gz",
    "biored/abstracts.jsonl.gz",
    "ncbi_disease/abstracts.jsonl.gz",
)

_LEAST_CHARACTERS = 200  # less is a title come twice, or a note that there is no abstract


def read_documents(data: Path) -> Iterator[Document]:
    """Yield every record of `FILES` that has a title and an abstract, each title and each id once.

    Raises:
        FileNotFoundError: a data set is not there.
    """
    seen: set[str] = set()
    for name in FILES:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                document = _document(json.loads(line), f"{name}:{number}")
                if document is not None and seen.isdisjoint(names := {document.id, document.title.lower()}):
                    seen |= names
                    yield document


def _document(record: dict[str, Any], place: str) -> Document | None:
    title, text = normalise(record.get("title") or ""), normalise(record.get("text") or "")
    if len(text) < _LEAST_CHARACTERS or record.get("suspect_long"):
        return None
    if not title:
        end = split_sentences(text)[0].end  # as the source of these says: the title is the first sentence
        title, text = text[:end], text[end:]
    pmid = clean_pmid(record.get("pmid"))
    return Document(id=document_id(pmid=pmid, url=place), title=title, sections=(Section(None, text),), pmid=pmid)
