"""ClinicalTrials.gov's JSON, version 2: answers of its API, lists of studies, studies one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.canonical import Section
from corpus.documents import Author, Document, MeshHeading, TextKind
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_nct, document_id
from corpus.interfaces import DocumentReader, Outcome, Parsed
from corpus.readers.clinicaltrials_results import results
from corpus.readers.clinicaltrials_words import in_words, plain, sentence
from corpus.readers.fields import objects, text, texts
from corpus.readers.json_kinds import kind_of
from corpus.readers.json_records import read_objects
from corpus.readers.pubmed_dates import iso_date

_DATES_TOLD = (
    ("Start", "startDateStruct"),
    ("Primary completion", "primaryCompletionDateStruct"),
    ("Completion", "completionDateStruct"),
    ("First posted", "studyFirstPostDateStruct"),
    ("Results first posted", "resultsFirstPostDateStruct"),
)


class ClinicalTrialsReader:
    """Reads studies as ClinicalTrials.gov's API gives them."""

    format_name = "clinicaltrials"

    def recognises(self, head: bytes, /) -> bool:
        """True for a JSON file that begins with an answer of the API, or with studies."""
        return kind_of(head) == "clinicaltrials"

    def read(self, stream: BinaryIO, /) -> Iterator[Outcome]:
        """Yield each study as a document or a reject (see `DocumentReader.read` and `json_records`)."""
        return read_objects(stream, "study", "studies.item", _parse, _identifier)


if TYPE_CHECKING:
    _: type[DocumentReader] = ClinicalTrialsReader


def _parse(study: dict[str, Any]) -> Parsed:
    protocol = study.get("protocolSection")
    if not isinstance(protocol, dict):
        raise InvalidDocumentError("no protocolSection")
    revised = text(protocol, "statusModule", "lastUpdatePostDateStruct", "date")
    return Parsed(_document(study, protocol), "", revised)


def _identifier(study: dict[str, Any]) -> str | None:
    nct = clean_nct(text(study, "protocolSection", "identificationModule", "nctId"))
    return document_id(nct=nct) if nct else None


def _document(study: dict[str, Any], protocol: dict[str, Any]) -> Document:
    """Return the document of a study: its text is the registry's own words, under the headings of its record."""
    identification = protocol.get("identificationModule")
    nct = clean_nct(text(identification, "nctId"))
    if not nct:
        raise InvalidDocumentError("no NCT number at protocolSection.identificationModule.nctId")
    brief, official = text(identification, "briefTitle"), text(identification, "officialTitle")
    date = _iso(text(protocol, "statusModule", "studyFirstPostDateStruct", "date"))
    return Document(
        id=document_id(nct=nct),
        title=brief or official or "",
        sections=tuple(Section(label, words) for label, words in _sections(study, protocol, official) if words),
        text_kind=TextKind.REGISTRY,
        authors=_sponsors(protocol),
        journal="ClinicalTrials.gov",
        date=date,
        year=int(date[:4]) if date else None,
        nct=(nct,),
        url=f"https://clinicaltrials.gov/study/{nct}",
        publication_types=("Trial Registration",),
        mesh=tuple(_headings(study)),
    )


def _iso(date: str | None) -> str | None:
    return iso_date(*date.split("-")[:3]) if date else None


def _sponsors(protocol: dict[str, Any]) -> tuple[Author, ...]:
    """Return who is answerable for the study: the lead sponsor, then collaborators. The registry names no authors."""
    module = protocol.get("sponsorCollaboratorsModule")
    names = (text(one, "name") for one in (*objects(module, "leadSponsor"), *objects(module, "collaborators")))
    return tuple(Author(name) for name in names if name)


def _headings(study: dict[str, Any]) -> Iterator[MeshHeading]:
    for module in ("conditionBrowseModule", "interventionBrowseModule"):
        for mesh in objects(study, "derivedSection", module, "meshes"):
            if name := text(mesh, "term"):
                yield MeshHeading(name, text(mesh, "id"))


