from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import ingest
from tests.benchmarks.ingesting import WANTED_TITLE, WORKS, run_apart
from tests.benchmarks.workbench import QUICK, Workbench
from tests.generated_pubmed import Inventor, Wanted, write_file

SMALL, LARGE = 1200, 2400  # more than the records whose documents are put together at once


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Files of about 13 and 26 MB, in which every hundredth record is wanted."""
    folder, inventor, wanted = tmp_path_factory.mktemp("files"), Inventor(), Wanted(title=WANTED_TITLE)

    def write(count: int) -> Path:
        records = (inventor.article(pmid, None if pmid % 100 else wanted) for pmid in range(1, count + 1))
        return write_file(folder / f"pubmed26n{count:04}.xml", records)

    return write(SMALL), write(LARGE)


def test_each_work_goes_through_the_whole_file_and_selections_take_what_is_wanted(files: tuple[Path, Path]) -> None:
    small, _ = files
    assert {name: work(small) for name, work in WORKS.items()} == {
        "parse_alone": SMALL,
        "read": SMALL,
        "read_then_select": SMALL // 100,
        "select": SMALL // 100,
        "take_in": SMALL,
        "take_in_selected": SMALL // 100,
    }


@pytest.mark.parametrize("work", ["take_in", "take_in_selected"])
def test_memory_does_not_grow_with_the_file(files: tuple[Path, Path], work: str) -> None:
    small, large = (run_apart(work, path) for path in files)
    if small["peak_mb"] is None or large["peak_mb"] is None:
        pytest.skip("the kernel tells no process's memory here")
    grown = (large["peak_mb"] - small["peak_mb"]) * 1e6
    assert grown < (files[1].stat().st_size - files[0].stat().st_size) / 2


def test_figures_are_told_beside_the_parser_alone(tmp_path: Path) -> None:
    found = ingest.measure(Workbench(tmp_path, tmp_path, tmp_path / "scratch", QUICK))
    assert found["speeds"]["parse_alone"]["times_parser"] == 1
    assert found["speeds"]["take_in"]["records"] == found["records"] == 60
    table = [row.figure for row in ingest.rows(found)]
    assert table[0].startswith("lxml's parser alone, 60 records of 1 MB")
