"""What a language model said, as sentences with the passages that each names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import split_sentences

# Some models think aloud first.
_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_CITATIONS = re.compile(r"((?:\s*\[(?:passages?\s*)?\d{1,4}(?:\s*[,;]\s*\d{1,4})*\])+)", re.IGNORECASE)
_GOES_ON = re.compile(r"^\s*[a-z,;]")
_STOP = re.compile(r"\s*([.!?])[.!?]*(?!\w)")
_ENDED = re.compile(r"[.!?][\"'”’)]*\s*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the model's and the numbers of the passages that it names, in that order."""

    text: str
    cited: tuple[int, ...]


def claims(said: str) -> list[Claim]:
    """Return the sentences of what was said, in their order, the citations taken out of them."""
    lines = _THINKING.sub("", said).splitlines()
    told = (claim for line in lines for claim in _of_line(_LIST_MARK.sub("", line)))
    return [claim for claim in told if any(character.isalnum() for character in claim.text)]


def _of_line(line: str) -> Iterator[Claim]:
    words = ""
    cited: list[int] = []
    for text, citations in _pieces(line):
        rest = text
        if cited and (_ENDED.search(words) or not _GOES_ON.match(text)):
            stop = _STOP.match(text)  # which may stand after the citation
            yield from _split(words + (stop[1] if stop and not _ENDED.search(words) else ""), cited)
            words, cited, rest = "", [], text[stop.end() :] if stop else text
        words += rest
        cited += (int(number) for number in re.findall(r"\d+", citations))
    yield from _split(words, cited)


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    parts = _CITATIONS.split(line)
    yield from zip(parts[::2], [*parts[1::2], ""], strict=True)


def _split(words: str, cited: list[int]) -> Iterator[Claim]:
    """Yield the sentences of what stands before a citation; the citation is of the last."""
    spans = split_sentences(words)
    for span in spans:
        of_this = tuple(dict.fromkeys(cited)) if span is spans[-1] else ()
        yield Claim(_ending_in_a_stop(words[span.start : span.end]), of_this)


def _ending_in_a_stop(sentence: str) -> str:
    plain = " ".join(sentence.split()).rstrip(" ,;:")
    return plain if not plain or _ENDED.search(plain) else f"{plain}."
