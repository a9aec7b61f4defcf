"""The upstreams that there are, each put together with its client and its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from corpus.readers.clinicaltrials import ClinicalTrialsReader
from corpus.readers.europepmc import EuropePmcReader
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.sync.caller import Caller
from corpus.sync.client import HttpClient, OnWait, Patience
from corpus.sync.clinicaltrials import ClinicalTrials
from corpus.sync.europepmc import EuropePmc
from corpus.sync.interfaces import Upstream
from corpus.sync.pubmed import PubMed

SOURCES = (PubMed.name, EuropePmc.name, ClinicalTrials.name)


@dataclass(frozen=True, slots=True)
class Access:
    """The addresses of the upstreams by name, who asks, how long an answer is waited for, and who is told of waits."""

    urls: Mapping[str, str]
    caller: Caller = field(default_factory=Caller)
    patience: Patience = field(default_factory=Patience)
    on_wait: OnWait | None = None


@contextmanager
def open_upstream(source: str, access: Access) -> Iterator[Upstream]:
    """Give the upstream of that name, one of `SOURCES`."""
    caller = access.caller
    pace = {
        PubMed.name: caller.requests_per_second,
        EuropePmc.name: EuropePmc.requests_per_second,
        ClinicalTrials.name: ClinicalTrials.requests_per_second,
    }[source]
    with HttpClient(
        source,
        access.urls[source],
        access.patience,
        requests_per_second=pace,
        hidden=caller.secrets,
        on_wait=access.on_wait,
    ) as client:
        if source == PubMed.name:
            yield PubMed(client, caller, PubMedXmlReader())
        elif source == EuropePmc.name:
            yield EuropePmc(client, EuropePmcReader())
        else:
            yield ClinicalTrials(client, ClinicalTrialsReader())
