"""python -m tests.benchmarks.ingesting WORK FILE: one way of going through a PubMed file, in a process of its own.

Prints as JSON the records, the seconds on the clock and of the processor, and the megabytes of memory (10^6 bytes; null
where there is no /proc): the most until the end, and what the process held before it began.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypedDict

from lxml import etree

from corpus.baseline.loading import Loader, Manner
from corpus.baseline.series import files_in
from corpus.interfaces import Parsed
from corpus.readers.pubmed_glance import Glance
from corpus.readers.pubmed_xml import PubMedXmlReader
from corpus.selection import Selection
from corpus.store import CorpusStore
from tests.benchmarks.memory import memory_mb

WANTED_TITLE = "Stem cells in psoriasis"
SELECTION = Selection(words=("psoria* OR enthesitis", "stem cell* OR stromal cell*"))


class Ingested(TypedDict):
    """What one run took."""

    records: int
    seconds: float
    cpu_seconds: float
    peak_mb: float | None
    before_mb: float | None


def parse_alone(path: Path) -> int:
    """Let lxml parse the file and make nothing of it."""
    count = 0
    for _, element in etree.iterparse(path, tag="PubmedArticle"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def read(path: Path) -> int:
    """Make a document of every record."""
    return _read(path, PubMedXmlReader(), Selection())


def read_then_select(path: Path) -> int:
    """Make a document of every record, and keep those that are wanted."""
    return _read(path, PubMedXmlReader(), SELECTION)


def select(path: Path) -> int:
    """Make a document of those records that may be wanted, and keep those that are."""

    def may_want(seen: Glance) -> bool:
        return SELECTION.may_admit(seen.text, seen.names)

    return _read(path, PubMedXmlReader(may_want=may_want), SELECTION)


def take_in(path: Path) -> int:
    """Take the file into a new corpus."""
    return _take_in(path, Selection())


def take_in_selected(path: Path) -> int:
    """Take what is wanted into a new corpus."""
    return _take_in(path, SELECTION)


WORKS: dict[str, Callable[[Path], int]] = {
    work.__name__: work for work in (parse_alone, read, read_then_select, select, take_in, take_in_selected)
}


def run_apart(work: str, path: Path) -> Ingested:
    """Do a work in a new process, whose memory is its own."""
    command = [sys.executable, "-m", __name__, work, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    ingested: Ingested = json.loads(done.stdout)
    return ingested


def _read(path: Path, reader: PubMedXmlReader, selection: Selection) -> int:
    with path.open("rb") as stream:
        return sum(isinstance(one, Parsed) and selection.admits(one.document) for one in reader.read(stream))


def _take_in(path: Path, selection: Selection) -> int:
    with TemporaryDirectory(dir=path.parent) as scratch:
        store = CorpusStore(Path(scratch) / "corpus.sqlite", create=True)
        (report,) = Loader(store, files_in([path]), Manner(selection=selection)).load()
        store.close()
    return len(report.report.added) if report.report else 0


def _measured(work: str, path: Path) -> Ingested:
    before, began, cpu_began = memory_mb("VmRSS"), perf_counter(), process_time()
    records = WORKS[work](path)
    return {
        "records": records,
        "seconds": perf_counter() - began,
        "cpu_seconds": process_time() - cpu_began,
        "peak_mb": memory_mb("VmHWM"),
        "before_mb": before,
    }


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201 - read by who started it
