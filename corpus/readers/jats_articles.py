"""One JATS article as a document: its front matter alone. Element names are those of JATS 1.3 and NLM's older DTDs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_pmcid, clean_pmid, document_id
from corpus.readers.pubmed_dates import iso_date
from corpus.readers.pubmed_titles import clean_title, full_pages
from corpus.readers.xml_text import text_at, text_of, texts_at

# What an article type says of the kind of publication, in PubMed's words. A "research-article" says nothing.
_PUBLICATION_TYPES = {
    "case-report": "Case Reports",
    "review-article": "Review",
    "systematic-review": "Systematic Review",
    "meta-analysis": "Meta-Analysis",
    "editorial": "Editorial",
    "letter": "Letter",
    "article-commentary": "Comment",
    "news": "News",
    "correction": "Published Erratum",
    "retraction": "Retraction of Publication",
    "preprint": "Preprint",
}
# What a related article is to this one, in PubMed's words.
_LINKS = {
    "corrected-article": "ErratumFor",
    "retracted-article": "RetractionOf",
    "partial-retraction": "PartialRetractionOf",
    "object-of-concern": "ExpressionOfConcernFor",
    "commentary-article": "CommentOn",
    "updated-article": "UpdateOf",
    "correction-forward": "ErratumIn",
    "retraction-forward": "RetractionIn",
    "concern-forward": "ExpressionOfConcernIn",
    "commentary": "CommentIn",
}
_ABSTRACTS_ASIDE = "graphical", "toc", "teaser", "summary", "executive-summary", "key-points", "plain-language-summary"
_HREF = "href"
_CITATIONS = (None, "bibr", "fn", "table-fn")
# Other dates are of what became of the article: received, corrected, retracted, put into an archive.
_PUBLISHED = (None, "pub", "collection", "ppub", "epub", "issue-pub")


def document_of(article: _Element) -> Document:
    """Return the document that an ``article`` element stands for.

    The date is that of the issue where there is one, as in PubMed, else that of the electronic version. The
    language is as the article says it, such as ``en``.

    Raises:
        InvalidDocumentError: it has no front matter, no identifier or no title.
    """
    front = article.find("front/article-meta")
    if front is None:
        raise InvalidDocumentError("no front/article-meta")
    title, date = _title(front), _date(front)
    pmid, pmcid = _own_id(front, "pmid"), clean_pmcid(_own_id(front, "pmc", "pmcid"))
    doi, year = clean_doi(_own_id(front, "doi")), int(date[:4]) if date else None
    pmid = clean_pmid(pmid)
    return Document(
        id=document_id(pmid=pmid, doi=doi, pmcid=pmcid, title=title, year=year),
        title=title,
        sections=_sections(front),
        authors=tuple(_authors(front)),
        journal=text_at(article, "front/journal-meta//journal-title", "front/journal-meta/journal-id"),
        date=date,
        year=year,
        volume=text_at(front, "volume"),
        issue=text_at(front, "issue"),
        pages=_pages(front),
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        url=f"https://www.ncbi.nlm.nih.gov/pmc/articles/{pmcid}/" if pmcid else None,
        language=(_attribute(article, "lang") or "").lower() or None,
        publication_types=_publication_types(article),
        corrections=tuple(_corrections(front)),
    )


def _own_id(front: _Element, *kinds: str) -> str | None:
    return text_at(front, *(f"article-id[@pub-id-type='{kind}']" for kind in kinds))


def _attribute(element: _Element, name: str) -> str | None:
    """Return an attribute whatever its namespace (``xml:lang``, ``xlink:href``)."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name and value), None)


def _title(front: _Element) -> str:
    """Return the title, with its subtitle after a colon as PubMed has it; marks of footnotes left out."""
    group = front.find("title-group")
    if group is None:
        return ""
    _drop(group, "fn", "xref")
    parts = (text_at(group, "article-title"), *texts_at(group, "subtitle"))
    return clean_title(": ".join(part.rstrip(":") for part in parts if part))


