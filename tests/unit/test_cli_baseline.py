from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated_pubmed import Inventor, Wanted, write_file
from tests.unit.commands import AT_FAULT, DONE, USAGE, Run, as_json

INVENTOR = Inventor()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files: psoriasis and gout, then a bad record and a new title for the gout."""
    made = tmp_path / "baseline"
    made.mkdir()
    first = INVENTOR.article(1, Wanted(title="Psoriasis", year=2019)), INVENTOR.article(2, Wanted(title="Gout"))
    bad = INVENTOR.article(3, Wanted(title="Psoriasis")).replace("</Article>", "")
    later = INVENTOR.article(2, Wanted(title="Gout revised", revised="2025-02-01"))
    write_file(made / "pubmed26n0001.xml.gz", first)
    write_file(made / "pubmed26n0002.xml.gz", (bad, later))
    return made


def test_each_file_and_all_of_them_are_counted(run: Run, folder: Path) -> None:
    summary = as_json(run("corpus", "baseline", folder, "--json"))
    assert [(file["added"], file["changed"], file["rejected"]) for file in summary["files"]] == [
        (2, 0, 0),
        (0, 1, 1),
    ]
    total = summary["total"]
    assert (total["files"], total["added"], total["changed"], total["rejected"]) == (2, 2, 1, 1)
    assert total["mb_per_second"] > 0
    assert summary["documents"] == 2
    assert summary["error"] is None
    again = as_json(run("corpus", "baseline", folder, "--json"))
    assert [file["passed_over"] for file in again["files"]] == [True, True]
    assert again["total"]["passed_over"] == 2


def test_a_person_is_told_of_files_rejects_and_sums(run: Run, folder: Path) -> None:
    (folder / "pubmed26n0001.xml.gz.md5").unlink()
    result = run("corpus", "baseline", folder)
    assert result.exit_code == DONE
    assert "2 files taken in, 0 passed over: 2 added, 1 changed, 0 unchanged" in result.stdout
    assert "2 documents." in result.stdout
    assert "n0001.xml.gz: there is no pubmed26n0001.xml.gz.md5 beside it" in result.stderr
    assert "n0002.xml.gz: record 1, line 4, byte " in result.stderr
    assert "(PMID:3): not well-formed" in result.stderr
    assert "n0002.xml.gz: taken in before, passed over" in run("corpus", "baseline", folder).stderr


def test_what_ends_the_run_is_told_beside_what_was_kept(run: Run, folder: Path) -> None:
    (folder / "pubmed26n0002.xml.gz.md5").write_text("nothing")
    summary = as_json(run("corpus", "baseline", folder, "--json"), AT_FAULT)
    assert [file["added"] for file in summary["files"]] == [2]
    assert "pubmed26n0002.xml.gz.md5: states no MD5" in summary["error"]
    assert summary["documents"] == 2
    result = run("corpus", "baseline", folder)
    assert result.exit_code == AT_FAULT
    assert "enthesis: " in result.stderr
    assert run("corpus", "baseline", folder.parent).exit_code == AT_FAULT


def test_conditions_narrow_what_is_taken_in(run: Run, folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "pmids.txt"
    listed.write_text("1\n2\n")
    conditions = ["--words", "psoria* OR lupus", "--year-from", 2018, "--year-to", 2020, "--ids", listed]
    summary = as_json(run("corpus", "baseline", folder, *conditions, "--publication-type", "Journal Article", "--json"))
    total = summary["total"]
    assert (total["added"], total["filtered_out"], total["rejected"]) == (1, 3, 0)  # the bad record is not wanted
    assert run("corpus", "baseline", folder, "--mesh", "Nothing").exit_code == USAGE
    assert as_json(run("corpus", "baseline", folder, "--mesh", "Nothing", "--again", "--json"))["documents"] == 1


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (["--words", "*"], "cannot be looked for"),
        (["--year-from", 2020, "--year-to", 2000], "no year is from 2020"),
        (["--ids", "missing.txt"], "missing.txt"),
    ],
)
def test_conditions_that_make_no_sense_are_a_matter_of_usage(
    run: Run, folder: Path, conditions: list[str], told: str
) -> None:
    result = run("corpus", "baseline", folder, *conditions)
    assert result.exit_code == USAGE
    assert told in result.stderr
    assert not (folder.parent / "corpus.sqlite").exists()
