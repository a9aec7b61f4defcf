"""One row of a table as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.documents import Author, Document, TextKind
from corpus.errors import InvalidDocumentError
from corpus.identifiers import clean_doi, clean_nct, clean_pmcid, clean_pmid, document_id, identifiers_of_page
from corpus.readers.author_names import author, authors_in
from corpus.readers.csv_columns import COLUMNS
from corpus.readers.mesh_terms import heading
from corpus.readers.pubmed_titles import clean_title, full_pages
from corpus.readers.structured_abstract import sections_of
from corpus.readers.written_dates import agreed_date, written_date

_NCT = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE | re.ASCII)
_LINK = re.compile(r"https?://[^/\s]+/\S+")  # a bare host would be the same for every row
_LIST_SEPARATOR = re.compile(r"[;|\n]")
_FLOAT = re.compile(r"(\d+)\.0")  # what a spreadsheet or pandas makes of a PMID in a column with gaps
_EXTRA_PMID = re.compile(r"\bPMID: ?(\d+)", re.ASCII)
_EXTRA_PMCID = re.compile(r"\bPMCID: ?(PMC\d+)", re.ASCII)
_CITATION = re.compile(  # J Made Up. 2021 Mar 4;75(2):101-110. doi: …
    r".+?\. (?P<date>\d{4}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)"
    r";(?P<volume>[\w. -]*)(?:\((?P<issue>[^()]*)\))?(?::(?P<pages>[\w ,-]+))?\..*",
    re.DOTALL,
)
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_QUOTED_LIST = re.compile(rf"\[(?:{_QUOTED.pattern}|, ?)*\]")  # as pandas writes a list


def document_of(cells: Mapping[str, str]) -> Document:
    """Return the document that a row's cells, by plain column names, stand for.

    Raises:
        InvalidDocumentError: it has no title.
    """
    title = clean_title(_cell(cells, "title") or "")
    sections = sections_of(_cell(cells, "abstract") or "")
    if not title:
        raise InvalidDocumentError("no title" if sections else "neither title nor abstract")
    cited = _citation(cells)
    date = agreed_date(map(written_date, filter(None, (_cell(cells, "year"), _cell(cells, "date"), cited.get("date")))))
    year = int(date[:4]) if date else None
    pmid, doi, pmcid, nct, url = _pmid(cells), _doi(cells), _pmcid(cells), _nct(cells), _url(cells)
    # Neither the number of a trial that a paper names nor an address that rows may share is the paper's own.
    own_nct = nct[0] if nct and not _cell(cells, "journal") else None
    own_id = document_id(pmid=pmid, doi=doi, pmcid=pmcid, nct=own_nct, title=title, year=year)
    return Document(
        id=own_id,
        title=title,
        sections=sections,
        text_kind=TextKind.REGISTRY if own_id.startswith("NCT:") else TextKind.ABSTRACT,
        authors=_authors(_cell(cells, "authors") or ""),
        journal=_cell(cells, "journal"),
        date=date,
        year=year,
        volume=_cell(cells, "volume") or cited.get("volume"),
        issue=_cell(cells, "issue") or cited.get("issue"),
        pages=_pages(cells),
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        nct=nct,
        url=url,
        language=_cell(cells, "language"),
        publication_types=tuple(_list(_cell(cells, "publication types"))),
        mesh=tuple(filter(None, map(heading, _list(_cell(cells, "mesh"))))),
    )


def identifier_of(cells: Mapping[str, str]) -> str | None:
    """Return the PMID or DOI that a refused row names."""
    pmid, doi = _pmid(cells), _doi(cells)
    return document_id(pmid=pmid, doi=doi) if pmid or doi else None


def _cell(cells: Mapping[str, str], field: str) -> str | None:
    return next((cells[name] for name in COLUMNS[field] if name in cells), None)


def _list(text: str | None) -> list[str]:
    """Return the entries of ``a; b``, ``a | b`` or ``['a', 'b']``."""
    if not text:
        return []
    if _QUOTED_LIST.fullmatch(text):
        return [single or double for single, double in _QUOTED.findall(text)]
    return [part.strip() for part in _LIST_SEPARATOR.split(text) if part.strip()]


def _authors(text: str) -> tuple[Author, ...]:
    if _QUOTED_LIST.fullmatch(text):
        return tuple(filter(None, map(author, _list(text))))
    return authors_in(text)


def _citation(cells: Mapping[str, str]) -> dict[str, str]:
    """Return what PubMed's citation says beside the journal."""
    match = _CITATION.fullmatch(_cell(cells, "citation") or "")
    return {name: words for name, words in match.groupdict().items() if words} if match else {}


def _pages(cells: Mapping[str, str]) -> str | None:
    first, last = _cell(cells, "first page"), _cell(cells, "last page")
    both = f"{first}-{last}" if first and last and first != last else first
    stated = _cell(cells, "pages") or both or _cell(cells, "article number") or _citation(cells).get("pages")
    return full_pages(stated) if stated and any(map(str.isdigit, stated)) else None


def _doi(cells: Mapping[str, str]) -> str | None:
    return clean_doi(_cell(cells, "doi")) or identifiers_of_page(_cell(cells, "url"))[1]


def _pmid(cells: Mapping[str, str]) -> str | None:
    stated = _cell(cells, "pmid") or ""
    whole = _FLOAT.fullmatch(stated)
    extra = _EXTRA_PMID.search(_cell(cells, "extra") or "")
    of_page, _ = identifiers_of_page(_cell(cells, "url"))
    return clean_pmid(whole[1] if whole else stated) or (clean_pmid(extra[1]) if extra else of_page)


def _pmcid(cells: Mapping[str, str]) -> str | None:
    extra = _EXTRA_PMCID.search(_cell(cells, "extra") or "")
    return clean_pmcid(_cell(cells, "pmcid")) or (clean_pmcid(extra[1]) if extra else None)


def _nct(cells: Mapping[str, str]) -> tuple[str, ...]:
    numbers = map(clean_nct, _NCT.findall(_cell(cells, "nct") or ""))
    return tuple(dict.fromkeys(filter(None, numbers)))


def _url(cells: Mapping[str, str]) -> str | None:
    url = _cell(cells, "url") or ""
    return url if _LINK.fullmatch(url) else None
