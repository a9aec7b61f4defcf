"""Runs against a replay server, small enough for a matrix: pages of two or three records, and hardly a wait."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.readers.clinicaltrials import ClinicalTrialsReader
from corpus.readers.europepmc import EuropePmcReader
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.store import CorpusStore
from corpus.sync.caller import Caller
from corpus.sync.client import HttpClient, Patience
from corpus.sync.clinicaltrials import ClinicalTrials
from corpus.sync.europepmc import EuropePmc
from corpus.sync.interfaces import Upstream
from corpus.sync.pubmed import PubMed, Sizes
from corpus.sync.report import SyncReport
from corpus.sync.run import Start, sync
from corpus.sync.saved_queries import SavedQuery, saved_query
from tests.upstreams.records import BRISK, WIDE
from tests.upstreams.server import ReplayServer

DAY, LATER = date(2026, 2, 1), date(2026, 3, 2)
CALLER = Caller("somebody@example.org", "made-up-key-0123456789")
SOURCES = ("pubmed", "europepmc", "clinicaltrials")


@contextmanager
def an_upstream(source: str, url: str, patience: Patience = BRISK, pace: float = 2000) -> Iterator[Upstream]:
    """The upstream of that name over a replay server, with small pages."""
    with HttpClient(source, url, patience, requests_per_second=pace, hidden=CALLER.secrets) as client:
        made: dict[str, Upstream] = {
            "pubmed": PubMed(client, CALLER, PubMedXmlReader(), Sizes(page=3, search=6)),
            "europepmc": EuropePmc(client, EuropePmcReader(), page_size=3),
            "clinicaltrials": ClinicalTrials(client, ClinicalTrialsReader(), page_size=3),
        }
        yield made[source]


def follow(
    store: CorpusStore,
    server: ReplayServer,
    source: str,
    day: date = DAY,
    start: Start | None = None,
    patience: Patience = BRISK,
) -> SyncReport:
    """One run of the query that finds every record."""
    with an_upstream(source, server.url, patience) as upstream:
        return sync(store, upstream, SavedQuery(source, source, WIDE), day, start)


@dataclass(frozen=True)
class State:
    """What two corpora have in common when they are the same."""

    fingerprint: str
    ids: tuple[str, ...]
    watermark: date | None


def state(store: CorpusStore, name: str) -> State:
    with store.writing() as connection:
        saved = saved_query(connection, name)
    return State(store.fingerprint(), tuple(store.ids()), saved.watermark if saved else None)


def copied(original: Path, path: Path) -> CorpusStore:
    """A corpus of its own with the content of one that nobody has open."""
    shutil.copyfile(original, path)
    return CorpusStore(path)
