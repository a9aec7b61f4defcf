"""What exports call the columns of a table of publications, written as `csv_rows.plain_name` does, the best first."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "primary title", "article title", "document title", "study title", "ti", "t1"),
    "abstract": ("abstract", "abstract note", "notes abstract", "brief summary", "ab", "n2"),
    "authors": ("authors", "author", "author names", "author s", "author full names", "first authors", "au"),
    "year": ("year", "publication year", "published year", "pub year", "py"),
    "date": ("date", "publication date", "date of publication", "da"),
    "journal": (
        *("journal", "journal title", "journal name", "publication title", "source title", "journal book"),
        *("secondary title", "jt", "jf", "so", "t2"),
    ),
    "volume": ("volume", "vol", "vl", "vi"),
    "issue": ("issue", "is", "ip"),
    "pages": ("pages", "page range", "page numbers", "pg"),
    "first page": ("start page", "page start", "first page", "sp", "bp"),
    "last page": ("end page", "page end", "last page", "ep"),
    "article number": ("article number", "art no", "ar"),
    "doi": ("doi", "digital object identifier", "do", "di"),
    "pmid": ("pmid", "pubmed id", "pubmedid", "medline pmid", "pm"),
    "pmcid": ("pmcid", "pmc id", "pmc"),
    "nct": ("nct", "nct number", "nct id", "nctid"),
    "url": ("url", "urls", "link", "study url", "ur"),
    "language": ("language", "languages", "language of original document", "la"),
    "publication types": ("publication type", "publication types", "document type", "dt"),
    "mesh": ("mesh", "mesh terms", "mesh headings"),
    "citation": ("citation",),  # PubMed's, which alone says volume, issue and pages
    "extra": ("extra",),  # Zotero's, with lines such as PMID: 1
}

NAMES = frozenset(name for names in COLUMNS.values() for name in names)
