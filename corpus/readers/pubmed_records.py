"""One PubMed record, article or book, as a document. Element names are those of NLM's DTD, without namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_nct, clean_pmcid, clean_pmid, document_id
from corpus.readers.pubmed_dates import date_in_words, iso_date
from corpus.readers.pubmed_titles import clean_title, full_pages
from corpus.readers.xml_text import text_at, text_of, texts_at

_NO_ABSTRACT = "Abstract available from the publisher."
_ARTICLE_NUMBER = re.compile(r"[A-Za-z0-9]{1,12}")  # unlike a publisher's item id, S0140-6736(20)30183-5

_PMIDS = "MedlineCitation/PMID", "BookDocument/PMID"
_VERSION = re.compile(r"\d{1,4}", re.ASCII)


def document_of(record: _Element) -> Document:
    """Return the document that a ``PubmedArticle`` or ``PubmedBookArticle`` element stands for.

    Raises:
        InvalidDocumentError: it has no PMID or no title.
    """
    return _book(record) if record.tag == "PubmedBookArticle" else _article(record)


def revised(record: _Element) -> str | None:
    """Return the day of NLM's last change to a record, ISO 8601; None where it does not say."""
    return _date(record, "MedlineCitation/DateRevised", "BookDocument/DateRevised")


def version(record: _Element) -> int:
    """Return which version of its article a record is; journals that publish several say so. 1 where none is named."""
    pmid = next((found for path in _PMIDS if (found := record.find(path)) is not None), None)
    named = "" if pmid is None else pmid.get("Version", "")
    return int(named) if _VERSION.fullmatch(named) else 1


