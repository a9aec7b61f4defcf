"""Where the sentences of SciFact's abstracts end, beside where we and sentencex alone end them.

The reference has faults of its own ("1.4 +/-" ends a sentence in it, "NF-κB. These" does not), so that nothing reaches
1 here: the floors are well under what was measured, 0.994 and 0.987.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sentencex

from corpus.sentences import split_sentences

ABSTRACTS = Path(__file__).parents[3] / "shared" / "data" / "scifact" / "corpus_sentences.jsonl.gz"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ABSTRACTS.exists(), reason=f"no abstracts with their sentences at {ABSTRACTS}"),
]


def references() -> list[list[str]]:
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        return [[words for one in json.loads(line)["abstract"] if (words := one.strip())] for line in lines]


def ends(sentences: list[str]) -> set[int]:
    """Where each sentence but the last ends in the text that all make, a space between them."""
    return {sum(map(len, sentences[:count])) + count - 1 for count in range(1, len(sentences))}


def ours(text: str) -> set[int]:
    return {span.end for span in split_sentences(text)} - {len(text)}


def bare(text: str) -> set[int]:
    found, end = set(), 0
    for sentence in sentencex.segment("en", text):
        end = text.index(sentence, end) + len(sentence)
        found.add(end - len(sentence) + len(sentence.rstrip()))
    return found - {len(text)}


def precision_and_recall(find: Callable[[str], set[int]]) -> tuple[float, float]:
    right = found = wanted = 0
    for sentences in references():
        text, expected = " ".join(sentences), ends(sentences)
        if " . . . " in text:  # a table of contents
            continue
        told = find(text)
        right, found, wanted = right + len(told & expected), found + len(told), wanted + len(expected)
    return right / found, right / wanted


def test_boundaries_are_those_of_the_reference_and_more_of_them_than_sentencex_alone_finds() -> None:
    precision, recall = precision_and_recall(ours)
    assert precision >= 0.985
    assert recall >= 0.98
    alone = precision_and_recall(bare)
    assert precision > alone[0]
    assert recall > alone[1]
