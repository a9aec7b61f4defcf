from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from eval.retrieval import Configurations, evaluate_retrieval
from eval.runs import Run
from index.build import Progress
from index.errors import IndexBusyError
from index.generations import Generations
from tests.examples import a_beir_folder
from tests.fakes import CountingEmbedder, EncodingFailedError

DOCUMENTS = {f"d{number}": f"Trial {number} of cells. Pain fell in group {number}." for number in range(200)}
QUERIES = {f"q{number}": f"pain in group {number}" for number in range(260)}
JUDGED = {f"q{number}": f"d{number % 200}" for number in range(260)}
PASSAGES = 2 * len(DOCUMENTS)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return read_dataset(a_beir_folder(tmp_path / "tiny", DOCUMENTS, QUERIES, JUDGED))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "data" / "evaluation" / "vectors" / "tiny"


def evaluated(dataset: Dataset, embedder: CountingEmbedder, kept: Path) -> list[Run]:
    return evaluate_retrieval(dataset, Configurations(["dense"], [embedder]), kept=kept)


def encoded(dataset: Dataset, kept: Path, embedder: CountingEmbedder | None = None) -> int:
    embedder = embedder or CountingEmbedder()
    evaluated(dataset, embedder, kept)
    return embedder.encoded


def without_timings(runs: list[Run]) -> str:
    return json.dumps([run.model_dump(mode="json", exclude={"timings"}) for run in runs])


def test_a_second_run_encodes_nothing_and_gives_the_same_but_for_timings(dataset: Dataset, kept: Path) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()
    runs = evaluated(dataset, first, kept)
    again = evaluated(dataset, second, kept)
    assert (first.encoded, second.encoded) == (PASSAGES + len(QUERIES), 0)
    assert without_timings(again) == without_timings(runs)
    assert again[0].timings["passages_encoded"] == again[0].timings["passages_per_second"] == 0


def test_what_is_kept_gives_the_figures_of_what_is_not(dataset: Dataset, kept: Path) -> None:
    evaluated(dataset, CountingEmbedder(), kept)
    fresh = evaluate_retrieval(dataset, Configurations(["dense"], [CountingEmbedder()]))
    assert without_timings(evaluated(dataset, CountingEmbedder(), kept)) == without_timings(fresh)


@pytest.mark.parametrize("fails_after", [256, 399, PASSAGES, PASSAGES + 259])
def test_interrupted_work_is_taken_up_where_it_stopped(dataset: Dataset, kept: Path, fails_after: int) -> None:
    interrupted = CountingEmbedder(fails_after=fails_after)
    with pytest.raises(EncodingFailedError):
        evaluated(dataset, interrupted, kept)
    assert interrupted.encoded >= 256
    assert encoded(dataset, kept) == PASSAGES + len(QUERIES) - interrupted.encoded


def test_another_encoder_takes_nothing_over_and_leaves_what_is_there(dataset: Dataset, kept: Path) -> None:
    evaluated(dataset, CountingEmbedder(), kept)
    assert encoded(dataset, kept, CountingEmbedder(dimension=64)) == PASSAGES + len(QUERIES)
    assert encoded(dataset, kept) == 0


def test_only_what_is_new_in_a_set_is_encoded(dataset: Dataset, kept: Path, tmp_path: Path) -> None:
    evaluated(dataset, CountingEmbedder(), kept)
    more = {**DOCUMENTS, "new": "Enthesitis resolved. Nobody was harmed."}
    larger = read_dataset(a_beir_folder(tmp_path / "larger", more, QUERIES, JUDGED))
    assert encoded(larger, kept) == 2


def test_a_query_is_not_taken_for_a_passage_of_the_same_words(tmp_path: Path, kept: Path) -> None:
    dataset = read_dataset(a_beir_folder(tmp_path, {"d": "Pain fell."}, {"q": "Pain fell."}, {"q": "d"}))
    assert encoded(dataset, kept) == 2


def test_while_another_process_encodes_the_set_it_is_said_so_and_nothing_is_damaged(
    dataset: Dataset, kept: Path
) -> None:
    evaluated(dataset, CountingEmbedder(), kept)
    with Generations(kept / "passages").locked(), pytest.raises(IndexBusyError, match="Wait until it is done"):
        evaluated(dataset, CountingEmbedder(), kept)
    assert encoded(dataset, kept) == 0


def test_words_alone_keep_nothing(dataset: Dataset, kept: Path) -> None:
    evaluate_retrieval(dataset, Configurations(["lexical"]), kept=kept)
    assert not kept.exists()


def test_it_is_shown_how_far_the_work_is(dataset: Dataset) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}

    @contextmanager
    def bar(what: str) -> Iterator[Progress]:
        seen[what] = []
        yield lambda done, total: seen[what].append((done, total))

    evaluate_retrieval(dataset, Configurations(["hybrid"], [CountingEmbedder()]), bar=bar)
    assert {what: told[-1] for what, told in seen.items()} == {
        "Encoding sentences": (PASSAGES, PASSAGES),
        "Encoding queries": (len(QUERIES), len(QUERIES)),
        "Searching, hybrid": (len(QUERIES), len(QUERIES)),
    }
