"""Document ids and the identifiers they are made of. Pure."""

from __future__ import annotations

import hashlib
import html
import re
from urllib.parse import unquote

from corpus.errors import InvalidDocumentError

_DOCUMENT_ID = re.compile(
    r"PMID:[1-9][0-9]{0,9}|DOI:10\.[0-9]{4,9}/[^\s\ud800-\udfff]+|PMCID:PMC[0-9]{1,10}|NCT:NCT[0-9]{8}|URL:[0-9a-f]{12}",
)
_MINUS = re.compile(r"(?<=\w)-(?!\w)")
_TELLING = "+<>\N{MINUS SIGN}"
_DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
_PUBMED_PAGE = re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?")


def clean_doi(text: str | None) -> str | None:
    """Return the bare DOI in lower case, without resolver or ``doi:``; None when ``text`` is no DOI.

    What follows it in a sentence (``.``, ``,``, ``;``) is not its own, and in an address it is not as it is written.
    """
    if not text:
        return None
    stated = html.unescape(text).strip()
    bare = _DOI_PREFIX.sub("", stated)
    doi = (unquote(bare) if bare != stated else bare).rstrip(".,;").lower()
    return doi if re.fullmatch(r"10\.[0-9]{4,9}/\S+", doi) else None


def clean_pmid(text: str | int | None) -> str | None:
    """Return a PMID's digits without leading zeros; None when ``text`` is no PMID."""
    digits = str(text if text is not None else "").strip().lstrip("0")
    return digits if re.fullmatch(r"\d{1,10}", digits, re.ASCII) else None


def identifiers_of_page(url: str | None) -> tuple[str | None, str | None]:
    """Return the PMID and the DOI that a page's address names: PubMed's page, or a DOI's resolver; None where none."""
    page = _PUBMED_PAGE.fullmatch((url or "").strip())
    return (clean_pmid(page[1]) if page else None), (clean_doi(url) if url and "doi.org/" in url else None)


def clean_pmcid(text: str | None) -> str | None:
    """Return ``PMC`` and digits, without a version (``PMC123.1``); None when ``text`` is no PMCID."""
    match = re.fullmatch(r"(?:PMC)?(\d{1,10})(?:\.\d+)?", (text or "").strip(), re.IGNORECASE | re.ASCII)
    return f"PMC{match[1]}" if match else None


def clean_nct(text: str | None) -> str | None:
    """Return ``NCT`` and eight digits; None when ``text`` is no ClinicalTrials.gov number."""
    match = re.fullmatch(r"NCT\d{8}", (text or "").strip().upper(), re.ASCII)
    return match[0] if match else None


def document_id(
    *,
    pmid: str | None = None,
    doi: str | None = None,
    pmcid: str | None = None,
    nct: str | None = None,
    url: str | None = None,
    title: str | None = None,
    year: int | None = None,
) -> str:
    """Return the id of the document these (clean) identifiers name: the first of PMID, DOI, PMCID, NCT, URL.

    A record that has none of them is named by its title and year, in the form of a URL's id.

    Raises:
        InvalidDocumentError: none of them is given, nor a title with a letter or digit.
    """
    if pmid:
        return f"PMID:{pmid}"
    if doi:
        return f"DOI:{doi}"
    if pmcid:
        return f"PMCID:{pmcid}"
    if nct:
        return f"NCT:{nct}"
    if url:
        return _url_id(url)
    if folded := fold_title(title or ""):
        return _url_id(f"urn:title:{folded}:{year or ''}")
    raise InvalidDocumentError("no identifier: give one of id, pmid, doi, pmcid, nct, url")


def fold_title(title: str) -> str:
    """Return the letters and digits of a title, case folded: what two ways of writing it have in common.

    A sign that tells cells or figures apart stays: ``CD4+``, ``CD4-`` at the end of a word, ``<`` and ``>``.
    """
    signed = _MINUS.sub("\N{MINUS SIGN}", title.casefold())
    return "".join(character for character in signed if character.isalnum() or character in _TELLING)


def _url_id(url: str) -> str:
    return f"URL:{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def document_id_in(text: str) -> str:
    """Return the document id that a person means: ``PMID:7`` for ``7``, ``NCT:NCT00000001`` for the number alone.

    A DOI, a PMCID and the addresses of PubMed and of DOIs are understood too; anything else is returned as it is.
    """
    of_page, doi = identifiers_of_page(text)[0], clean_doi(text)
    pmid, nct = clean_pmid(text) or of_page, clean_nct(text)
    pmcid = clean_pmcid(text) if text[:1] in {"P", "p"} else None
    return document_id(pmid=pmid, doi=doi, pmcid=pmcid, nct=nct) if pmid or doi or pmcid or nct else text


def check_document_id(text: str) -> str:
    """Return ``text`` when it has the form of a document id.

    Raises:
        InvalidDocumentError: it has not.
    """
    if not _DOCUMENT_ID.fullmatch(text):
        raise InvalidDocumentError(
            f"id {text[:80]!r} is none of PMID:…, DOI:10.…, PMCID:PMC…, NCT:NCT…, URL:<12 hex digits>"
        )
    return text
