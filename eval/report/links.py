"""Where a document can be read."""

from __future__ import annotations

import re
from urllib.parse import quote

_PLACES = (
    (re.compile(r"PMID:(\d{1,10})"), "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    (re.compile(r"DOI:(10\.\d{4,9}/\S+)"), "https://doi.org/{}"),
    (re.compile(r"PMCID:(PMC\d{1,10})"), "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    (re.compile(r"NCT:(NCT\d{8})"), "https://clinicaltrials.gov/study/{}"),
)


def link_to(document_id: str) -> str | None:
    """Return the address of the publication that an id names; None when it names none that is known where."""
    for pattern, place in _PLACES:
        if found := pattern.fullmatch(document_id):
            return place.format(quote(found[1], safe="/", errors="replace"))
    return None
