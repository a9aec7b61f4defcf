from __future__ import annotations

import math
import random
from pathlib import Path
from statistics import fmean

import ir_measures
import pytest
from ir_measures import AP, RR, Bpref, Judged, P, Qrel, R, Rprec, ScoredDoc, SetF, Success, infAP, nDCG

from eval.dataset_search import Found
from eval.datasets.trec import read_run
from eval.measures.ranking import measure, parse_measures
from eval.significance import interval_of_mean

ORACLE = {"nDCG@10": nDCG @ 10, "R@100": R @ 100, "RR@10": RR @ 10, "AP": AP, "P@10": P @ 10, "Judged@10": Judged @ 10}
OTHERS = {
    "AP(rel=2)@100": AP(rel=2) @ 100,
    "P(rel=2)@5": P(rel=2) @ 5,
    "R@1000": R @ 1000,
    "nDCG": nDCG,
    "nDCG(judged_only=True)@10": nDCG(judged_only=True) @ 10,
    "RR": RR,
    "Judged@50": Judged @ 50,
    "Success@3": Success @ 3,
    "Rprec": Rprec,
    "Bpref": Bpref,
    "infAP": infAP,
    "SetF": SetF,
}
NOTHING = dict.fromkeys(ORACLE, 0.0)

Judgements = dict[str, dict[str, int]]
Rankings = dict[str, list[str]]


def random_task(seed: int) -> tuple[Judgements, Rankings]:
    """Return judgements of 30 queries and rankings of most of them and of one that is not judged."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    documents = [f"d{number}" for number in range(200)]
    judgements = {
        f"q{number}": {document: rng.choice([0, 1, 1, 2]) for document in rng.sample(documents, rng.randint(1, 20))}
        for number in range(30)
    }
    rankings = {query: rng.sample(documents, rng.randint(0, 150)) for query in judgements if rng.random() < 0.8}
    return judgements, {**rankings, "unjudged": documents[:5]}


def qrels_of(judgements: Judgements) -> list[Qrel]:
    return [Qrel(query, document, value) for query, row in judgements.items() for document, value in row.items()]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("oracle", [ORACLE, OTHERS], ids=["the default", "others"])
def test_measures_are_those_of_ir_measures(seed: int, oracle: dict[str, ir_measures.Measure]) -> None:
    judgements, rankings = random_task(seed)
    run = [
        ScoredDoc(query, document, 1 / (1 + rank))
        for query, documents in rankings.items()
        for rank, document in enumerate(documents)
    ]
    expected = ir_measures.calc_aggregate(oracle.values(), qrels_of(judgements), run)
    found = measure(judgements, rankings, parse_measures(oracle))
    assert found.means == pytest.approx({name: expected[one] for name, one in oracle.items()})


@pytest.mark.parametrize("seed", range(5))
def test_each_query_has_the_values_that_ir_measures_gives_it(seed: int) -> None:
    judgements, rankings = random_task(seed)
    run = {
        query: {document: 1 / (1 + rank) for rank, document in enumerate(documents)}
        for query, documents in rankings.items()
    }
    found = measure(judgements, rankings).per_query
    for metric in ir_measures.iter_calc(ORACLE.values(), judgements, run):
        if metric.query_id in judgements:
            assert found[metric.query_id][str(metric.measure)] == pytest.approx(metric.value)


@pytest.mark.parametrize("seed", range(5))
def test_a_run_file_with_equal_scores_has_the_figures_of_trec_eval(seed: int, tmp_path: Path) -> None:
    judgements, rankings = random_task(seed)
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    lines = [
        f"{query} Q0 {document} {rank} {rng.choice(['1', '2.5', '2.50000001', '-3e2'])} tag\n"
        for query, documents in rankings.items()
        for rank, document in enumerate(documents)
    ]
    (tmp_path / "run").write_text("".join(lines))
    by_trec_eval = {name: one for name, one in (ORACLE | OTHERS).items() if one.NAME not in {"RR", "Judged"}}
    run = ir_measures.read_trec_run(str(tmp_path / "run"))  # type: ignore[no-untyped-call]
    expected = ir_measures.calc_aggregate(by_trec_eval.values(), qrels_of(judgements), run)
    orders = Found("run", read_run(tmp_path / "run")).orders
    found = measure(judgements, orders, parse_measures(by_trec_eval))
    assert found.means == pytest.approx({name: expected[one] for name, one in by_trec_eval.items()})


@pytest.mark.parametrize("seed", range(5))
def test_means_are_of_every_judged_query_and_lie_in_their_intervals(seed: int) -> None:
    judgements, rankings = random_task(seed)
    measured = measure(judgements, rankings)
    assert list(measured.per_query) == list(judgements)
    for name, mean in measured.means.items():
        assert mean == pytest.approx(fmean(of_query[name] for of_query in measured.per_query.values()))
        low, high = measured.intervals[name]
        assert 0 <= low < mean < high <= 1


def test_measures_by_hand() -> None:
    measured = measure({"q": {"a": 2, "b": 1, "c": 1}}, {"q": ["x", "a", "b"]})
    gain = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert measured.means == pytest.approx(
        {
            "nDCG@10": gain / ideal,
            "R@100": 2 / 3,
            "RR@10": 1 / 2,
            "AP": (1 / 2 + 2 / 3) / 3,
            "P@10": 2 / 10,
            "Judged@10": 2 / 3,
        }
    )


def test_places_below_the_cut_do_not_count() -> None:
    others = [f"x{number}" for number in range(120)]
    measured = measure({"q": {"a": 1, "b": 1}}, {"q": [*others[:10], "a", *others[10:], "b"]})
    assert measured.means == pytest.approx({**NOTHING, "R@100": 1 / 2, "AP": (1 / 11 + 2 / 122) / 2})


def test_a_missing_query_counts_as_zero() -> None:
    measured = measure({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"]})
    assert measured.per_query["q2"] == NOTHING
    assert measured.means == {**dict.fromkeys(ORACLE, 0.5), "P@10": 0.05}


@pytest.mark.parametrize("rankings", [{}, {"q": []}], ids=["no run", "an empty ranking"])
def test_nothing_found_is_zero(rankings: Rankings) -> None:
    measured = measure({"q": {"a": 1}}, rankings)
    assert measured.means == NOTHING


def test_a_query_without_relevant_documents_counts_as_zero() -> None:
    assert measure({"q1": {"a": 1}, "q2": {"a": 0, "b": -1}}, {"q1": ["a"], "q2": ["a"]}).means["nDCG@10"] == 0.5


def test_equal_names_do_not_change_the_order_of_a_ranking() -> None:
    judgements = {"q": {"b": 1}}
    assert measure(judgements, {"q": ["a", "b"]}).means["RR@10"] == 0.5
    assert measure(judgements, {"q": ["b", "a"]}).means["RR@10"] == 1.0


def test_no_judgements_is_refused() -> None:
    with pytest.raises(ValueError, match="no judgements"):
        measure({}, {"q": ["a"]})


@pytest.mark.parametrize("values", [[0.3], [0.3, 0.3, 0.3], [0.0, 0.0]])
def test_the_interval_of_equal_values_is_their_mean(values: list[float]) -> None:
    assert interval_of_mean(values) == (values[0], values[0])


def test_the_interval_is_near_the_normal_one_and_repeatable() -> None:
    values = [float(number % 10) for number in range(1000)]
    low, high = interval_of_mean(values)
    spread = 1.96 * math.sqrt(8.25 / 1000)
    assert (low, high) == pytest.approx((4.5 - spread, 4.5 + spread), abs=0.03)
    assert interval_of_mean(values) == (low, high)
