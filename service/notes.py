"""What a sentence of a source would hide where it stands alone, in few words to put after its number. Pure."""

from __future__ import annotations

from functools import lru_cache

from corpus.documents import Document
from corpus.evidence import EvidenceLevel
from service.answers import StudyCitation
from service.citations import cite
from service.study import DESIGNS, SMALL_BELOW, describe, in_words, people

MARKS = {"retracted": "RETRACTED", "concern": "expression of concern", "corrected": "corrected since"}
"""How a publication is marked wherever it is shown, by its editorial status."""

# Nothing that these report can be put down to a treatment of people, however sure the sentence sounds.
_WITHOUT_CONTROLS = frozenset(
    {
        EvidenceLevel.SINGLE_ARM,
        EvidenceLevel.CASE_REPORT,
        EvidenceLevel.REGISTRATION,
        EvidenceLevel.ANIMAL,
        EvidenceLevel.IN_VITRO,
    }
)


@lru_cache(maxsize=1024)
def cite_study(document: Document) -> StudyCitation:
    """Return the citation of a document with its study and its note."""
    return StudyCitation(study=describe(document), note=note(document), **cite(document).model_dump())


def note(document: Document) -> str | None:
    """Return the note for a document, such as ``RETRACTED; single-arm trial, 12 people``; None where none is needed."""
    parts = [MARKS.get(document.editorial_status.value), _on_the_study(document)]
    return "; ".join(part for part in parts if part) or None


def _on_the_study(document: Document) -> str | None:
    level, read = document.evidence[0], people(document)
    is_small = read is not None and read.number < SMALL_BELOW
    if level not in _WITHOUT_CONTROLS and not is_small:
        return None
    return f"{DESIGNS[level][0]}, {in_words(read.number)}" if read else DESIGNS[level][0]
