"""Real files beside the checkout, and what Zotero makes of some of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document
from corpus.interfaces import Parsed
from corpus.readers.pubmed_xml import PubMedXmlReader

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "fixtures" / "pubmed_xml"
FILES = sorted(FOLDER.glob("*.xml"))
EXPECTED = sorted(FOLDER.glob("*.expected.json"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason=f"no shared fixtures at {FOLDER}"),
]


def documents(path: Path) -> list[Document]:
    with path.open("rb") as stream:
        outcomes = list(PubMedXmlReader().read(stream))
    assert all(isinstance(outcome, Parsed) for outcome in outcomes), outcomes
    return [outcome.document for outcome in outcomes if isinstance(outcome, Parsed)]


# Zotero drops that a figure is raised: kg/m2.
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


def ours(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "authors": [(author.family or author.name, author.given) for author in document.authors],
        "journal": _journal(document.journal or ""),
        "date": document.date,
        "doi": document.doi,
        "pages": document.pages,
        "volume": document.volume,
        "issue": document.issue,
        "language": document.language,
        "abstract": document.text.split("\n", 1)[1].translate(_LOWERED),
    }


def zotero(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": item["title"],
        "authors": [(creator["lastName"], _without_dots(creator["firstName"])) for creator in item["creators"]],
        "journal": _journal(item.get("publicationTitle") or item["repository"]),
        "date": item["date"],
        "doi": item["DOI"].lower() if "DOI" in item else None,
        "pages": item.get("pages"),
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "language": item["language"],
        "abstract": item["abstractNote"],
    }


def _without_dots(given: str) -> str:
    """Zotero puts a dot after an initial: ``Peter O.``, ``J. Paul``."""
    return re.sub(r"\b(\w)\.", r"\1", given)


def _journal(name: str) -> str:
    """Zotero writes titles in capitals, moves the place to another field and closes up the colon."""
    return re.sub(r" \([^)]*\)$", "", name).replace(" :", ":").casefold()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_record_of_a_real_file_is_a_document(path: Path) -> None:
    records = re.findall(rb"<Pubmed(?:Book)?Article>", path.read_bytes())
    assert len(documents(path)) == len(records) > 0


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_we_read_what_zotero_reads(path: Path) -> None:
    items = json.loads(path.read_text(encoding="utf-8"))
    found = documents(path.with_name(path.name.replace(".expected.json", ".xml")))
    assert [ours(document) for document in found] == [zotero(item) for item in items]
    # Zotero gives a preprint no PMID.
    assert all(item.get("PMID") in {document.pmid, None} for document, item in zip(found, items, strict=True))


def test_helium_3_in_a_formula_is_readable() -> None:
    (document,) = documents(FOLDER / "biopython_pubmed7.xml")
    assert "(1) inhaled 3He/129Xe MRI ventilation" in document.text
