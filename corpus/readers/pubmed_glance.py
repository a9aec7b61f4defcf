"""What can be told of a PubMed record from its bytes, without parsing: enough to see that it is not wanted.

Parsing a record costs several times as much, and of PubMed's a selection wants one in thousands.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from corpus.identifiers import clean_doi

# What hides words from who only takes tags away: comments, CDATA, instructions, and formulas that are reordered.
_HIDING = re.compile(rb"<[!?]|<(?:\w+:)?math\b")
_TAG = re.compile(r"<[^>]*>")
_REFERENCES, _END_OF_REFERENCES = b"<ReferenceList", b"</ReferenceList>"
_PMID = re.compile(r"<PMID\b[^>]*>\s*0*(\d+)\s*</PMID\s*>", re.ASCII)
_PMCID = re.compile(r"""pmc["'][^>]*>\s*(?:[Pp][Mm][Cc])?(\d+)""", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/[^\s<]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Glance:
    """Never less than a record says, and often more.

    Each word of its title, abstract, headings and kinds stands somewhere in ``text``, run together with others.
    ``names`` has the ids of it and of all publications that it links to: ``PMID:…``, ``DOI:…``, ``PMCID:PMC…``.
    """

    text: str
    names: frozenset[str]


def glance(content: bytes) -> Glance | None:
    """Return what can be told of the UTF-8 bytes of one ``PubmedArticle``; None when it has to be parsed."""
    if not content.startswith(b"<PubmedArticle") or _HIDING.search(content):
        return None
    try:
        markup = _without_references(content).decode()
    except UnicodeDecodeError:
        return None
    return Glance(html.unescape(_TAG.sub("", markup)), frozenset(_names(markup)))


def _without_references(content: bytes) -> bytes:
    start, end = content.find(_REFERENCES), content.rfind(_END_OF_REFERENCES)
    return content[:start] + content[end:] if 0 <= start < end else content


def _names(markup: str) -> set[str]:
    found = {f"PMID:{pmid}" for pmid in _PMID.findall(markup)}
    found.update(f"PMCID:PMC{number}" for number in _PMCID.findall(markup))
    found.update(f"DOI:{doi}" for doi in map(clean_doi, map(html.unescape, _DOI.findall(markup))) if doi)
    return found
