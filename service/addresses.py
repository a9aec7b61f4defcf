"""Where a publication can be found on the web. Pure: nothing is asked there."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from service.answers import Citation


def address_of(citation: Citation) -> str | None:
    """Return the address of a publication: by DOI, PMID, PMCID or registry number, else the one recorded, else None.

    Only a web address is ever returned, percent-encoded: it can stand in a link whatever the record holds.
    """
    if citation.doi:
        return f"https://doi.org/{_in_path(citation.doi)}"
    if citation.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{_in_path(citation.pmid)}/"
    if citation.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{_in_path(citation.pmcid)}/"
    if citation.nct:
        return f"https://clinicaltrials.gov/study/{_in_path(citation.nct[0])}"
    return _web_address(citation.url)


def _in_path(identifier: str) -> str:
    return quote(identifier, safe="/")


def _web_address(url: str | None) -> str | None:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and parts.hostname
    return quote(parts.geturl(), safe="%/:?#@!$&'*+,;=~[]") if is_web else None
