"""Made-up records with every oddity that a real upstream's have, each in the format of the upstream."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.saxutils import escape

from corpus.sync.client import Patience

WIDE = '"Psoriasis"[Mesh]'
"""A query that finds every record of a replay server."""

# Waits as short as they can be without being none.
BRISK = Patience(timeout_seconds=5, tries=3, first_wait_seconds=0.001, longest_wait_seconds=0.002, total_seconds=30)


@dataclass(frozen=True)
class Record:
    """What a replay server has under a number; ``raw`` is what it gives for it in place of something made up.

    ``entered`` and ``changed`` are days, ISO 8601.
    """

    number: int
    title: str
    abstract: str | None = "Cells were given."
    entered: str = "2020-01-01"
    changed: str = "2020-01-01"
    retracted_by: int | None = None
    types: tuple[str, ...] = ("Journal Article",)
    broken: bool = False
    withheld: bool = False
    raw: bytes | None = field(default=None, repr=False)

    @property
    def pmid(self) -> str:
        return str(self.number)


def first_records() -> list[Record]:
    """Seven records: plain, without abstract, in many scripts, retracted, the notice of it, broken, and dated late."""
    return [
        Record(101, "Cord cells & joints <first>", "Pain fell by 3 < 5 points & stayed low."),
        Record(102, "No abstract at all", None, entered="2001-05-06"),
        Record(103, "Псориаз: стволовые клетки 🧬 β-catenin – µg", "Ψωρίαση 乾癬 صدفية – 5 µg/ml."),
        Record(104, "Cells that were made up", entered="2021-03-04"),
        Record(105, "A title that will change", entered="2022-07-08"),
        Record(106, "", entered="2023-01-01", broken=True),
        Record(1_000_107, "An old paper that came in late", entered="1776-07-04"),
    ]


def later_records() -> list[Record]:
    """The same some days on: one retracted, its notice new, one revised, one repaired, one of an old paper new."""
    by_number = {record.number: record for record in first_records()}
    day = "2026-03-01"
    by_number[104] = replace(by_number[104], retracted_by=108, changed=day, types=("Retracted Publication",))
    by_number[105] = replace(by_number[105], title="A title that has changed", changed=day)
    by_number[106] = replace(by_number[106], title="Repaired", broken=False, changed=day)
    by_number[108] = Record(108, "Retraction: cells that were made up", None, entered=day, changed=day)
    by_number[109] = Record(109, "Of an old paper, new today", entered="1950-01-01", changed=day)
    return list(by_number.values())


def pubmed_xml(record: Record) -> bytes:
    """The record as efetch gives it."""
    if record.raw is not None:
        return record.raw
    abstract = f"<Abstract><AbstractText>{escape(record.abstract)}</AbstractText></Abstract>" if record.abstract else ""
    types = "".join(f"<PublicationType>{name}</PublicationType>" for name in record.types)
    link = ""
    if record.retracted_by:
        link = (
            '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Made up J</RefSource>'
            f"<PMID>{record.retracted_by}</PMID></CommentsCorrections></CommentsCorrectionsList>"
        )
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{record.pmid}</PMID><Article><Journal><Title>Made up J"
        f"</Title></Journal><ArticleTitle>{escape(record.title)}</ArticleTitle>{abstract}<PublicationTypeList>{types}"
        f"</PublicationTypeList></Article>{link}</MedlineCitation></PubmedArticle>\n"
    ).encode()


def europepmc_json(record: Record) -> dict[str, Any]:
    """The record as Europe PMC gives it."""
    if record.raw is not None:
        return dict(json.loads(record.raw))
    made = {
        "id": record.pmid,
        "source": "MED",
        "pmid": record.pmid,
        "title": record.title,
        "abstractText": record.abstract,
        "journalInfo": {"journal": {"title": "Made up J"}, "yearOfPublication": 2020},
        "pubTypeList": {"pubType": [name.lower() for name in record.types]},
        "firstIndexDate": record.entered,
    }
    return {name: value for name, value in made.items() if value}


def study_json(record: Record) -> dict[str, Any]:
    """The record as ClinicalTrials.gov gives it: a study of the same number."""
    if record.raw is not None:
        return dict(json.loads(record.raw))
    identification = {"nctId": f"NCT{record.number:08}", "briefTitle": record.title or None}
    protocol: dict[str, Any] = {
        "identificationModule": {name: value for name, value in identification.items() if value},
        "statusModule": {"overallStatus": "COMPLETED", "lastUpdatePostDateStruct": {"date": record.changed}},
        "conditionsModule": {"conditions": ["Psoriatic Arthritis"]},
    }
    if record.abstract:
        protocol["descriptionModule"] = {"briefSummary": record.abstract}
    return {"protocolSection": protocol}
