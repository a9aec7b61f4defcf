"""Real records beside the checkout, given by the replay server and all taken in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.store import CorpusStore
from tests.upstreams.faults import FAULTS, Mishaps
from tests.upstreams.following import SOURCES, follow
from tests.upstreams.records import Record
from tests.upstreams.server import ReplayServer

SHARED = Path(__file__).parents[3] / "shared" / "data" / "fixtures"
PER_DAY = 3  # few enough for the small searches of the tests

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason=f"no shared fixtures at {SHARED}"),
]


def recorded(source: str) -> list[Record]:
    found = dict(RECORDED[source]())
    days = (f"20{year:02}-{month:02}-01" for year in range(26) for month in range(1, 13) for _ in range(PER_DAY))
    return [Record(number, "", entered=day, raw=raw) for (number, raw), day in zip(found.items(), days, strict=False)]


def pubmed() -> Iterator[tuple[int, bytes]]:
    for path in sorted((SHARED / "pubmed_xml").glob("*.xml")):
        for raw in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", path.read_bytes(), re.DOTALL):
            number = re.search(rb"<PMID[^>]*>(\d+)</PMID>", raw)
            assert number
            yield int(number[1]), raw


def europepmc() -> Iterator[tuple[int, bytes]]:
    for path in sorted((SHARED / "europepmc").glob("*.json")):
        for result in json.loads(path.read_bytes())["resultList"]["result"]:
            if result["source"] == "MED":
                yield int(result["id"]), json.dumps(result).encode()


def clinicaltrials() -> Iterator[tuple[int, bytes]]:
    for path in sorted((SHARED / "clinicaltrials").glob("*.json")):
        for study in json.loads(path.read_bytes())["studies"]:
            number = study["protocolSection"]["identificationModule"]["nctId"]
            yield int(number.removeprefix("NCT")), json.dumps(study).encode()


RECORDED = {"pubmed": pubmed, "europepmc": europepmc, "clinicaltrials": clinicaltrials}


@pytest.mark.parametrize("source", SOURCES)
def test_every_recorded_record_is_taken_in(source: str, tmp_path: Path) -> None:
    records = recorded(source)
    with ReplayServer(records) as server, closing(CorpusStore(tmp_path / "c.sqlite", create=True)) as store:
        report = follow(store, server, source)
        assert (report.fault, report.rejected) == (None, [])
        prefix = "NCT:NCT{:08}" if source == "clinicaltrials" else "PMID:{}"
        assert {prefix.format(record.number) for record in records} == set(store.ids())
        assert len(records) >= 2


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_where_every_second_answer_is_cut(source: str, tmp_path: Path) -> None:
    class EverySecond(Mishaps):
        def of(self, request: int) -> object:  # type: ignore[override]
            return FAULTS["cut, with the length of the rest"] if request % 2 == 0 else None

    records = recorded(source)
    with (
        ReplayServer(records, EverySecond()) as server,
        closing(CorpusStore(tmp_path / "c.sqlite", create=True)) as store,
    ):
        assert follow(store, server, source).fault is None
        assert len(store) == len(records)
