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

NO_TITLE_COLUMN = (
    "no column holds titles: the columns are abstract, file_attachments2, authors, id, issn, keywords, note, number,"
    " place_published, publication_year, publisher, secondary_authors, start_page, type_of_reference, label_included,"
    " url, volume; call the one that does by one of these: title, primary title, article title, document title,"
    " study title, ti, t1"
)

# File: format, documents, rejects by their reason.
COUNTS: dict[str, tuple[str, int, dict[str, int]]] = {
    "biopython_pubmed_result1.txt": ("nbib", 1, {}),
    "biopython_pubmed_result2.txt": ("nbib", 4, {}),
    "biopython_pubmed_result3.txt": ("nbib", 1, {}),
    "zotero_MEDLINEnbib_01.nbib": ("nbib", 0, {"'000000000000' is no PMID": 1}),
    "zotero_MEDLINEnbib_02.nbib": ("nbib", 2, {}),
    "zotero_MEDLINEnbib_04.nbib": ("nbib", 1, {}),
    "zotero_MEDLINEnbib_06.nbib": ("nbib", 1, {}),
    "zotero_MEDLINEnbib_08.nbib": ("nbib", 2, {}),
    "zotero_MEDLINEnbib_09.nbib": ("nbib", 1, {}),
    "asreview__baseline.ris": ("ris", 100, {}),
    "asreview_baseline_empty_values.ris": ("ris", 2, {"no title": 2}),
    "asreview_baseline_reference_types.ris": ("ris", 0, {"neither title nor abstract": 61}),
    "asreview_baseline_tag-notes_labels.ris": ("ris", 32, {}),
    "asreview_baseline_tag-notes_zotero.ris": ("ris", 4, {}),
    "asreview_baseline_tag_and_field_definitions_lists.ris": ("ris", 0, {"neither title nor abstract": 1}),
    "asreview_faulty_year.ris": ("ris", 1, {}),
    "asreview_generic.csv": ("csv", 2, {}),
    "asreview_generic_bad_record_id.csv": ("csv", 6, {}),
    "asreview_generic_labels.csv": ("csv", 6, {}),
    "asreview_generic_labels_no_title.csv": ("csv", 0, {NO_TITLE_COLUMN: 1}),
    "asreview_generic_tab.csv": ("csv", 2, {}),
    "asreview_missing_values.csv": ("csv", 2, {"no title": 2}),
    "asreview_ovid_psycinfo.ris": ("ris", 6, {}),
    "asreview_ovid_zotero.ris": ("ris", 6, {}),
    "asreview_pubmed_endnote.txt": ("ris", 6, {}),
    "asreview_record_id.csv": ("csv", 10, {}),
    "asreview_ris_issue_1099.txt": ("ris", 7, {}),
    "asreview_ris_many_authors.ris": ("ris", 1, {}),
    "asreview_scopus.ris": ("ris", 6, {}),
    "asreview_web_of_science.txt": ("ris", 10, {}),
    "zotero_RIS_01.ris": ("ris", 1, {}),
    "zotero_RIS_02.ris": ("ris", 1, {}),
    "zotero_RIS_03.ris": ("ris", 48, {}),
    "zotero_RIS_04.ris": ("ris", 1, {}),
    "zotero_RIS_05.ris": ("ris", 37, {"no title": 2}),
    "zotero_RIS_06.ris": ("ris", 1, {}),
    "zotero_RIS_07.ris": ("ris", 1, {}),
}

# Where we say something else than Zotero. In the two template files each value is its field's name ("Pages").
TEMPLATE = "a template: the field holds a name for itself, which is no value of it"
OF_ARTICLES = "Zotero keeps what is no article's journal, volume or issue under other names, or drops it"
OF_ROLES = "where nobody is an author, whoever else is named; Zotero sorts them by role"
DIFFERENCES: dict[tuple[str, str], str] = {
    ("zotero_MEDLINEnbib_02", "journal"): "the book that holds a chapter, as in PubMed XML; Zotero calls it bookTitle",
    ("zotero_MEDLINEnbib_08", "title"): "ERIC's book has a title, which Zotero loses",
    ("zotero_MEDLINEnbib_08", "journal"): "the publisher stands in JT; Zotero calls it archive or publisher",
    ("zotero_MEDLINEnbib_09", "pages"): "a publisher's item id is no page: None, as in PubMed XML",
    ("zotero_RIS_02", "date"): "a patent's: Zotero calls it issueDate",
    ("zotero_RIS_02", "volume"): OF_ARTICLES,
    ("zotero_RIS_02", "issue"): OF_ARTICLES,
    ("zotero_RIS_03", "authors"): OF_ROLES,
    ("zotero_RIS_03", "date"): TEMPLATE,
    ("zotero_RIS_03", "issue"): TEMPLATE,
    ("zotero_RIS_03", "journal"): OF_ARTICLES,
    ("zotero_RIS_03", "language"): "Zotero has no language for a program",
    ("zotero_RIS_03", "pages"): TEMPLATE,
    ("zotero_RIS_03", "title"): "the title of a case or an act; Zotero takes the abbreviated one",
    ("zotero_RIS_03", "volume"): OF_ARTICLES,
    ("zotero_RIS_04", "doi"): "stated as a link to doi.org",
    ("zotero_RIS_05", "authors"): OF_ROLES,
    ("zotero_RIS_05", "date"): TEMPLATE,
    ("zotero_RIS_05", "issue"): OF_ARTICLES,
    ("zotero_RIS_05", "journal"): OF_ARTICLES,
    ("zotero_RIS_05", "language"): "from a note, ``Language: …``, which is a note to us",
    ("zotero_RIS_05", "pages"): TEMPLATE,
    ("zotero_RIS_05", "volume"): OF_ARTICLES,
}


def read(path: Path) -> tuple[str, list[Outcome]]:
    with open_records(path) as (format_name, outcomes):
        return format_name, list(outcomes)


def documents(path: Path) -> list[Document | None]:
    return [outcome.document if isinstance(outcome, Parsed) else None for outcome in read(path)[1]]


def ours(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "authors": [(author.family or author.name, _plain(author.given)) for author in document.authors],
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
        "title": next((item[name] for name in TITLES if item.get(name)), "").removesuffix("."),
        "authors": [(creator["lastName"], _plain(creator.get("firstName"))) for creator in authors],
        "journal": item.get("publicationTitle", "").casefold() or None,
        "date": _iso(item.get("date")),
        "doi": item["DOI"].lower() if "DOI" in item else None,
        "pages": item.get("pages"),
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "language": item.get("language"),
        "abstract": _words(item.get("abstractNote", "")),
    }


TITLES = "caseName", "nameOfAct", "subject", "title"
AUTHORS = {
    *("author", "inventor", "director", "artist", "composer", "programmer", "cartographer", "podcaster", "sponsor"),
    *("interviewee", "performer", "contributor"),
}


def _words(text: str) -> str | None:
    return " ".join(text.split()) or None


def _plain(given: str | None) -> str | None:
    """Zotero puts a dot and a space after an initial, ``Peter O.``, whether or not the file does."""
    return re.sub(r"\. ?", " ", given).strip() if given else None


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
