from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer import BadParameter

from index.exported_encoder import Precision
from index.interfaces import Embedder
from tests.benchmarks import growth
from tests.benchmarks.__main__ import chosen, run
from tests.benchmarks.growth import Growth, VectorSearch, fit
from tests.benchmarks.real_texts import FILES, read_documents
from tests.benchmarks.results import goal
from tests.benchmarks.workbench import QUICK, Workbench
from tests.fakes import HashingEmbedder

WORDS = "Cells from the cord were given to patients whose joints were inflamed, and the skin cleared in many. " * 3


class WithoutWeights(Workbench):
    """A workbench whose encoder costs nothing."""

    def embedder(self, _precision: Precision = "int8") -> Embedder:
        return HashingEmbedder()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data sets of 15 records each, and one record in all of them."""
    for number, name in enumerate(FILES):
        records = [{"title": f"Trial {number}-{record}", "text": WORDS} for record in range(15)]
        records += [{"pmid": "1", "title": "The one", "text": WORDS}, {"title": "No abstract", "text": ""}]
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True)
        with gzip.open(path, "wt", encoding="utf-8") as lines:
            lines.writelines(f"{json.dumps(record)}\n" for record in records)
    return tmp_path / "data"


def test_real_text_is_read_in_order_each_record_once_and_none_without_an_abstract(data: Path) -> None:
    titles = [document.title for document in read_documents(data)]
    assert titles[:16] == [*(f"Trial 0-{record}" for record in range(15)), "The one"]
    assert len(titles) == len(set(titles)) == 15 * len(FILES) + 1


def test_a_text_without_a_title_has_its_first_sentence_as_one(data: Path) -> None:
    with gzip.open(data / FILES[0], "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"pmid": "7", "title": None, "text": WORDS}))
    document = next(read_documents(data))
    assert (document.id, document.title) == ("PMID:7", WORDS[: len(WORDS) // 3 - 1])
    assert document.text.count("Cells from the cord") == 3


def test_a_quick_run_of_one_section_keeps_the_others_and_writes_the_table(data: Path, tmp_path: Path) -> None:
    into = tmp_path / "reports"
    into.mkdir()
    (into / "benchmarks.json").write_text(json.dumps({"growth": a_record(GROWTH)}), encoding="utf-8")
    run(["update"], WithoutWeights(data, tmp_path / "encoders", tmp_path / "scratch", QUICK), into)
    records = json.loads((into / "benchmarks.json").read_text(encoding="utf-8"))
    assert list(records) == ["update", "growth"]
    assert records["growth"] == a_record(GROWTH)
    update = records["update"]
    assert update["quick"]
    assert update["machine"]["versions"]["numpy"]
    assert update["figures"]["full"]["documents"] == 60
    assert update["figures"]["full"]["encoded"] == update["figures"]["full"]["passages"]
    assert [one["documents"] for one in update["figures"]["changes"].values()] == [61, 61, 60]
    table = (into / "benchmarks.md").read_text(encoding="utf-8")
    assert "build after one title changed" in table
    assert "vectors at which their search alone takes 100 ms" in table
    assert "update (quick: no figures to quote)" in table
    assert (into / "growth.svg").exists()


def test_the_same_figures_draw_the_same_file(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        growth.draw(GROWTH, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_the_law_of_the_vector_search_says_where_it_meets_its_limit() -> None:
    law = fit(SEARCHES)
    assert law["fixed_ms"] == pytest.approx(0.5)
    assert law["us_per_vector"] == pytest.approx(0.1)
    assert law["vectors_at_limit"] == pytest.approx(995_000)


def test_a_goal_says_whether_it_is_met() -> None:
    assert goal("≤ 1.3×", met=False) == "≤ 1.3×: missed"


def test_sections_are_measured_in_a_fixed_order() -> None:
    assert chosen(["growth", "encoding"]) == ["encoding", "growth"]


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(BadParameter, match="no section is called elegance; there are: encoding, quality"):
        chosen(["elegance"])


SEARCHES: list[VectorSearch] = [
    {"vectors": size, "p50_ms": 0.5 + size / 10_000, "mb": size * 384 * 4 / 1e6} for size in (1_000, 50_000, 1_000_000)
]
GROWTH: Growth = {
    "indexes": [],
    "vector_searches": SEARCHES,
    "law": {"fixed_ms": 0.5, "us_per_vector": 0.1, "limit_ms": 100, "vectors_at_limit": 995_000},
}


def a_record(figures: Growth) -> dict[str, object]:
    machine = {
        "cpu": "a processor",
        "cores": 2,
        "memory_gb": 24.0,
        "system": "Linux x86_64",
        "python": "3.11.7",
        "versions": {},
        "commit": None,
    }
    return {
        "date": "2026-01-01T00:00+00:00",
        "seconds": 1.0,
        "load": 0.5,
        "quick": False,
        "machine": machine,
        "figures": figures,
    }
