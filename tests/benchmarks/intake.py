"""How fast records come into a corpus: `python -m tests.benchmarks.intake [RECORDS]`.

Invented records of the size that PubMed's have; one in ten comments on another.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.canonical import Section
from corpus.documents import Author, Correction, Document, MeshHeading
from corpus.interfaces import Parsed
from corpus.store import CorpusStore


def records(number: int) -> Iterator[Parsed]:
    for pmid in range(1, number + 1):
        yield Parsed(_record(pmid), f"record {pmid}")


def _record(pmid: int) -> Document:
    return Document(
        id=f"PMID:{pmid}",
        pmid=str(pmid),
        doi=f"10.1000/made.{pmid}",
        title=f"A made-up trial number {pmid} of cord cells in arthritis",
        sections=(
            Section("METHODS", "Made-up words were given to patients. " * 10),
            Section("RESULTS", "Pain fell in them. " * 20),
        ),
        authors=(Author("Made U", "Made", "Up"),) * 5,
        journal="Journal of Made-up Trials",
        year=2020,
        date="2020-01",
        mesh=(MeshHeading("Humans", "D006801", major=False),) * 8,
        corrections=(Correction("CommentOn", "J. 2020 Feb 6;3(1):4", str(pmid + 3)),) if pmid % 10 == 0 else (),
        reports_corrections=True,
    )


def main(number: int) -> None:
    given = list(records(number))
    with TemporaryDirectory() as folder, closing(CorpusStore(Path(folder) / "corpus.sqlite", create=True)) as store:
        for words in ("new", "again"):
            began, worked = time.perf_counter(), time.process_time()
            store.add(given, file="made up", format_name="pubmed-xml")
            rate, on_one_core = (number / (now - then) for now, then in _since(began, worked))
            print(f"{words}: {rate:.0f} records a second, {on_one_core:.0f} by the time of the processor")  # noqa: T201
        store.close()
        print(f"{store.path.stat().st_size / number / 1024:.1f} KiB a record")  # noqa: T201


def _since(began: float, worked: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (time.perf_counter(), began), (time.process_time(), worked)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