def _sections(study: dict[str, Any], protocol: dict[str, Any], official_title: str | None) -> Iterator[tuple[str, str]]:
    """Yield the label and the words of each part of the record that there may be; the day of the last update is none.

    That day would make each update another text, though nothing that can be quoted has changed.
    """
    design = protocol.get("designModule")
    outcomes = protocol.get("outcomesModule")
    if official_title != text(protocol, "identificationModule", "briefTitle"):
        yield "OFFICIAL TITLE", sentence(official_title)
    yield "BRIEF SUMMARY", plain(text(protocol, "descriptionModule", "briefSummary"))
    yield "DETAILED DESCRIPTION", plain(text(protocol, "descriptionModule", "detailedDescription"))
    yield "CONDITIONS", sentence("; ".join(texts(protocol, "conditionsModule", "conditions")))
    yield "INTERVENTIONS", " ".join(map(_intervention, objects(protocol, "armsInterventionsModule", "interventions")))
    yield "ARMS", " ".join(map(_arm, objects(protocol, "armsInterventionsModule", "armGroups")))
    yield "DESIGN", " ".join(_design(design))
    yield "ENROLLMENT", _enrollment(design)
    yield "STATUS", " ".join(_status(protocol.get("statusModule")))
    yield "PRIMARY OUTCOMES", " ".join(map(_outcome, objects(outcomes, "primaryOutcomes")))
    yield "SECONDARY OUTCOMES", " ".join(map(_outcome, objects(outcomes, "secondaryOutcomes")))
    yield "ELIGIBILITY", " ".join(_eligibility(protocol.get("eligibilityModule")))
    yield "RESULTS", " ".join(results(study.get("resultsSection")))


def _intervention(intervention: dict[str, Any]) -> str:
    kind, name = in_words(text(intervention, "type")), text(intervention, "name") or ""
    others = texts(intervention, "otherNames")
    named = f"{kind}: {name}" if kind else name
    also = f" (also {', '.join(others)})" if others else ""
    return " ".join(filter(None, (sentence(f"{named}{also}"), plain(text(intervention, "description")))))


def _arm(arm: dict[str, Any]) -> str:
    kind, label = in_words(text(arm, "type")), text(arm, "label") or ""
    named = f"{kind}: {label}" if kind else label
    gets = texts(arm, "interventionNames")
    told = f"{named} ({'; '.join(gets)})" if gets else named
    return " ".join(filter(None, (sentence(told), plain(text(arm, "description")))))


def _design(module: Any) -> Iterator[str]:
    info = module.get("designInfo") if isinstance(module, dict) else None
    phases = ", ".join(filter(None, map(in_words, texts(module, "phases"))))
    masked = ", ".join(filter(None, map(in_words, texts(info, "maskingInfo", "whoMasked"))))
    masking = in_words(text(info, "maskingInfo", "masking"))
    for name, value in (
        ("Study type", in_words(text(module, "studyType"))),
        ("Phase", phases),
        ("Allocation", in_words(text(info, "allocation"))),
        ("Intervention model", in_words(text(info, "interventionModel"))),
        ("Observational model", in_words(text(info, "observationalModel"))),
        ("Time perspective", in_words(text(info, "timePerspective"))),
        ("Masking", f"{masking} ({masked})" if masking and masked else masking),
        ("Primary purpose", in_words(text(info, "primaryPurpose"))),
    ):
        if value:
            yield f"{name}: {value}."
    yield plain(text(info, "interventionModelDescription"))


def _enrollment(module: Any) -> str:
    count, kind = text(module, "enrollmentInfo", "count"), text(module, "enrollmentInfo", "type")
    if count is None:
        return ""
    return sentence(f"{count} participants ({kind.lower()})" if kind else f"{count} participants")


def _status(module: Any) -> Iterator[str]:
    if overall := in_words(text(module, "overallStatus")):
        yield f"Overall status: {overall}."
    if why := text(module, "whyStopped"):
        yield sentence(f"Why stopped: {why}")
    for name, field in _DATES_TOLD:
        if date := text(module, field, "date"):
            kind = text(module, field, "type")
            yield f"{name}: {date} ({kind.lower()})." if kind else f"{name}: {date}."


def _outcome(outcome: dict[str, Any]) -> str:
    frame = text(outcome, "timeFrame")
    told = (
        sentence(text(outcome, "measure")),
        plain(text(outcome, "description")),
        sentence(f"Time frame: {frame}") if frame else "",
    )
    return " ".join(filter(None, told))


def _eligibility(module: Any) -> Iterator[str]:
    yield plain(text(module, "eligibilityCriteria"))
    for name, field in (("Sex", "sex"), ("Minimum age", "minimumAge"), ("Maximum age", "maximumAge")):
        if value := text(module, field):
            yield f"{name}: {in_words(value) if field == 'sex' else value}."
