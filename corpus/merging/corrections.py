"""Links between publications: that one retracts, corrects, updates or comments on another. Pure.

The kinds are those of PubMed's ``RefType``, which come in pairs: what the notice says of the paper, and the reverse.
See NLM's fact sheet "Errata, Retractions, and Other Linked Citations in PubMed".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.documents import LINKS_BEHIND, Correction, Document, EditorialStatus
from corpus.identifiers import clean_doi, clean_pmid
from corpus.readers.pubmed_dates import iso_date

_PAIRS = (
    ("RetractionIn", "RetractionOf"),
    ("PartialRetractionIn", "PartialRetractionOf"),
    ("RetractedandRepublishedIn", "RetractedandRepublishedFrom"),
    ("ExpressionOfConcernIn", "ExpressionOfConcernFor"),
    ("ErratumIn", "ErratumFor"),
    ("CorrectedandRepublishedIn", "CorrectedandRepublishedFrom"),
    ("UpdateIn", "UpdateOf"),
    ("CommentIn", "CommentOn"),
    ("RepublishedIn", "RepublishedFrom"),
    ("ReprintIn", "ReprintOf"),
    ("SummaryForPatientsIn", "OriginalReportIn"),
    ("AssociatedDataset", "AssociatedPublication"),
)
INVERSE = {**dict(_PAIRS), **{there: here for here, there in _PAIRS}}

REINSTATEMENT = "Reinstatement"  # of a list of retractions; PubMed has no such link

# The date in "J Made Up. 2020 Feb 6;3(1):4", which stands last before the volume.
_CITED_DATE = re.compile(r"(?<![\w./-])([12]\d{3})(?: ([A-Z][a-z]{2,8})(?: (\d{1,2})\b)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Publication:
    """The other end of a link, as far as it is known."""

    pmid: str | None
    doi: str | None
    date: str | None
    citation: str | None


def targets_of(correction: Correction) -> list[str]:
    """Return the document ids that a correction names the other publication by."""
    pmid, doi = clean_pmid(correction.pmid), clean_doi(correction.doi)
    return [*([f"PMID:{pmid}"] if pmid else []), *([f"DOI:{doi}"] if doi else [])]


def as_publication(document: Document) -> Publication:
    """Return how another document speaks of this one. Its id tells what its fields may not."""
    pmid, doi = document.id.removeprefix("PMID:"), document.id.removeprefix("DOI:")
    return Publication(
        pmid=document.pmid or (pmid if pmid != document.id else None),
        doi=document.doi or (doi if doi != document.id else None),
        date=document.date or (str(document.year) if document.year else None),
        citation=cite_briefly(document),
    )


def cite_briefly(document: Document) -> str | None:
    """Return ``Journal. 2020-02-06;3(1):4``, as far as it is known; None where no journal is."""
    if not document.journal:
        return None
    date = document.date or (str(document.year) if document.year else "")
    issue = f"({document.issue})" if document.issue else ""
    place = f"{document.volume or ''}{issue}" + (f":{document.pages}" if document.pages else "")
    return f"{document.journal}. {date}" + (f";{place}" if place else "") if date or place else document.journal


def date_in_citation(citation: str | None) -> str | None:
    """Return the date of publication that a citation in PubMed's form states, ISO 8601 as far as it goes; else None."""
    before_volume = re.split(r";|\bdoi\b", citation or "", maxsplit=1)[0]
    dates = _CITED_DATE.findall(before_volume)
    return iso_date(*dates[-1]) if dates else None


def seen_from_the_other(kind: str, speaker: Publication) -> Correction | None:
    """Return what a publication of which ``speaker`` says ``kind`` says of the speaker; None for a kind of one way."""
    inverse = INVERSE.get(kind)
    if inverse is None:
        return None
    return Correction(inverse, speaker.citation, speaker.pmid, None, speaker.doi, speaker.date)


def complete(stated: tuple[Correction, ...], derived: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return what a document's records state and what follows from others, each dated by its citation if by no more."""
    united = unite(stated, derived)
    return tuple(one if one.date else replace(one, date=date_in_citation(one.citation)) for one in united)


def filled(correction: Correction, other: Publication | None) -> Correction:
    """Return a correction with what is known of the other publication where it does not say so itself."""
    if other is None:
        return correction
    return replace(
        correction,
        pmid=correction.pmid or other.pmid,
        doi=correction.doi or other.doi,
        date=correction.date or other.date,
    )


def unite(first: tuple[Correction, ...], second: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return ``first`` and what only ``second`` has; of one link that both have, what the first leaves out is filled.

    What is in ``first`` twice stays twice: a record alone is never changed.
    """
    united = list(first)
    for one in second:
        place = next((place for place, other in enumerate(united) if _is_same(one, other)), None)
        if place is None:
            united.append(one)
        else:
            united[place] = _completed(united[place], one)
    return tuple(united)


def _is_same(one: Correction, other: Correction) -> bool:
    if one.kind != other.kind:
        return False
    if one.pmid and other.pmid:
        return one.pmid == other.pmid
    if one.doi and other.doi:
        return one.doi == other.doi
    if one.citation and other.citation:
        return one.citation == other.citation
    return not _names_another(one) or not _names_another(other)


def _names_another(correction: Correction) -> bool:
    return bool(correction.pmid or correction.doi or correction.citation)


def _completed(one: Correction, other: Correction) -> Correction:
    fields = ("citation", "pmid", "note", "doi", "date")
    return replace(one, **{name: getattr(one, name) or getattr(other, name) for name in fields})


def standing(notices: Iterable[Correction]) -> Iterator[Correction]:
    """Yield what the notices of a list say in the end: a reinstatement takes back the retractions before its day.

    A day that is not known in full takes back nothing, and nothing of such a day is taken back.
    """
    every = list(notices)
    reinstated = max((_day(one) for one in every if one.kind == REINSTATEMENT), default="")
    for one in every:
        if not (one.kind in LINKS_BEHIND[EditorialStatus.RETRACTED] and "" < _day(one) < reinstated):
            yield one


def _day(notice: Correction) -> str:
    return notice.date if notice.date and len(notice.date) == len("2020-02-03") else ""
