"""A measurement killed at any moment loses a few seconds of encoding, and the next one nothing of its figures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from eval.datasets.beir import read_dataset
from eval.retrieval import Configurations, evaluate_retrieval
from tests.examples import a_beir_folder
from tests.fakes import CountingEmbedder
from tests.fault.processes import a_worker, measure_retrieval

DOCUMENTS = {f"d{number}": f"Trial {number}. Pain fell in group {number}." for number in range(3000)}
QUERIES = {f"q{number}": f"pain in group {number}" for number in range(5)}
A_PART = 2048
"""How many passages are kept at a time."""


@pytest.mark.parametrize("parts", [1, 2])
def test_the_next_encodes_what_was_not_kept_and_measures_the_same(tmp_path: Path, parts: int) -> None:
    dataset = read_dataset(a_beir_folder(tmp_path / "set", DOCUMENTS, QUERIES, {f"q{n}": f"d{n}" for n in range(5)}))
    with a_worker(measure_retrieval, tmp_path) as worker:
        worker.go()
        until = time.monotonic() + 60
        while len(list(tmp_path.glob("kept/passages/unfinished/*/*.npz"))) < parts and time.monotonic() < until:
            time.sleep(0.005)
        assert worker.kill()
    embedder = CountingEmbedder()
    (run,) = evaluate_retrieval(dataset, Configurations(["dense"], [embedder]), kept=tmp_path / "kept")
    assert embedder.encoded <= 2 * len(DOCUMENTS) + len(QUERIES) - parts * A_PART
    (fresh,) = evaluate_retrieval(dataset, Configurations(["dense"], [CountingEmbedder()]))
    assert run.per_question == fresh.per_question
