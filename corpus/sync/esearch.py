"""What E-utilities' ``esearch`` answers, by NLM's DTD ``eSearchResult``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.identifiers import clean_pmid
from corpus.readers.xml_text import text_of
from corpus.sync.errors import AnswerFaultError, QueryError

_NOTHING_FOUND = "No items found."


@dataclass(frozen=True, slots=True)
class Found:
    """How many records there are, the PMIDs of those that were asked for, and what PubMed remarks about the query."""

    count: int
    pmids: tuple[str, ...]
    notes: tuple[str, ...]


def read_search(body: bytes, most: int, ours: Sequence[str] = ()) -> Found:
    """Return what was found of a search that asked for ``most`` PMIDs; ``ours`` are days that we put into the query.

    Raises:
        AnswerFaultError: it is no whole answer, it is an error, or it lists other than it counts.
        QueryError: PubMed does not know a part of the query, and would search for the rest.
    """
    root = _parsed(body)
    if (error := root.find(".//ERROR")) is not None:
        raise AnswerFaultError(f"it answered with an error: {_text(error)}")
    unknown = [_text(part) for part in root.iterfind("ErrorList/*") if not any(day in _text(part) for day in ours)]
    if unknown:
        raise QueryError(f"PubMed does not know these parts of the query: {'; '.join(unknown)}. Correct it.")
    count = _number(root.findtext("Count"))
    pmids = tuple(filter(None, (clean_pmid(part.text) for part in root.iterfind("IdList/Id"))))
    if len(set(pmids)) != len(pmids) or len(pmids) != min(count, most):
        raise AnswerFaultError(f"it counts {count} records and lists {len(set(pmids))}")
    notes = (_text(part) for part in root.iterfind("WarningList/*"))
    return Found(count, pmids, tuple(note for note in notes if note and note != _NOTHING_FOUND))


def _parsed(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise AnswerFaultError("its answer is no whole XML document") from None
    if root.tag != "eSearchResult":
        raise AnswerFaultError("its answer is none to a search")
    return root


def _number(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        raise AnswerFaultError("its answer has no count")
    return int(text)


def _text(element: etree._Element) -> str:
    return text_of(element)[:200]
