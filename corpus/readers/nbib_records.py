"""One NBIB record as a document. Tags are those of NLM's list of MEDLINE/PubMed data elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_nct, clean_pmcid, clean_pmid, document_id
from corpus.readers.author_names import author
from corpus.readers.mesh_terms import heading
from corpus.readers.pubmed_dates import iso_date
from corpus.readers.pubmed_titles import clean_title, full_pages
from corpus.readers.structured_abstract import sections_of
from corpus.readers.tagged_records import TaggedRecord
from corpus.readers.written_dates import written_date

# The tags of links to other publications, as PubMed's RefTypes.
LINK_KINDS = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRF": "CorrectedandRepublishedFrom",
    "CRI": "CorrectedandRepublishedIn",
    "ECF": "ExpressionOfConcernFor",
    "ECI": "ExpressionOfConcernIn",
    "EFR": "ErratumFor",
    "EIN": "ErratumIn",
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPF": "RepublishedFrom",
    "RPI": "RepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "SPIN": "SummaryForPatientsIn",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}
_NO_ABSTRACT = "Abstract available from the publisher."
_ARTICLE_NUMBER = re.compile(r"[A-Za-z0-9]{1,12}")  # unlike a publisher's item id, S0140-6736(20)30183-5
_LINK = re.compile(r"https?://\S+$")
_LOCATION = re.compile(r"(\S+) \[(doi|pii)\]")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_PMID_OF_CITATION = re.compile(r"\bPMID: ?(\d+)\.?")
_KIND_OF_OTHER_ABSTRACT = re.compile(
    r"(?:AAMC|AIDS|KIE|NASA|PIP|Publisher|Plain[ -]language[ -]summary): ", re.IGNORECASE
)
_SUFFIX = re.compile(r" (?:Jr|Sr|\d[a-z]{2}|I{2,3}|IV)\.?$")
_INITIALS = re.compile(r"(.*\S) [^\W\d_a-z]{1,5}")


def document_of(record: TaggedRecord) -> Document:
    """Return the document that a record stands for.

    Only PubMed's own reports corrections, which its status tells: ERIC writes this format too, without PMIDs, and so do
    programs that know no corrections.

    Raises:
        InvalidDocumentError: it has no PMID, though it is PubMed's, or no title.
    """
    pmid = _pmid(record)
    title = next(filter(None, map(clean_title, record.values("TI", "TT", "BTI"))), "")
    pmcid = clean_pmcid(record.first("PMC"))
    doi = _doi(record)
    url = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else next(filter(_LINK.match, record.values("LID")), None)
    date = _date(record)
    year = int(date[:4]) if date else None
    publication_types = tuple(record.values("PT"))
    return Document(
        id=document_id(pmid=pmid, doi=doi, pmcid=pmcid, url=url, title=title, year=year),
        title=title,
        sections=_sections(record),
        authors=tuple(author for author in _authors(record) if author.name),
        journal=record.first("JT", "TA") or _of_book(record),
        date=date,
        year=year,
        volume=record.first("VI"),
        issue=record.first("IP"),
        pages=_pages(record) or (None if "Preprint" in publication_types else _article_number(record)),
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        nct=_nct(record),
        url=url,
        language=record.first("LA"),
        publication_types=publication_types,
        mesh=tuple(filter(None, map(heading, record.values("MH")))),
        corrections=tuple(_corrections(record)),
        reports_corrections=pmid is not None and record.first("STAT") is not None,
    )


def identifier_of(record: TaggedRecord) -> str | None:
    """Return the PMID or DOI that a refused record names."""
    pmid, doi = clean_pmid(record.first("PMID")), _doi(record)
    return document_id(pmid=pmid, doi=doi) if pmid or doi else None


def revised_on(record: TaggedRecord) -> str | None:
    """Return the day of the last change to the record, ISO 8601."""
    return _iso_day(record.first("LR") or "")


def _pmid(record: TaggedRecord) -> str | None:
    text = record.first("PMID")
    if text is None and record.first("OWN") not in {None, "NLM"}:
        return None
    pmid = clean_pmid(text)
    if not pmid:
        raise InvalidDocumentError(f"{text[:80]!r} is no PMID" if text else "no PMID")
    return pmid


def _doi(record: TaggedRecord) -> str | None:
    return next(filter(None, map(clean_doi, _locations(record, "doi", "LID", "AID"))), None)


def _sections(record: TaggedRecord) -> tuple[Section, ...]:
    """Return the abstract; without one, another abstract of the record: an English one, or else the first."""
    others = sorted(_other_abstracts(record), key=lambda other: other[1] != "eng")
    texts = (*record.values("AB"), *(_KIND_OF_OTHER_ABSTRACT.sub("", text, count=1) for text, _ in others))
    return sections_of(next((text for text in texts if text != _NO_ABSTRACT), ""))


def _other_abstracts(record: TaggedRecord) -> list[tuple[str, str]]:
    """Return each with its language, which stands in the field after it; empty where none does."""
    found: list[tuple[str, str]] = []
    for tag, words in record.fields():
        if tag == "OAB":
            found.append((words, ""))
        elif tag == "OABL" and found:
            found[-1] = (found[-1][0], words)
    return found


def _authors(record: TaggedRecord) -> Iterator[Author]:
    """Yield authors and groups in their order. An author's full name, where there is one, stands before the short."""
    full: str | None = None
    for tag, words in record.fields():
        if tag == "AU":
            yield _author(full, words) if full else _author_by_initials(words)
            full = None
        elif tag in {"FAU", "CN"}:
            if full:
                yield _author(full)
            full = words if tag == "FAU" else None
            if tag == "CN":
                yield Author(words)
    if full:
        yield _author(full)


