"""An answer as one message of a chat, in Markdown, with the place of every citation in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.addresses import address_of
from service.answers import Answer, Citation
from service.chat.markdown import in_markdown
from service.citations import reference_parts
from service.notes import MARKS

_INFORMS = "_This informs; it does not advise a person._"


@dataclass(frozen=True, slots=True)
class Marker:
    """A ``[n]`` of the message: ``content[start:end]``, in code points."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A message: ``pieces`` in the order in which they may be told, and the markers in all of it."""

    pieces: tuple[str, ...]
    markers: tuple[Marker, ...]

    @property
    def content(self) -> str:
        """The whole message."""
        return "".join(self.pieces)


def reply_of(answer: Answer) -> Reply:
    """Return the message that says an answer, or that none is given and what came nearest.

    First the sentences with their markers and notes, then what they rest on, the warnings and the numbered sources: a
    front end that knows nothing of annotations shows all that a reader must know.
    """
    if answer.abstention is not None:
        return Reply(("\n\n".join(_silence(answer)),), ())
    spoken: list[str] = []
    markers: list[Marker] = []
    place = 0
    for sentence, tail in answer.marked_sentences():
        words = f"{' ' if spoken else ''}{in_markdown(sentence.text)}"
        for number, start, end in _markers(tail):
            markers.append(Marker(number, place + len(words) + start, place + len(words) + end))
        spoken.append(words + tail)
        place += len(spoken[-1])
    return Reply((*spoken, *(f"\n\n{paragraph}" for paragraph in _below(answer))), tuple(markers))


def _markers(tail: str) -> Iterator[tuple[int, int, int]]:
    for found in re.finditer(r"\[(\d+)\]", tail):
        yield int(found[1]), found.start(), found.end()


def _below(answer: Answer) -> Iterator[str]:
    if answer.reading is not None:
        yield f"**In short, read off the quotes:** {in_markdown(answer.reading.text)}"
    reworded = [sentence for sentence in answer.sentences if sentence.support != "verbatim"]
    if reworded:
        quotes = [f"[{quote.number}] “{in_markdown(quote.quote)}”" for one in reworded for quote in one.quotes]
        yield _listed("Reworded by a language model and checked against these quotes", quotes)
    warnings = [in_markdown(warning) for warning in answer.evidence.warnings + answer.warnings]
    yield _listed(in_markdown(answer.evidence.summary), [f"⚠ {warning}" for warning in warnings])
    yield _listed("Sources", [f"[{citation.number}] {_reference(citation)}" for citation in answer.citations])
    yield _INFORMS


def _silence(answer: Answer) -> Iterator[str]:
    assert answer.abstention is not None  # noqa: S101 - asked before
    yield f"**No answer is given.** {in_markdown(answer.abstention.message)}"
    if answer.warnings:
        yield _listed("Told on the way", [f"⚠ {in_markdown(warning)}" for warning in answer.warnings])
    if answer.abstention.nearest:
        nearest = [_reference(result.citation) for result in answer.abstention.nearest]
        yield _listed("Nearest sources, which may not answer the question", nearest)
    yield _INFORMS


def _listed(heading: str, items: list[str]) -> str:
    lines = "\n".join(f"- {item}" for item in items)
    return f"**{heading}**\n\n{lines}" if items else f"**{heading}**"


def _reference(citation: Citation) -> str:
    """Return a reference in a line: status where it is not sound, authors, title, journal, year, address, kind."""
    words = ". ".join(map(in_markdown, reference_parts(citation)))
    mark = MARKS.get(citation.editorial_status)
    marked = f"**{mark}** " if mark else ""
    kind = citation.evidence_level.replace("_", " ")
    return f"{marked}{words}. {_where(citation)} ({kind})"


def _where(citation: Citation) -> str:
    address = address_of(citation)
    return f"<{address}>" if address else in_markdown(citation.document_id)
