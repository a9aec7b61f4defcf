"""The formats that documents go out in, by name."""

from __future__ import annotations

from typing import Literal

from corpus.interfaces import DocumentWriter
from corpus.writers.bibtex import BibTexWriter
from corpus.writers.csl_json import CslJsonWriter
from corpus.writers.jsonl import JsonLinesWriter
from corpus.writers.nbib import NbibWriter
from corpus.writers.ris import RisWriter

FormatName = Literal["jsonl", "ris", "bibtex", "csl-json", "nbib"]

_ALL: tuple[DocumentWriter, ...] = (JsonLinesWriter(), RisWriter(), BibTexWriter(), CslJsonWriter(), NbibWriter())
WRITERS: dict[str, DocumentWriter] = {writer.format_name: writer for writer in _ALL}
