"""The exchange record: one document as one JSON object, as in the starter corpus. Also how the store keeps versions.

`parse` and `dump` are inverse: ``parse(dump(document)) == document``.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.canonical import Section, fault_of
from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier, TextKind
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_nct, clean_pmcid, clean_pmid, document_id


def _whole(text: str) -> str:
    if fault := fault_of(text):
        raise ValueError(fault)
    return text


_Text = Annotated[str, AfterValidator(_whole)]
_TextIfAny = Annotated[_Text | None, AfterValidator(lambda text: text or None)]  # empty text says nothing


def _named(field: str) -> BeforeValidator:
    """Let a bare string stand for an object whose ``field`` it is: ``"Mease PJ"`` for ``{"name": "Mease PJ"}``."""
    return BeforeValidator(lambda value: {field: value} if isinstance(value, str) else value)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class _Section(_Part):
    label: _TextIfAny = None
    text: _Text


class _Author(_Part):
    name: _Text
    family: _TextIfAny = None
    given: _TextIfAny = None


class _MeshQualifier(_Part):
    name: _Text
    ui: _TextIfAny = None
    major: bool | None = None


class _MeshHeading(_Part):
    descriptor: _Text
    ui: _TextIfAny = None
    major: bool | None = None
    qualifiers: list[Annotated[_MeshQualifier, _named("name")]] = []


class _Correction(_Part):
    kind: _Text
    citation: _TextIfAny = None
    pmid: _TextIfAny = None
    note: _TextIfAny = None
    doi: _TextIfAny = None
    date: _TextIfAny = None


class _Record(_Part):
    """The fields of a record. Others (such as the starter corpus's ``facts``) are not part of a document."""

    id: _TextIfAny = None
    title: _Text
    sections: list[_Section] = []
    abstract: _TextIfAny = None
    text: _TextIfAny = None
    text_kind: TextKind | None = None
    authors: list[Annotated[_Author, _named("name")]] = []
    journal: _TextIfAny = None
    date: _TextIfAny = None
    year: int | None = Field(default=None, ge=1000, le=2999)
    volume: _TextIfAny = None
    issue: _TextIfAny = None
    pages: _TextIfAny = None
    doi: _TextIfAny = None
    pmid: _TextIfAny = None
    pmcid: _TextIfAny = None
    nct: list[_Text] | _Text | None = None
    url: _TextIfAny = None
    language: _TextIfAny = None
    publication_types: list[_Text] = []
    mesh: list[Annotated[_MeshHeading, _named("descriptor")]] = []
    corrections: list[_Correction] = []
    reports_corrections: bool = False
    basis: _TextIfAny = None


def parse(fields: Any) -> Document:
    """Return the document a decoded JSON object stands for.

    Sections may be given as ``sections``, or as one text in ``abstract`` or ``text``. A record with ``basis`` is a
    digest unless it says otherwise; one whose id is a registry number is a registry entry; else it is an abstract.

    Raises:
        InvalidDocumentError: naming each field that is missing or of the wrong kind.
    """
    try:
        record = _Record.model_validate(fields)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'record'}: {e['msg']}" for e in error.errors())
        raise InvalidDocumentError(faults) from None
    return _document(record)


def _document(record: _Record) -> Document:
    doi, pmid, pmcid = clean_doi(record.doi), clean_pmid(record.pmid), clean_pmcid(record.pmcid)
    given = [record.nct] if isinstance(record.nct, str) else record.nct or []
    nct = tuple(number for number in map(clean_nct, given) if number)
    own_id = _own_id(record, pmid, doi, pmcid, nct)
    return Document(
        id=own_id,
        title=record.title,
        sections=_sections(record),
        text_kind=record.text_kind or _text_kind(own_id, record.basis),
        authors=tuple(Author(a.name, a.family, a.given) for a in record.authors if a.name),
        journal=record.journal,
        date=record.date,
        year=record.year,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        nct=nct,
        url=record.url,
        language=record.language,
        publication_types=tuple(record.publication_types),
        mesh=tuple(_heading(heading) for heading in record.mesh if heading.descriptor),
        corrections=tuple(
            Correction(c.kind, c.citation, c.pmid, c.note, clean_doi(c.doi), c.date)
            for c in record.corrections
            if c.kind
        ),
        reports_corrections=record.reports_corrections,
        basis=record.basis,
    )


def _own_id(record: _Record, pmid: str | None, doi: str | None, pmcid: str | None, nct: tuple[str, ...]) -> str:
    """Return the record's id as documents have it, or the one that its identifiers make.

    A trial's number is an identifier of the trial's own entry alone: a paper may name it too.
    """
    if record.id:
        return record.id.lower().replace("doi:", "DOI:", 1) if record.id.startswith("DOI:") else record.id
    names_a_page = bool(record.url) and "clinicaltrials.gov" not in (record.url or "")
    is_entry = record.text_kind is TextKind.REGISTRY or not names_a_page
    return document_id(pmid=pmid, doi=doi, pmcid=pmcid, nct=nct[0] if nct and is_entry else None, url=record.url)


def _sections(record: _Record) -> tuple[Section, ...]:
    if record.sections:
        return tuple(Section(section.label, section.text) for section in record.sections)
    whole = record.abstract or record.text
    return (Section(None, whole),) if whole else ()


def _heading(heading: _MeshHeading) -> MeshHeading:
    qualifiers = (MeshQualifier(one.name, one.ui, one.major) for one in heading.qualifiers if one.name)
    return MeshHeading(heading.descriptor, heading.ui, heading.major, tuple(qualifiers))


def _text_kind(own_id: str, basis: str | None) -> TextKind:
    if basis:
        return TextKind.DIGEST
    return TextKind.REGISTRY if own_id.startswith("NCT:") else TextKind.ABSTRACT


def dump(document: Document) -> dict[str, Any]:
    """Return the record of a document: JSON types only, empty fields left out, keys in a fixed order."""
    fields: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "authors": [_compact(name=a.name, family=a.family, given=a.given) for a in document.authors],
        "journal": document.journal,
        "date": document.date,
        "year": document.year,
        "volume": document.volume,
        "issue": document.issue,
        "pages": document.pages,
        "doi": document.doi,
        "pmid": document.pmid,
        "pmcid": document.pmcid,
        "nct": list(document.nct),
        "url": document.url,
        "language": document.language,
        "publication_types": list(document.publication_types),
        "mesh": [
            _compact(descriptor=m.descriptor, ui=m.ui, major=m.major, qualifiers=list(map(_qualifier, m.qualifiers)))
            for m in document.mesh
        ],
        "corrections": [
            _compact(kind=c.kind, citation=c.citation, pmid=c.pmid, note=c.note, doi=c.doi, date=c.date)
            for c in document.corrections
        ],
        "reports_corrections": document.reports_corrections or None,
        "text_kind": document.text_kind.value,
        "basis": document.basis,
        "sections": [_compact(label=s.label, text=s.text) for s in document.sections],
    }
    return _compact(**fields)


def _qualifier(qualifier: MeshQualifier) -> str | dict[str, Any]:
    fields = _compact(name=qualifier.name, ui=qualifier.ui, major=qualifier.major)
    return qualifier.name if len(fields) == 1 else fields


def _compact(**fields: Any) -> dict[str, Any]:
    """Leave out what is None, or empty text or list; keep False, which says something."""
    return {name: value for name, value in fields.items() if value is False or value}
