"""Questions that ask what was seen in people, and the kinds of study that can say. Pure."""

from __future__ import annotations

import re

from corpus.documents import Document
from corpus.evidence import EvidenceLevel

_ASKS = re.compile(
    r"\b(?:in|on|with) (?:people|humans|patients|human beings)\b"
    r"|\bclinical(?:ly)? (?:trials?|stud(?:y|ies)|evidence|results|tested)\b|\bhuman (?:trials?|stud(?:y|ies))\b",
    re.IGNORECASE,
)
_IN_PEOPLE = frozenset(
    {
        EvidenceLevel.SYNTHESIS,
        EvidenceLevel.RANDOMISED,
        EvidenceLevel.CONTROLLED,
        EvidenceLevel.SINGLE_ARM,
        EvidenceLevel.OBSERVATIONAL,
        EvidenceLevel.CASE_REPORT,
    }
)


def asks_for_people(question: str) -> bool:
    """Say whether the question asks for what was seen in people, not in animals or dishes."""
    return bool(_ASKS.search(question))


def studied_people(document: Document) -> bool:
    """Say whether the document is of a kind that reports on people."""
    return document.evidence[0] in _IN_PEOPLE
