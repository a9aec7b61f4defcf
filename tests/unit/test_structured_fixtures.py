"""Real files beside the checkout: JATS, Europe PMC, ClinicalTrials.gov, and recorded sessions of E-utilities."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.documents import Document
from corpus.files import READERS, open_files
from corpus.interfaces import Parsed
from corpus.readers.pubmed_xml import PubMedXmlReader

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "fixtures"
RECORDS = re.compile(rb'<Pubmed(?:Book)?Article>|<article[\s>]|"source":\s*"MED"|"source":\s*"PMC"|"nctId"')

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"no shared fixtures at {FOLDER}"),
]

FORMATS = {"jats": "jats", "pmc_xml": "jats", "europepmc": "europepmc", "clinicaltrials": "clinicaltrials"}
FILES = [(path, name) for group, name in FORMATS.items() for path in sorted((FOLDER / group).glob("*"))]
CASSETTES = [
    *sorted((FOLDER / "vcr_cassettes").glob("test_e*article*.yaml")),
    FOLDER / "vcr_cassettes" / "test_efetch.yaml",
]


def documents(path: Path, format_name: str) -> list[Document]:
    found = []
    for file in open_files(path):
        assert file.format_name == format_name
        for outcome in file.records:
            assert isinstance(outcome, Parsed), outcome
            found.append(outcome.document)
    return found


@pytest.mark.parametrize(("path", "format_name"), FILES, ids=[path.stem for path, _ in FILES])
def test_every_record_of_a_real_file_is_a_document(path: Path, format_name: str) -> None:
    found = documents(path, format_name)
    assert len(found) == len(RECORDS.findall(path.read_bytes())) > 0
    assert all(len(document.text) < 20_000 for document in found)  # no full text


@pytest.mark.parametrize("path", sorted((FOLDER / "jats").glob("*")), ids=lambda path: path.stem)
def test_an_article_has_what_a_citation_needs(path: Path) -> None:
    (found,) = documents(path, "jats")
    assert found.pmid
    assert found.pmcid
    assert (found.journal or "").strip()
    assert found.year
    assert found.authors
    assert len(found.text) > 600


def test_jats_says_of_an_article_what_europe_pmc_says() -> None:
    (ours,) = documents(FOLDER / "jats" / "biomcp_pmc_oa_pmc3040717.1.xml", "jats")
    (theirs,) = documents(FOLDER / "europepmc" / "search_pmid_20516115.jso.json", "europepmc")
    same = ("id", "doi", "pmcid", "year", "volume", "issue", "pages")
    assert [getattr(ours, name) for name in same] == [getattr(theirs, name) for name in same]
    assert ours.title.casefold() == theirs.title.casefold()


def test_a_page_of_studies_is_read_whole() -> None:
    (path,) = (FOLDER / "clinicaltrials").glob("*.json")
    page: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found = documents(path, "clinicaltrials")
    for document, study in zip(found, page["studies"], strict=True):
        protocol = study["protocolSection"]
        assert document.id == f"NCT:{protocol['identificationModule']['nctId']}"
        assert document.title == protocol["identificationModule"]["briefTitle"].strip()
        for outcome in protocol.get("outcomesModule", {}).get("primaryOutcomes", []):
            assert " ".join(outcome["measure"].split()) in document.text
        assert ("RESULTS" in {span.label for span in document.spans}) == study["hasResults"]
        numbers = re.findall(r'"(?:value|numSubjects)": "([\d.]+)"', json.dumps(_told_results(study)))
        assert all(number in document.text for number in numbers)


def _told_results(study: dict[str, Any]) -> list[Any]:
    results = study.get("resultsSection", {})
    measures = results.get("outcomeMeasuresModule", {}).get("outcomeMeasures", [])
    told = [measure for measure in measures if measure["type"] in {"PRIMARY", "SECONDARY"}]
    return [results.get("participantFlowModule"), *told]


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_recorded_answers_of_efetch_are_read(path: Path) -> None:
    session = yaml.safe_load(path.read_text(encoding="utf-8"))
    for interaction in session["interactions"]:
        body = interaction["response"]["body"]["string"]
        content = body if isinstance(body, bytes) else body.encode()
        (reader,) = (reader for reader in READERS if reader.recognises(content[:4096]))
        outcomes = list(reader.read(io.BytesIO(content)))
        records = RECORDS.findall(content)
        assert isinstance(reader, PubMedXmlReader) or reader.format_name == "jats"
        if records:
            assert len(outcomes) == len(records)
            assert all(isinstance(outcome, Parsed) for outcome in outcomes), outcomes
