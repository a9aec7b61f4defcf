"""Europe PMC's JSON: answers of its search (``resultType`` core or lite), lists of results, results one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading, MeshQualifier
from corpus.identifiers import clean_doi, clean_pmcid, clean_pmid, document_id
from corpus.interfaces import DocumentReader, Outcome, Parsed
from corpus.readers.fields import objects, text, texts
from corpus.readers.html_text import sections_of, words_of
from corpus.readers.json_kinds import kind_of
from corpus.readers.json_records import read_objects
from corpus.readers.pubmed_dates import date_in_words
from corpus.readers.pubmed_titles import clean_title, full_pages

_PUBMED = "MED"
_PREPRINTS = "PPR"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Europe PMC's words for links, in PubMed's: "Corrected and republished in" is CorrectedandRepublishedIn.
_SMALL_WORDS = frozenset(("and",))


class EuropePmcReader:
    """Reads results of Europe PMC's search."""

    format_name = "europepmc"

    def recognises(self, head: bytes, /) -> bool:
        """True for a JSON file that begins with an answer of the search, or with results."""
        return kind_of(head) == "europepmc"

    def read(self, stream: BinaryIO, /) -> Iterator[Outcome]:
        """Yield each result as a document or a reject (see `DocumentReader.read` and `json_records`)."""
        return read_objects(stream, "result", "resultList.result.item", _parse, _identifier)


if TYPE_CHECKING:
    _: type[DocumentReader] = EuropePmcReader


def _parse(result: dict[str, Any]) -> Parsed:
    revised = text(result, "dateOfRevision")
    return Parsed(_document(result), "", revised if revised and _ISO_DATE.fullmatch(revised) else None)


def _identifier(result: dict[str, Any]) -> str | None:
    pmid = clean_pmid(text(result, "pmid") or (text(result, "id") if text(result, "source") == _PUBMED else None))
    doi, pmcid = clean_doi(text(result, "doi")), clean_pmcid(text(result, "pmcid"))
    return document_id(pmid=pmid, doi=doi, pmcid=pmcid) if pmid or doi or pmcid else None


def _document(result: dict[str, Any]) -> Document:
    """Return the document of a result.

    Whether it was retracted is known of PubMed's records alone, and of those only where the answer is whole (core):
    a short one (lite) leaves out the links to notices.
    """
    source, own = text(result, "source"), text(result, "id")
    pmid = clean_pmid(text(result, "pmid") or (own if source == _PUBMED else None))
    doi, pmcid = clean_doi(text(result, "doi")), clean_pmcid(text(result, "pmcid"))
    url = f"https://europepmc.org/article/{source}/{own}" if source and own else None
    date = _date(result)
    return Document(
        id=document_id(pmid=pmid, doi=doi, pmcid=pmcid, url=url),
        title=clean_title(words_of(text(result, "title") or "")),
        sections=tuple(Section(label, words) for label, words in sections_of(text(result, "abstractText") or "")),
        authors=_authors(result),
        journal=text(result, "journalInfo", "journal", "title") or text(result, "journalTitle"),
        date=date,
        year=int(date[:4]) if date else None,
        volume=text(result, "journalInfo", "volume") or text(result, "journalVolume"),
        issue=text(result, "journalInfo", "issue") or text(result, "issue"),
        pages=full_pages(pages) if (pages := text(result, "pageInfo")) else None,
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        url=url,
        language=text(result, "language"),
        publication_types=_publication_types(result, source),
        mesh=tuple(_headings(result)),
        corrections=tuple(_corrections(result)),
        reports_corrections=source == _PUBMED and "journalInfo" in result,
    )


def _date(result: dict[str, Any]) -> str | None:
    """Return the date in the source's words: its ``printPublicationDate`` makes a first of January of a bare year."""
    stated = text(result, "journalInfo", "dateOfPublication") or text(result, "pubYear")
    return date_in_words(stated) if stated else None


def _authors(result: dict[str, Any]) -> tuple[Author, ...]:
    if listed := objects(result, "authorList", "author"):
        return tuple(author for one in listed if (author := _author(one)))
    names = (text(result, "authorString") or "").removesuffix(".").split(",")
    return tuple(Author(name.strip()) for name in names if name.strip())


def _author(listed: dict[str, Any]) -> Author | None:
    family = text(listed, "lastName")
    name = text(listed, "collectiveName") or text(listed, "fullName")
    if family:
        parts = (family, text(listed, "initials"))
        return Author(name or " ".join(filter(None, parts)), family, text(listed, "firstName"))
    return Author(name) if name else None


def _publication_types(result: dict[str, Any], source: str | None) -> tuple[str, ...]:
    listed = texts(result, "pubTypeList", "pubType") or (text(result, "pubType") or "").split(";")
    named = [one.strip() for one in listed if one.strip()]
    return tuple(dict.fromkeys((*named, *(("Preprint",) if source == _PREPRINTS else ()))))


def _headings(result: dict[str, Any]) -> Iterator[MeshHeading]:
    for heading in objects(result, "meshHeadingList", "meshHeading"):
        if name := text(heading, "descriptorName"):
            qualifiers = tuple(_qualifiers(heading))
            is_major = _is_major(heading) or any(one.major for one in qualifiers)
            yield MeshHeading(name, None, is_major, qualifiers)


def _qualifiers(heading: dict[str, Any]) -> Iterator[MeshQualifier]:
    for qualifier in objects(heading, "meshQualifierList", "meshQualifier"):
        if name := text(qualifier, "qualifierName"):
            yield MeshQualifier(name, None, _is_major(qualifier))


def _is_major(part: dict[str, Any]) -> bool:
    return text(part, "majorTopic_YN") == "Y"


def _corrections(result: dict[str, Any]) -> Iterator[Correction]:
    for link in objects(result, "commentCorrectionList", "commentCorrection"):
        if kind := _kind(text(link, "type") or ""):
            pmid = clean_pmid(text(link, "id")) if text(link, "source") == _PUBMED else None
            yield Correction(kind, text(link, "reference"), pmid, text(link, "note"))


def _kind(words: str) -> str:
    """Return PubMed's RefType for ``Retraction in``: the words closed up, each but "and" with a capital."""
    return "".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in words.split())
