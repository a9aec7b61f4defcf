"""A question made to stand alone. Pure.

Every question here is about one subject, so people leave it out: "How are these therapies regulated?", "What harms have
been reported?". A search needs it said. What a follow-up leaves to the questions before it is put in first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.follow_ups import in_full
from service.words import stems

_CELLS = "mesenchymal stem cells"
_THERAPY = "stem cell therapy"

_THE_CELLS = re.compile(r"\b(?:they|them)\b|\b(?:these|those|such)\s+(?:new\s+)?cells\b", re.IGNORECASE)
_THE_THERAPY = re.compile(
    r"\b(?:these|those|such|this)\s+(?:new\s+)?"
    r"(?:therap(?:y|ies)|treatments?|products?|approach(?:es)?|interventions?)\b",
    re.IGNORECASE,
)

# A question with any of these words names what it is about.
_NAMES_A_SUBJECT = frozenset(
    stems("stem stromal cells MSC MSCs exosomes transplant transplantation psoriasis psoriatic PsA arthritis")
)


def standalone(question: str, earlier: Sequence[str] = ()) -> str:
    """Return the question with the subject in place of "they" or "these therapies", or added when none is named.

    The subject of a follow-up is that of the ``earlier`` questions of the conversation, the oldest first.
    """
    asked = in_full(question, earlier)
    replaced = _THE_THERAPY.sub(_THERAPY, _THE_CELLS.sub(_CELLS, asked))
    if asked != question or _NAMES_A_SUBJECT & set(stems(replaced)):
        return replaced
    return f"{asked.rstrip(' ?')} with {_THERAPY}?"
