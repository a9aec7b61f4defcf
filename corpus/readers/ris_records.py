"""One RIS record as a document, by the tags of EndNote, Zotero, Ovid, ProQuest, Scopus, Embase and Web of Science."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.documents import Author, Document, TextKind
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_nct, clean_pmcid, clean_pmid, document_id, identifiers_of_page
from corpus.readers.author_names import author
from corpus.readers.pubmed_titles import clean_title, full_pages
from corpus.readers.structured_abstract import sections_of
from corpus.readers.tagged_records import TaggedRecord
from corpus.readers.written_dates import agreed_date, written_date

_TITLES = "TI", "T1", "CT", "BT"
_JOURNALS = "JF", "T2", "JO", "JA", "J2", "J1", "JI"  # the full name before its abbreviations
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "WHOLE", "SER"})  # whose T2 is a series
_LINKS = "UR", "L2", "LK"
_NOTES = "N1", "M1", "M3", "L3", "ID"
_EXPLICIT_DOI = re.compile(r"(?:doi:|https?://(?:dx\.|www\.)?doi\.org/)\s*(\S+)", re.IGNORECASE)
# Zotero adds the PMCID in a second line, Cochrane the id of Embase after a comma.
_EXPLICIT_PMID = re.compile(r"(?:PMID|PubMed(?: ID)?|MEDLINE)[: ]\s*(\d+)(?: +PMCID: ?PMC\d+|,.*)?", re.IGNORECASE)
_EXPLICIT_PMCID = re.compile(r"(?:PMCID: ?)?(PMC\d+)", re.IGNORECASE)
_NCT = re.compile(r"(?:NCT:)?(NCT\d{8})", re.IGNORECASE)
_PUBMED = re.compile(r"\b(?:pubmed|medline|NLM)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b[12]\d{3}\b", re.ASCII)
_PAGES = re.compile(r"\d|^[ivxlcdm]+(?:-[ivxlcdm]+)?$", re.IGNORECASE)  # Ovid writes "No" and "Specified"
_OWN_LINK = re.compile(r"https?://[^/\s]+/\S+")  # a bare host would be the same for every record


def document_of(record: TaggedRecord) -> Document:
    """Return the document that a record stands for.

    Raises:
        InvalidDocumentError: it has no title.
    """
    title = next(filter(None, map(clean_title, record.values(*_TITLES))), "")
    sections = sections_of(" ".join(record.values("AB")) or " ".join(record.values("N2")))
    if not title:
        raise InvalidDocumentError("no title" if sections else "neither title nor abstract")
    date = _date(record)
    year = int(date[:4]) if date else None
    pmid, doi, pmcid, url = _pmid(record), _doi(record), _pmcid(record), _url(record)
    own_nct = next(_ncts(record, "AN", "ID"), None)
    own_id = document_id(pmid=pmid, doi=doi, pmcid=pmcid, nct=own_nct, title=title, year=year)
    return Document(
        id=own_id,
        title=title,
        sections=sections,
        text_kind=TextKind.REGISTRY if own_id.startswith("NCT:") else TextKind.ABSTRACT,
        authors=_authors(record),
        journal=None if (record.first("TY") or "").upper() in _BOOKS else record.first(*_JOURNALS),
        date=date,
        year=year,
        volume=record.first("VL"),
        issue=record.first("IS", "CP") or next(filter(str.isdecimal, record.values("M1")), None),  # EndNote's number
        pages=_pages(record),
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        nct=tuple(dict.fromkeys(_ncts(record, "AN", "ID", "M1"))),
        url=url,
        language=record.first("LA"),
    )


def identifier_of(record: TaggedRecord) -> str | None:
    """Return the PMID or DOI that a refused record names."""
    pmid, doi = _pmid(record), _doi(record)
    return document_id(pmid=pmid, doi=doi) if pmid or doi else None


def _authors(record: TaggedRecord) -> tuple[Author, ...]:
    """Return the authors, several of whom may share a field; the secondary ones where there are no others."""
    names = list(record.values("AU", "A1")) or list(record.values("A2", "A3", "A4"))
    return tuple(filter(None, (author(name) for field in names for name in field.split(";"))))


def _date(record: TaggedRecord) -> str | None:
    """Return the most exact date that the fields agree on: ``DA`` may say the day or month of the year in ``PY``."""
    date = agreed_date(map(written_date, record.values("PY", "Y1", "DA")))
    if date is None:
        return None
    # Where DA has a year of its own, that is the year it is of.
    days = (words for words in record.values("DA") if not _YEAR.search(words))
    return agreed_date((date, *(written_date(f"{date[:4]} {words}") for words in days)))


def _pages(record: TaggedRecord) -> str | None:
    first, last = record.first("SP"), record.first("EP")
    if first and last and "-" not in first and first != last:
        first = f"{first}-{last}"
    stated = first or record.first("C7")  # Scopus's article number
    return full_pages(stated) if stated and _PAGES.search(stated) else None


def _doi(record: TaggedRecord) -> str | None:
    stated = map(clean_doi, record.values("DO", "DI"))
    explicit = (clean_doi(match[1]) for match in _matches(_EXPLICIT_DOI, record.values(*_LINKS, *_NOTES)))
    return next(filter(None, (*stated, *explicit)), None)


def _pmid(record: TaggedRecord) -> str | None:
    """Return the PMID where the record leaves no doubt that it is one, and names no other."""
    found = {match[1] for match in _matches(_EXPLICIT_PMID, record.values("AN", "C3", *_NOTES))}
    found |= {pmid for pmid, _ in map(identifiers_of_page, record.values(*_LINKS)) if pmid}
    if any(map(_PUBMED.search, record.values("DB", "DP"))):
        found.update(record.values("AN"))
    pmids = set(filter(None, map(clean_pmid, found)))
    return pmids.pop() if len(pmids) == 1 else None


def _pmcid(record: TaggedRecord) -> str | None:
    return next((clean_pmcid(match[1]) for match in _matches(_EXPLICIT_PMCID, record.values("C2", "ID"))), None)


def _ncts(record: TaggedRecord, *tags: str) -> Iterator[str]:
    """Yield registry numbers: a registry entry's own is its accession number or id, an article's stand elsewhere."""
    return filter(None, (clean_nct(match[1]) for match in _matches(_NCT, record.values(*tags))))


def _url(record: TaggedRecord) -> str | None:
    return next(filter(_OWN_LINK.fullmatch, record.values("UR")), None)


def _matches(pattern: re.Pattern[str], values: Iterable[str]) -> Iterator[re.Match[str]]:
    return filter(None, map(pattern.fullmatch, values))
