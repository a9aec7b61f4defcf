"""What int8 costs: nDCG@10 on whole data sets, with the encoder that serves and with the same weights in fp32.

The fp32 export is the reference: its own likeness to sentence-transformers' vectors is told beside the figures.
"""

from __future__ import annotations

from typing import TypedDict

from eval.dataset_search import search_dataset
from eval.datasets.beir import read_dataset
from eval.datasets.dataset import Dataset
from eval.measures import ranking
from index.exported_encoder import ExportFacts
from index.interfaces import Embedder
from index.search import Mode
from tests.benchmarks.peers.sampling import sample
from tests.benchmarks.results import Row, goal
from tests.benchmarks.workbench import Workbench

DATASETS = ("scifact", "bioasq_snippets_beir")  # both judged by their split `test`
MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
BOUND = 0.005
"""How much nDCG@10 may differ."""


class Parity(TypedDict):
    """Cosines of an export's vectors with sentence-transformers'; ``precision`` is fp32 where int8 was refused."""

    precision: str
    mean_cosine: float
    least_cosine: float


class Comparison(TypedDict):
    """nDCG@10 with both encoders, the 95 % interval of the first, and their difference: int8's less fp32's."""

    dataset: str
    mode: Mode
    documents: int
    queries: int
    int8: float
    int8_interval: tuple[float, float]
    fp32: float
    difference: float


class Quality(TypedDict):
    """``parity`` by what was asked to be exported."""

    parity: dict[str, Parity]
    comparisons: list[Comparison]
    bound: float
    within_bound: bool


def measure(bench: Workbench) -> Quality:
    """Search both data sets with both encoders."""
    int8, fp32 = bench.embedder("int8"), bench.embedder("fp32")
    comparisons = [
        one
        for name in DATASETS
        for one in _compare(sample(read_dataset(bench.data / name), bench.sizes.quality_documents), int8, fp32)
    ]
    return {
        "parity": {"int8": _parity(bench, int8=True), "fp32": _parity(bench, int8=False)},
        "comparisons": comparisons,
        "bound": BOUND,
        "within_bound": all(abs(one["difference"]) <= BOUND for one in comparisons),
    }


def rows(found: Quality) -> list[Row]:
    """Return the figures for the table."""
    table = [
        Row(
            f"nDCG@10, {one['dataset']}, {one['mode']}",
            f"{one['int8']:.4f}",
            f"{one['fp32']:.4f} fp32",
            f"{one['difference']:+.4f}",
            goal(f"within {found['bound']}", met=abs(one["difference"]) <= found["bound"]),
        )
        for one in found["comparisons"]
    ]
    for asked, parity in found["parity"].items():
        name = asked if asked == parity["precision"] else f"{asked} refused, {parity['precision']} kept"
        least = f"{parity['least_cosine']:.4f} at least"
        table.append(Row(f"mean cosine with the reference, {name}", f"{parity['mean_cosine']:.4f}", least))
    return table


def _compare(dataset: Dataset, int8: Embedder, fp32: Embedder) -> list[Comparison]:
    served, exact = (_measured(dataset, embedder) for embedder in (int8, fp32))
    return [
        {
            "dataset": dataset.name,
            "mode": mode,
            "documents": dataset.size,
            "queries": len(dataset.queries),
            "int8": served[mode].means["nDCG@10"],
            "int8_interval": served[mode].intervals["nDCG@10"],
            "fp32": exact[mode].means["nDCG@10"],
            "difference": served[mode].means["nDCG@10"] - exact[mode].means["nDCG@10"],
        }
        for mode in MODES
    ]


def _measured(dataset: Dataset, embedder: Embedder) -> dict[Mode, ranking.Measured]:
    found = search_dataset(dataset, embedder, MODES)
    return {mode: ranking.measure(dataset.judgements, one.orders) for mode, one in found.items()}


def _parity(bench: Workbench, *, int8: bool) -> Parity:
    facts = ExportFacts.load(bench.export("int8" if int8 else "fp32"))
    return {"precision": facts.precision, "mean_cosine": facts.mean_cosine, "least_cosine": facts.least_cosine}