def _author(full: str, short: str | None = None) -> Author:
    family, _, given = (part.strip() for part in full.partition(","))
    if suffix := _SUFFIX.search(short or ""):
        given = given.removesuffix(suffix[0])
    return Author(short or " ".join(filter(None, (family, given))), family or None, given or None)


def _author_by_initials(short: str) -> Author:
    """Return an author of whom the record gives ``family name, initials, suffix`` alone; ERIC gives the whole name."""
    if "," in short:
        return author(short) or Author(short)
    parts = _INITIALS.fullmatch(_SUFFIX.sub("", short))
    return Author(short, parts[1] if parts else None)


def _of_book(record: TaggedRecord) -> str | None:
    """Return the book of a chapter, the publisher of a book."""
    return record.first("BTI") if record.first("TI") else record.first("PB")


def _date(record: TaggedRecord) -> str | None:
    return written_date(record.first("DP") or "") or _iso_day(record.first("DEP") or "")


def _iso_day(digits: str) -> str | None:
    day = _DAY.fullmatch(digits)
    return iso_date(*day.groups()) if day else None


def _pages(record: TaggedRecord) -> str | None:
    stated = record.first("PG")
    return full_pages(stated) if stated else None


def _article_number(record: TaggedRecord) -> str | None:
    return next(filter(_ARTICLE_NUMBER.fullmatch, _locations(record, "pii", "LID")), None)


def _locations(record: TaggedRecord, kind: str, *tags: str) -> Iterator[str]:
    for value in record.values(*tags):
        location = _LOCATION.fullmatch(value)
        if location and location[2] == kind:
            yield location[1]


def _nct(record: TaggedRecord) -> tuple[str, ...]:
    banks = (value.partition("/") for value in record.values("SI"))
    numbers = (clean_nct(number) for bank, _, number in banks if bank.casefold() == "clinicaltrials.gov")
    return tuple(dict.fromkeys(filter(None, numbers)))


def _corrections(record: TaggedRecord) -> Iterator[Correction]:
    for tag, words in record.fields():
        if kind := LINK_KINDS.get(tag):
            pmid = _PMID_OF_CITATION.search(words)
            citation = _PMID_OF_CITATION.sub("", words, count=1).strip()
            yield Correction(kind, citation or None, clean_pmid(pmid[1]) if pmid else None)
