"""What kind of evidence an answer rests on, in plain words, and what a reader must be warned of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.documents import Document, EditorialStatus, TextKind
from corpus.evidence import EvidenceLevel
from service.answers import Evidence

_NAMES: dict[EvidenceLevel, tuple[str, str]] = {
    EvidenceLevel.SYNTHESIS: ("systematic review or guideline", "systematic reviews or guidelines"),
    EvidenceLevel.RANDOMISED: ("randomised trial", "randomised trials"),
    EvidenceLevel.CONTROLLED: ("controlled trial", "controlled trials"),
    EvidenceLevel.SINGLE_ARM: ("single-arm trial", "single-arm trials"),
    EvidenceLevel.OBSERVATIONAL: ("observational study", "observational studies"),
    EvidenceLevel.CASE_REPORT: ("case report", "case reports"),
    EvidenceLevel.REVIEW: ("narrative review", "narrative reviews"),
    EvidenceLevel.REGISTRATION: ("trial registration", "trial registrations"),
    EvidenceLevel.ANIMAL: ("animal study", "animal studies"),
    EvidenceLevel.IN_VITRO: ("laboratory study", "laboratory studies"),
    EvidenceLevel.OTHER: ("other publication", "other publications"),
}
_CONTROLLED = {EvidenceLevel.SYNTHESIS, EvidenceLevel.RANDOMISED}
_LABORATORY = {EvidenceLevel.ANIMAL, EvidenceLevel.IN_VITRO}


def profile(documents: Sequence[Document]) -> Evidence:
    """Return the profile of the documents an answer cites, strongest kind first; empty for none."""
    counts = Counter(document.evidence[0] for document in documents)
    levels = [level for level in EvidenceLevel if level in counts]
    return Evidence(
        levels={level.value: counts[level] for level in levels},
        summary=_summary(documents, levels),
        warnings=[*_status_warnings(documents), *_design_warnings(set(levels)), *_text_warnings(documents)],
    )


def kinds_of(documents: Sequence[Document]) -> str:
    """Return the kinds of study in words, strongest first: "1 randomised trial and 2 case reports"."""
    counts = Counter(document.evidence[0] for document in documents)
    parts = [f"{counts[level]} {_NAMES[level][counts[level] > 1]}" for level in EvidenceLevel if level in counts]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _summary(documents: Sequence[Document], levels: list[EvidenceLevel]) -> str:
    if not levels:
        return "No source is cited."
    missing = "" if _CONTROLLED & set(levels) else "; no randomised trial"
    return f"Rests on {kinds_of(documents)}{missing}."


def _status_warnings(documents: Sequence[Document]) -> list[str]:
    words = {
        EditorialStatus.RETRACTED: "has been retracted",
        EditorialStatus.CONCERN: "carries an expression of concern",
        EditorialStatus.CORRECTED: "has been corrected since it appeared",
    }
    return [
        f"{document.id} {words[document.editorial_status]}."
        for document in documents
        if document.editorial_status in words
    ]


def _design_warnings(levels: set[EvidenceLevel]) -> list[str]:
    if not levels:
        return []
    if levels <= _LABORATORY:
        return ["Only animal or laboratory studies are cited: nothing here was shown in people."]
    if levels <= {EvidenceLevel.CASE_REPORT}:
        return ["Only case reports are cited: they cannot show that a treatment caused what followed."]
    if levels <= {EvidenceLevel.REGISTRATION}:
        return ["Only trial registrations are cited: they state plans, not results."]
    return []


def _text_warnings(documents: Sequence[Document]) -> list[str]:
    digests = sum(document.text_kind is TextKind.DIGEST for document in documents)
    if not digests:
        return []
    which = "The quoted text is a digest" if digests == len(documents) else f"{digests} of the quoted texts are digests"
    return [f"{which} written by this project from the publication, not the publisher's abstract."]
