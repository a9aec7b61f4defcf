from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from typer import BadParameter

from corpus.documents import Document
from eval.datasets.dataset import Dataset
from tests.benchmarks.memory import memory_mb
from tests.benchmarks.peers.__main__ import chosen, compare, measured
from tests.benchmarks.peers.engines import CANDIDATES, Candidate
from tests.benchmarks.peers.measuring import measure_engine, percentile
from tests.benchmarks.peers.sampling import sample
from tests.benchmarks.peers.table import comparison
from tests.examples import a_document

NOT_INSTALLED = Candidate("nowhere_engine:Nowhere", ("enthesis-is-compared-with-nobody",))


class ByPosition:
    """An engine that finds the documents in the order in which they were given."""

    def build(self, documents: Sequence[Document], /) -> None:
        self._ids = [document.id for document in documents]

    def search(self, _query: str, k: int, /) -> list[str]:
        return self._ids[:k]


class ByPositionCandidate(Candidate):
    """An engine that needs no distribution."""

    def start(self) -> ByPosition:
        return ByPosition()


@pytest.fixture
def dataset() -> Dataset:
    documents = tuple(a_document(number, "Words.") for number in range(1, 6))
    return Dataset(
        name="five",
        split="test",
        documents=documents,
        source_ids={document.id: f"d{number}" for number, document in enumerate(documents, 1)},
        size=5,
        queries={"q1": "first", "q2": "second"},
        judgements={"q1": {"d4": 1, "absent": 1}, "q2": {"d5": 1}},
        warnings=(),
    )


def printed(measurements: list[dict[str, object]]) -> str:
    stream = io.StringIO()
    Console(file=stream, width=200).print(comparison(measurements))
    return stream.getvalue()


def figures(engine: str, value: float | None) -> dict[str, object]:
    names = ("build_seconds", "p50_ms", "p99_ms", "throughput_qps", "rss_mb", "peak_mb", "ndcg_at_10")
    return {"engine": engine, **dict.fromkeys(names, value)}


def test_a_sample_takes_judged_documents_first(dataset: Dataset) -> None:
    taken = sample(dataset, 3)
    assert [dataset.source_ids[document.id] for document in taken.documents] == ["d4", "d5", "d1"]
    assert taken.size == 3
    assert taken.queries == dataset.queries


def test_a_sample_asks_only_for_what_is_in_it(dataset: Dataset) -> None:
    taken = sample(dataset, 1)
    assert taken.queries == {"q1": "first"}
    assert taken.judgements == {"q1": {"d4": 1}}


def test_without_a_size_the_data_set_stays_as_it_is(dataset: Dataset) -> None:
    assert sample(dataset, None) is dataset


def test_percentiles_lie_between_values_in_proportion() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 50) == 2.5
    assert percentile(list(range(101)), 99) == 99


def test_memory_is_read_in_millions_of_bytes(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmHWM:\t  200000 kB\nVmRSS:\t  100000 kB\n")
    assert memory_mb("VmRSS", status) == 102.4
    assert memory_mb("VmRSS", tmp_path / "none") is None


def test_an_engine_is_judged_by_the_ids_of_the_data_set(dataset: Dataset) -> None:
    measured = measure_engine("by position", ByPositionCandidate("", ("numpy",)), dataset)
    assert 0 < measured.ndcg_at_10 < 1
    assert (measured.documents, measured.queries) == (5, 2)
    assert measured.p50_ms <= measured.p99_ms


def test_the_table_gives_ratios_to_ours() -> None:
    assert "| 3.0 (1.50×) |" in printed([figures("enthesis", 2.0), figures("txtai", 3.0)])


def test_the_table_has_no_ratios_where_ours_was_not_measured() -> None:
    table = printed([figures("txtai", 3.0), figures("haystack", None)])
    assert "×" not in table
    assert "–" in table


def test_an_engine_that_is_not_installed_is_skipped_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(CANDIDATES, "nowhere", NOT_INSTALLED)
    assert list(measured(["nowhere"], tmp_path, None)) == []
    assert "nowhere: skipped, not installed: enthesis-is-compared-with-nobody" in capsys.readouterr().err


def test_an_engine_whose_process_fails_is_left_out_by_name(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(CANDIDATES, "nowhere", Candidate("nowhere_engine:Nowhere", ("numpy",)))
    assert list(measured(["nowhere"], tmp_path, None)) == []
    assert "nowhere: left out, its process ended with 1" in capfd.readouterr().err


def test_engines_are_measured_in_a_fixed_order() -> None:
    assert chosen("txtai hybrid, enthesis") == ["enthesis", "txtai hybrid"]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(BadParameter, match="no engine is called elastic; there are: enthesis, txtai"):
        chosen("enthesis, elastic")


def test_a_data_set_that_cannot_be_read_is_refused_before_any_engine_starts(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="qrels"):
        compare(dataset=tmp_path)
