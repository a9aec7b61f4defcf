"""What an engine must do to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.documents import Document


class Engine(Protocol):
    """A way to search documents. Making one loads its model; ``build`` is called once, then ``search`` by threads."""

    def build(self, documents: Sequence[Document], /) -> None:
        """Encode and index the ``text`` of ``documents``, which is title and abstract in one string."""

    def search(self, query: str, k: int, /) -> list[str]:
        """Return the ids of up to ``k`` documents, best first, each once."""