def _article(record: _Element) -> Document:
    citation = _child(record, "MedlineCitation")
    pmid = _pmid(citation)
    article = _child(citation, "Article")
    date = _date(article, "Journal/JournalIssue/PubDate", "ArticleDate")
    publication_types = tuple(texts_at(article, "PublicationTypeList/PublicationType"))
    return Document(
        id=document_id(pmid=pmid),
        title=_title(article, "ArticleTitle", "VernacularTitle"),
        sections=_sections(citation, article),
        authors=_authors(article, "AuthorList"),
        journal=text_at(article, "Journal/Title", "Journal/ISOAbbreviation"),
        date=date,
        year=_year(date),
        volume=text_at(article, "Journal/JournalIssue/Volume"),
        issue=text_at(article, "Journal/JournalIssue/Issue"),
        pages=_pages(article) or (None if "Preprint" in publication_types else _article_number(article)),
        doi=_doi(article) or _doi(record, "PubmedData/"),
        pmid=pmid,
        pmcid=clean_pmcid(text_at(record, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']")),
        nct=_nct(article),
        url=_url(pmid),
        language=text_at(article, "Language"),
        publication_types=publication_types,
        mesh=tuple(_headings(citation)),
        corrections=tuple(_corrections(citation)),
        reports_corrections=True,
    )


def _book(record: _Element) -> Document:
    """Return a chapter, which has a title of its own and appeared in the book, or else the book."""
    entry = _child(record, "BookDocument")
    pmid = _pmid(entry)
    is_chapter = bool(text_at(entry, "ArticleTitle"))
    date = _date(entry, *(("ContributionDate",) if is_chapter else ()), "Book/PubDate")
    return Document(
        id=document_id(pmid=pmid),
        title=_title(entry, "ArticleTitle", "VernacularTitle", "Book/BookTitle"),
        sections=_sections(entry, entry),
        authors=_authors(entry, "AuthorList") or _authors(entry, "Book/AuthorList"),
        journal=text_at(entry, "Book/BookTitle" if is_chapter else "Book/Publisher/PublisherName"),
        date=date,
        year=_year(date),
        volume=text_at(entry, "Book/Volume"),
        pages=_pages(entry),
        doi=_doi(entry) or _doi(record, "PubmedBookData/") or (None if is_chapter else _doi(entry, "Book/")),
        pmid=pmid,
        url=_url(pmid),
        language=text_at(entry, "Language"),
        publication_types=tuple(texts_at(entry, "PublicationType")),
        corrections=tuple(_corrections(entry)),
        reports_corrections=True,
    )


def _child(element: _Element, tag: str) -> _Element:
    child = element.find(tag)
    if child is None:
        raise InvalidDocumentError(f"no {tag}")
    return child


def _pmid(citation: _Element) -> str:
    text = text_at(citation, "PMID")
    pmid = clean_pmid(text)
    if not pmid:
        raise InvalidDocumentError(f"{text[:80]!r} is no PMID" if text else "no PMID")
    return pmid


def _url(pmid: str) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def _title(element: _Element, *paths: str) -> str:
    """Return the first real title at ``paths``; empty, which no document accepts, when there is none."""
    return next(filter(None, map(clean_title, texts_at(element, *paths))), "")


def _sections(citation: _Element, article: _Element) -> tuple[Section, ...]:
    """Return the abstract; without one, another abstract of the record: an English one, or else the first."""
    others = sorted(citation.iterfind("OtherAbstract"), key=lambda other: other.get("Language") != "eng")
    abstracts = (_abstract(element) for element in (*article.iterfind("Abstract"), *others))
    return next(filter(None, abstracts), ())


def _abstract(element: _Element) -> tuple[Section, ...]:
    texts = ((part, text_of(part)) for part in element.iterfind("AbstractText"))
    return tuple(Section(_label(part), text) for part, text in texts if text not in {"", _NO_ABSTRACT})


def _label(part: _Element) -> str | None:
    label = (part.get("Label") or "").strip().upper()
    return None if label in {"", "UNLABELLED"} else label


def _authors(element: _Element, path: str) -> tuple[Author, ...]:
    listed = (author for group in element.iterfind(path) if group.get("Type") != "editors" for author in group)
    authors = (_author(author) for author in listed if author.get("ValidYN") != "N")
    return tuple(author for author in authors if author.name)


def _author(element: _Element) -> Author:
    family, given = text_at(element, "LastName"), text_at(element, "ForeName", "FirstName")
    if not family:
        return Author(text_at(element, "CollectiveName") or given or "")
    parts = (family, text_at(element, "Initials") or given, text_at(element, "Suffix"))
    return Author(" ".join(filter(None, parts)), family, given)


def _date(element: _Element, *paths: str) -> str | None:
    """Return the first date at ``paths`` that has a year."""
    found = (_date_of(part) for path in paths for part in element.iterfind(path))
    return next(filter(None, found), None)


def _date_of(part: _Element) -> str | None:
    in_words = text_at(part, "MedlineDate")
    stated = iso_date(text_at(part, "Year"), text_at(part, "Month"), text_at(part, "Day"))
    return stated or (date_in_words(in_words) if in_words else None)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def _pages(element: _Element) -> str | None:
    if stated := text_at(element, "Pagination/MedlinePgn"):
        return full_pages(stated)
    return "-".join(texts_at(element, "Pagination/StartPage", "Pagination/EndPage")) or None


def _article_number(article: _Element) -> str | None:
    return next(filter(_ARTICLE_NUMBER.fullmatch, _locations(article, "pii")), None)


def _doi(element: _Element, prefix: str = "") -> str | None:
    """Return the record's own DOI at ``prefix``. The DOIs of its references stand elsewhere."""
    listed = texts_at(element, f"{prefix}ArticleIdList/ArticleId[@IdType='doi']")
    return next(filter(None, map(clean_doi, (*_locations(element, "doi", prefix), *listed))), None)


def _locations(element: _Element, kind: str, prefix: str = "") -> Iterator[str]:
    for location in element.iterfind(f"{prefix}ELocationID[@EIdType='{kind}']"):
        if location.get("ValidYN") != "N":
            yield text_of(location)


def _nct(article: _Element) -> tuple[str, ...]:
    numbers = (
        clean_nct(number)
        for bank in article.iterfind("DataBankList/DataBank")
        if (text_at(bank, "DataBankName") or "").casefold() == "clinicaltrials.gov"
        for number in texts_at(bank, "AccessionNumberList/AccessionNumber")
    )
    return tuple(dict.fromkeys(filter(None, numbers)))


def _headings(citation: _Element) -> Iterator[MeshHeading]:
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        descriptor = heading.find("DescriptorName")
        name = text_of(descriptor)
        if descriptor is not None and name:
            is_major = any(part.get("MajorTopicYN") == "Y" for part in heading)
            yield MeshHeading(name, descriptor.get("UI") or None, is_major, tuple(_qualifiers(heading)))


def _qualifiers(heading: _Element) -> Iterator[MeshQualifier]:
    for qualifier in heading.iterfind("QualifierName"):
        if name := text_of(qualifier):
            yield MeshQualifier(name, qualifier.get("UI") or None, qualifier.get("MajorTopicYN") == "Y")


def _corrections(citation: _Element) -> Iterator[Correction]:
    for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = link.get("RefType")
        if kind and kind != "Cites":
            yield Correction(kind, text_at(link, "RefSource"), clean_pmid(text_at(link, "PMID")), text_at(link, "Note"))
