"""A process killed while it takes in numbered files leaves whole files only, and the next run takes up after them."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from corpus.baseline.loaded import LoadedFiles
from corpus.baseline.loading import Loader, Manner
from corpus.baseline.series import files_in
from corpus.store import CorpusStore
from tests.fault.processes import a_worker
from tests.generated_pubmed import Inventor, Wanted, write_file

KILLS, FILES, RECORDS = 5, 3, 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of which each adds records, and revises some and deletes one of the file before."""
    made, inventor = tmp_path_factory.mktemp("baseline"), Inventor()
    for number in range(1, FILES + 1):
        first = number * RECORDS
        revised = Wanted(title=f"Revised in file {number}", revised=f"2025-0{number + 1}-01")
        records = [*inventor.articles(RECORDS, first), *(inventor.article(first - one, revised) for one in range(1, 9))]
        write_file(made / f"pubmed26n{number:04}.xml.gz", records, deleted=[first - 10])
    return made


def take_in(directory: Path) -> None:
    """Take in the files that ``directory`` points at."""
    store = CorpusStore(directory / "corpus.sqlite", create=True)
    list(Loader(store, files_in([directory / "files"]), Manner()).load())


def a_directory(directory: Path, folder: Path) -> Path:
    directory.mkdir()
    (directory / "files").symlink_to(folder, target_is_directory=True)
    return directory


def wait_for_a_file(path: Path) -> None:
    """Wait until the first file is kept: by looking alone, which the writing does not wait for."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as looking:
            if looking.execute("SELECT count(*) FROM loaded_files").fetchone()[0]:
                return
        time.sleep(0.005)
    pytest.fail("no file was taken in")


def test_a_run_killed_in_the_middle_of_a_file_keeps_the_ones_before_and_is_taken_up_by_the_next(
    tmp_path: Path, folder: Path
) -> None:
    whole = a_directory(tmp_path / "whole", folder)
    take_in(whole)
    killed, drawn = 0, random.Random(20)  # noqa: S311 - not for secrets
    with closing(CorpusStore(whole / "corpus.sqlite")) as uninterrupted:
        for number in range(KILLS):
            directory = a_directory(tmp_path / str(number), folder)
            with a_worker(take_in, directory) as worker:
                worker.go()
                wait_for_a_file(directory / "corpus.sqlite")
                time.sleep(drawn.uniform(0, 0.1))
                killed += worker.kill()
            with closing(CorpusStore(directory / "corpus.sqlite")) as store:
                kept = len(LoadedFiles(store))
                assert len(store) == kept * RECORDS + 8 - (kept - 1)
                assert store.get(f"PMID:{RECORDS * (kept + 1)}") is None
                take_in(directory)
                assert len(LoadedFiles(store)) == FILES
                assert store.fingerprint() == uninterrupted.fingerprint()
                assert store.verify() == []
    assert killed > KILLS / 2
