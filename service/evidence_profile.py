"""What kind of evidence an answer rests on, in plain words, and what a reader must be warned of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from corpus.documents import Document, EditorialStatus, TextKind
from corpus.evidence import EvidenceLevel
from service.answers import Evidence
from service.interests import interests
from service.study import DESIGNS, SMALL_BELOW, in_words, people

_CONTROLLED = {EvidenceLevel.SYNTHESIS, EvidenceLevel.RANDOMISED}
_LABORATORY = {EvidenceLevel.ANIMAL, EvidenceLevel.IN_VITRO}
_INTERESTS_QUOTED = 2
_STUDIES_OF_PEOPLE = {
    EvidenceLevel.RANDOMISED,
    EvidenceLevel.CONTROLLED,
    EvidenceLevel.SINGLE_ARM,
    EvidenceLevel.OBSERVATIONAL,
}


def profile(documents: Sequence[Document]) -> Evidence:
    """Return the profile of the documents an answer cites, strongest kind first; empty for none."""
    counts = Counter(document.evidence[0] for document in documents)
    levels = [level for level in EvidenceLevel if level in counts]
    return Evidence(
        levels={level.value: counts[level] for level in levels},
        summary=_summary(documents, levels),
        warnings=[
            *_status_warnings(documents),
            *_design_warnings(set(levels)),
            *_size_warnings(documents, set(levels)),
            *_interest_warnings(documents),
            *_text_warnings(documents),
            *_unknown_status_warnings(documents),
        ],
    )


def kinds_of(documents: Sequence[Document]) -> str:
    """Return the kinds of study in words, strongest first: "1 randomised trial and 2 case reports"."""
    counts = Counter(document.evidence[0] for document in documents)
    return _joined([_counted(level, counts[level]) for level in EvidenceLevel if level in counts])


def _counted(level: EvidenceLevel, number: int) -> str:
    return f"{number} {DESIGNS[level][number > 1]}"


def _joined(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _summary(documents: Sequence[Document], levels: list[EvidenceLevel]) -> str:
    if not levels:
        return "No source is cited."
    parts = [_part(level, [document for document in documents if document.evidence[0] is level]) for level in levels]
    # A plan to run a trial is no answer on effects, which randomised trials would be wanted for.
    is_plan = levels == [EvidenceLevel.REGISTRATION]
    missing = "" if is_plan or _CONTROLLED & set(levels) else "; no randomised trial"
    return f"Rests on {_joined(parts)}{missing}."


def _part(level: EvidenceLevel, documents: Sequence[Document]) -> str:
    size = _size(level, documents)
    return _counted(level, len(documents)) + (f" ({size})" if size else "")


def _size(level: EvidenceLevel, documents: Sequence[Document]) -> str:
    """Say how many people the documents tell of: their sum only where all say it and none can be counted twice.

    Of reports of one case each, their number says it.
    """
    read = [people(document) for document in documents]
    told = [one.number for one in read if one]
    if not told or (level is EvidenceLevel.CASE_REPORT and set(told) == {1}):
        return ""
    if len(documents) == 1:
        return in_words(told[0])
    if any(_may_share_people(one, other) for one, other in combinations(documents, 2)):
        return f"at least {in_words(max(told))}"
    return f"{in_words(sum(told))} in all" if len(told) == len(documents) else f"at least {in_words(sum(told))}"


def _may_share_people(one: Document, other: Document) -> bool:
    """Say whether both may report on one study: they share a registry number or an author, or name no author."""
    authors, others = ({author.name for author in document.authors} for document in (one, other))
    return bool(set(one.nct) & set(other.nct) or authors & others) or not (authors and others)


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


def _size_warnings(documents: Sequence[Document], levels: set[EvidenceLevel]) -> list[str]:
    studies = [document for document in documents if document.evidence[0] in _STUDIES_OF_PEOPLE]
    read = people(studies[0]) if len(studies) == 1 and EvidenceLevel.SYNTHESIS not in levels else None
    if read is None or read.number >= SMALL_BELOW:
        return []
    return [f"The only trial or cohort cited is small ({in_words(read.number)}): chance alone moves its results far."]


def _interest_warnings(documents: Sequence[Document]) -> list[str]:
    return [
        f"{document.id} states a financial or professional interest: {_listed(stated)}."
        for document in documents
        if (stated := interests(document))
    ]


def _listed(clauses: Sequence[str]) -> str:
    quoted = ", ".join(f"“{clause.rstrip('.')}”" for clause in clauses[:_INTERESTS_QUOTED])
    more = len(clauses) - _INTERESTS_QUOTED
    return f"{quoted} and {more} more" if more > 0 else quoted


def _text_warnings(documents: Sequence[Document]) -> list[str]:
    digests = sum(document.text_kind is TextKind.DIGEST for document in documents)
    if not digests:
        return []
    which = "The quoted text is a digest" if digests == len(documents) else f"{digests} of the quoted texts are digests"
    return [f"{which} written by this project from the publication, not the publisher's abstract."]


def _unknown_status_warnings(documents: Sequence[Document]) -> list[str]:
    unknown = sum(document.editorial_status is EditorialStatus.UNKNOWN for document in documents)
    if not unknown:
        return []
    which = "the cited work" if unknown == len(documents) else f"{unknown} of the {len(documents)} cited publications"
    return [f"It is not known here whether {which} was corrected or retracted after it appeared."]