def _drop(element: _Element, *tags: str) -> None:
    """Take elements out and leave the words that follow them."""
    for found in list(element.iter(*tags)):
        tail = found.tail
        found.clear()
        found.tail = tail


def _drop_citations(element: _Element) -> None:
    """Take numbers of references out, which would join the figures that they stand behind."""
    for found in list(element.iter("xref")):
        if found.get("ref-type") in _CITATIONS:
            _drop(found, "xref")


def _sections(front: _Element) -> tuple[Section, ...]:
    for abstract in front.iterfind("abstract"):
        if abstract.get("abstract-type") not in _ABSTRACTS_ASIDE:
            return tuple(section for section in _parts(abstract, None) if section.text)
    return ()


def _parts(element: _Element, label: str | None) -> Iterator[Section]:
    """Yield the abstract's parts: paragraphs under one title together, nested sections under their own."""
    words: list[str] = []
    for child in element:
        match child.tag:
            case "title" | "label":
                continue
            case "sec":
                yield Section(label, " ".join(words))
                words = []
                yield from _parts(child, _label(child) or label)
            case _:
                _drop_citations(child)
                words.append(text_of(child))
    yield Section(label, " ".join(words))


def _label(section: _Element) -> str | None:
    return (text_at(section, "title") or "").rstrip(":. ").upper() or None


def _authors(front: _Element) -> Iterator[Author]:
    for group in front.iterfind("contrib-group"):
        for contributor in group.iterfind("contrib"):
            if contributor.get("contrib-type", "author") == "author" and (author := _author(contributor)):
                yield author


def _author(contributor: _Element) -> Author | None:
    name = contributor.find("name")
    name = contributor.find("name-alternatives/name") if name is None else name
    family = text_at(name, "surname") if name is not None else None
    if name is None or not family:
        for group in contributor.iterfind(".//collab"):
            _drop(group, "contrib-group", "xref", "fn", "aff", "address", "email")
        collective = text_at(contributor, "collab/institution", "collab", "collab-alternatives/collab", "string-name")
        return Author(collective) if collective else None
    given = text_at(name, "given-names")
    parts = (family, _initials(given), text_at(name, "suffix"))
    return Author(" ".join(filter(None, parts)), family, given)


def _initials(given: str | None) -> str | None:
    """Return ``PJ`` for ``Philip J.`` and for ``PJ``, as PubMed shows names; hyphens join none."""
    words = (given or "").replace(".", " ").replace("-", " ").split()
    return "".join(word if word.isupper() else word[0].upper() for word in words) or None


def _date(front: _Element) -> str | None:
    dates = [
        (_kind(one), iso_date(text_at(one, "year"), text_at(one, "month"), text_at(one, "day")))
        for one in front.iterfind("pub-date")
        if one.get("date-type") in _PUBLISHED
    ]
    for wanted in ("ppub", "print", "collection", "epub", "electronic", "pub", ""):
        for kind, date in dates:
            if kind == wanted and date:
                return date
    return None


def _kind(date: _Element) -> str:
    return date.get("pub-type") or date.get("publication-format") or date.get("date-type") or ""


def _pages(front: _Element) -> str | None:
    if first := text_at(front, "fpage"):
        last = text_at(front, "lpage")
        return full_pages(f"{first}-{last}") if last and last != first else first
    return text_at(front, "elocation-id")


def _publication_types(article: _Element) -> tuple[str, ...]:
    named = _PUBLICATION_TYPES.get(article.get("article-type") or "")
    return (named,) if named else ()


def _corrections(front: _Element) -> Iterator[Correction]:
    for related in front.iterfind("related-article"):
        kind = _LINKS.get(related.get("related-article-type") or "")
        target = _attribute(related, _HREF)
        if kind and target:
            is_pmid = related.get("ext-link-type") in {"pmid", "pubmed"}
            doi = None if is_pmid else clean_doi(target)
            pmid = clean_pmid(target) if is_pmid else None
            # What happened is known even where the notice is named in a way that leads nowhere here.
            yield Correction(kind, text_of(related) or (None if doi or pmid else target), pmid, doi=doi)
