from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eval.datasets.trec import Ranked, check_destination, read_run, write_run
from eval.errors import RunFileError

RUN = {"q1": [Ranked("d2", 0.75), Ranked("d1", 0.5)], "q2": [Ranked("d1", -3.0)]}


def read(path: Path, content: str) -> dict[str, list[Ranked]]:
    path.write_text(content, encoding="utf-8")
    return read_run(path)


def test_the_format_is_trecs(tmp_path: Path) -> None:
    write_run(tmp_path / "run", RUN, "tag")
    assert (tmp_path / "run").read_text() == "q1 Q0 d2 1 0.75 tag\nq1 Q0 d1 2 0.5 tag\nq2 Q0 d1 1 -3 tag\n"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_run(tmp_path / "run", RUN, "tag")
    assert read_run(tmp_path / "run") == RUN


def test_an_empty_run_is_a_run(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"q1": []}, "tag")
    assert read_run(tmp_path / "run") == {}


def test_written_scores_fall_with_every_rank_even_as_float32(tmp_path: Path) -> None:
    scores = (0.9, 0.9, 0.9 - 1e-12, 0.1, 0.0, 0.0)
    write_run(tmp_path / "run", {"q": [Ranked(f"d{9 - i}", score) for i, score in enumerate(scores)]}, "tag")
    written = read_run(tmp_path / "run")["q"]
    assert [ranked.document_id for ranked in written] == ["d9", "d8", "d7", "d6", "d5", "d4"]
    assert len({ranked.score for ranked in written}) == 6
    assert [ranked.score for ranked in written] == pytest.approx(scores, abs=1e-6)


def test_a_run_is_ordered_by_score_whatever_its_ranks_say(tmp_path: Path) -> None:
    run = read(tmp_path / "run", "q Q0 a 3 1.0 t\n\nq\tQ0\tb\t2\t1.5\tt\r\nq Q0 c 9 2e0 t")
    assert run == {"q": [Ranked("c", 2.0), Ranked("b", 1.5), Ranked("a", 1.0)]}


def test_of_equal_scores_the_later_id_comes_first_as_in_trec_eval(tmp_path: Path) -> None:
    run = read(tmp_path / "run", "q Q0 a 1 1.000000001 t\nq Q0 c 2 1 t\nq Q0 b 3 1 t\n")  # equal as float32
    assert [ranked.document_id for ranked in run["q"]] == ["c", "b", "a"]


def test_a_gzipped_run_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "run").write_bytes(gzip.compress(b"q Q0 a 1 1.0 t\n"))
    assert read_run(tmp_path / "run") == {"q": [Ranked("a", 1.0)]}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("q Q0 b 2 1.0", "not six columns"),
        ("q Q0 b second 1.0 t", "not six columns with a rank"),
        ("q Q0 b 2 nan t", "the score nan is not a number to rank by"),
        ("q Q0 b 2 -inf t", "the score -inf is not a number to rank by"),
        ("q Q0 b 2 1e39 t", "the score 1e39 is not a number to rank by"),
        ("q Q0 a 2 1.0 t", "document 'a' is there twice for query 'q'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "run"
    with pytest.raises(RunFileError, match=f":2: {reason}"):
        read(path, f"q Q0 a 1 2.0 t\n{line}\n")


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="it cannot be read"):
        read_run(tmp_path / "run")


def test_a_folder_that_is_not_there_is_found_out_beforehand(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="there is no such folder"):
        check_destination(tmp_path / "nowhere" / "run", ["d1"])


def test_a_path_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="directory"):
        write_run(tmp_path, RUN, "tag")


@pytest.mark.parametrize("name", ["d 1", "d\t1", " d", "d\u00a01", ""])
def test_an_id_that_would_break_the_columns_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RunFileError, match="white space"):
        write_run(tmp_path / "run", {"q": [Ranked(name, 1.0)]}, "tag")
    assert not (tmp_path / "run").exists()
