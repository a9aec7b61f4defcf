"""Real exports beside the checkout: how many records each gives, and what Zotero makes of some of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document
from corpus.files import open_records
from corpus.interfaces import Outcome, Parsed, Reject

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "fixtures"
FILES = sorted(
    path for name in ("medline_text", "ris_csv") for path in (FOLDER / name).glob("*.*") if path.suffix != ".json"
)
EXPECTED = sorted(path for name in ("medline_text", "ris_csv") for path in (FOLDER / name).glob("*.expected.json"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason=f"no shared fixtures at {FOLDER}"),
]

# File: format, documents, rejects by the beginning of their reason.
COUNTS: dict[str, tuple[str, int, dict[str, int]]] = {
}

# Where we say something else than Zotero. In the two template files each value is its field's name ("Pages").
TEMPLATE = "a template: the field holds a name for itself, which is no value of it"
OF_JOURNALS = "Zotero keeps what is no article's journal, volume or issue under other names, or drops it"
DIFFERENCES: dict[tuple[str, str], str] = {
    ("zotero_MEDLINEnbib_02", "journal"): "the book that holds a chapter, as in PubMed XML; Zotero calls it bookTitle",
    ("zotero_MEDLINEnbib_08", "title"): "ERIC's book has a title, which Zotero loses",
    ("zotero_MEDLINEnbib_08", "journal"): "the publisher stands in JT; Zotero calls it archive or publisher",
    ("zotero_MEDLINEnbib_09", "pages"): "a publisher's item id is no page: None, as in PubMed XML",
    ("zotero_RIS_02", "date"): "a patent's: Zotero calls it issueDate",
    ("zotero_RIS_02", "volume"): OF_JOURNALS,
    ("zotero_RIS_02", "issue"): OF_JOURNALS,
    ("zotero_RIS_04", "doi"): "stated as a link to doi.org",
}


def read(path: Path) -> tuple[str, list[Outcome]]:
    with open_records(path) as (format_name, outcomes):
        return format_name, list(outcomes)


def documents(path: Path) -> list[Document | None]:
    return [outcome.document if isinstance(outcome, Parsed) else None for outcome in read(path)[1]]


def ours(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "authors": [(author.family or author.name, author.given) for author in document.authors],
        "journal": (document.journal or "").casefold() or None,
        "date": document.date,
        "doi": document.doi,
        "pages": document.pages,
        "volume": document.volume,
        "issue": document.issue,
        "language": document.language,
        "abstract": _words(document.text.partition("\n")[2]),
    }


def zotero(item: dict[str, Any]) -> dict[str, Any]:
    authors = [creator for creator in item["creators"] if creator["creatorType"] in AUTHORS]
    return {
        "title": (item.get("caseName") or item.get("nameOfAct") or item.get("title", "")).removesuffix("."),
        "authors": [(creator["lastName"], _without_dots(creator.get("firstName"))) for creator in authors],
        "journal": item.get("publicationTitle", "").casefold() or None,
        "date": _iso(item.get("date")),
        "doi": item["DOI"].lower() if "DOI" in item else None,
        "pages": item.get("pages"),
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "language": item.get("language"),
        "abstract": _words(item.get("abstractNote", "")),
    }


AUTHORS = {
    *("author", "inventor", "director", "artist", "composer", "programmer", "cartographer", "podcaster", "sponsor"),
    *("interviewee", "performer", "contributor"),
}


def _words(text: str) -> str | None:
    return " ".join(text.split()) or None


def _without_dots(given: str | None) -> str | None:
    """Zotero puts a dot after an initial: ``Peter O.``, ``J. Paul``."""
    return re.sub(r"\b(\w)\.", r"\1", given) if given else None


def _iso(date: str | None) -> str | None:
    for form, parts in (("%Y %b %d", 10), ("%Y %b", 7)):
        try:
            return datetime.strptime(date or "", form).date().isoformat()[:parts]  # noqa: DTZ007 - a day, no time
        except ValueError:
            pass
    return date


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_real_file_gives_its_records(path: Path) -> None:
    format_name, outcomes = read(path)
    reasons = Counter(outcome.reason for outcome in outcomes if isinstance(outcome, Reject))
    found = sum(isinstance(outcome, Parsed) for outcome in outcomes)
    assert (format_name, found, dict(reasons)) == COUNTS[path.name]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_we_read_what_zotero_reads_but_for_the_differences_named_above(path: Path) -> None:
    items = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".expected.json")
    source = next(file for file in FILES if file.stem == name)
    differing = {
        (name, field)
        for document, item in zip(documents(source), items, strict=True)
        if document
        for field, value in ours(document).items()
        if value != zotero(item)[field]
    }
    assert differing == {difference for difference in DIFFERENCES if difference[0] == name}
