"""The exchange format: one document a line, whole; `corpus.readers.jsonl` reads back the same document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.documents import Document
from corpus.interfaces import DocumentWriter
from corpus.records import dump


class JsonLinesWriter:
    """Writes exchange records."""

    format_name = "jsonl"
    media_type = "application/x-ndjson"
    file_suffix = "jsonl"

    def write(self, documents: Iterable[Document], /) -> Iterator[str]:
        """Yield a line for each document (see `DocumentWriter.write`)."""
        for document in documents:
            yield json.dumps(dump(document), ensure_ascii=False) + "\n"


if TYPE_CHECKING:
    _: type[DocumentWriter] = JsonLinesWriter
