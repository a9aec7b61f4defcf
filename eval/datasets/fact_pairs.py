"""Pairs of a fact and a text, labelled by hand with whether the text states the fact, one JSON object a line."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from eval.datasets.lines import read_objects
from eval.errors import FactPairsError


class FactPair(BaseModel):
    """Whether ``text`` ``states`` the ``fact``; ``kind`` says what makes it easy or hard to tell.

    ``split`` parts the pairs that a matcher is made with from those it is tested on, where the file does.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    fact: str = Field(min_length=1)
    text: str
    states: bool
    kind: str
    split: str | None = None


def read_fact_pairs(path: Path, split: str | None = None) -> list[FactPair]:
    """Read a file of pairs; with ``split``, only those that belong to it.

    Raises:
        FactPairsError: it cannot be read, a line is no pair, or there is none (of that split).
    """
    pairs = [pair for _, pair in read_objects(path, FactPair, FactPairsError)]
    chosen = [pair for pair in pairs if split is None or pair.split == split]
    if not pairs:
        raise FactPairsError(path, "holds no pairs")
    if not chosen:
        known = ", ".join(sorted({pair.split for pair in pairs if pair.split})) or "none"
        raise FactPairsError(path, f"has no pairs of the split {split!r}; there are of: {known}")
    return chosen
