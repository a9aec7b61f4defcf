"""The records of an answer, by the reader of their format."""

from __future__ import annotations

import io
from collections.abc import Sequence

from corpus.interfaces import Damage, DocumentReader, Outcome, Reject
from corpus.sync.errors import AnswerFaultError


def records_of(reader: DocumentReader, body: bytes) -> list[Outcome]:
    """Return what became of each record of an answer.

    Raises:
        AnswerFaultError: the answer itself is damaged, or is none of this format.
    """
    outcomes = list(reader.read(io.BytesIO(body)))
    if damage := next((outcome for outcome in outcomes if isinstance(outcome, Damage)), None):
        raise AnswerFaultError(damage.reason)
    return outcomes


def named(outcomes: Sequence[Outcome], native_ids: Sequence[str]) -> tuple[Outcome, ...]:
    """Return the outcomes with the upstream's id on each refused record that has no other."""
    if len(outcomes) != len(native_ids):
        return tuple(outcomes)
    return tuple(
        Reject(outcome.position, outcome.reason, native_id)
        if isinstance(outcome, Reject) and outcome.identifier is None
        else outcome
        for outcome, native_id in zip(outcomes, native_ids, strict=True)
    )
