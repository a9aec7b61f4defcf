"""What can go wrong between a corpus and where its records come from.

CorpusError
├── QueryError       the query, or what was asked to be done with it, is not usable
├── SyncBusyError    another run is following a query into this corpus
└── UpstreamError    an upstream gave no usable answer, however often it was asked

No message holds a key or an address for contact, and none the body of an answer.
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import CorpusError


class AnswerFaultError(Exception):
    """One answer that cannot be used; the next may be better, unless ``is_final``.

    ``wait_seconds`` is how long the upstream asks to be left alone.
    """

    def __init__(self, reason: str, *, wait_seconds: float = 0.0, is_final: bool = False) -> None:
        self.reason = reason
        self.wait_seconds = wait_seconds
        self.is_final = is_final
        super().__init__(reason)

    def hide(self, words: str) -> None:
        """Take words out of the message, which may repeat what an upstream said."""
        self.reason = self.reason.replace(words, "…")
        self.args = (self.reason,)


class QueryError(CorpusError):
    """The query, or what was asked to be done with it, is not usable."""


class SyncBusyError(CorpusError):
    """Another run is following a query into this corpus."""

    def __init__(self, corpus: Path) -> None:
        super().__init__(f"Another sync is running on {corpus}. Nothing was changed. Try again when it has ended.")


class UpstreamError(CorpusError):
    """An upstream gave no usable answer, however often it was asked; ``fault`` is what was wrong with the last."""

    def __init__(self, upstream: str, fault: AnswerFaultError) -> None:
        self.upstream = upstream
        self.fault = fault
        super().__init__(f"{upstream}: {fault.reason}")
