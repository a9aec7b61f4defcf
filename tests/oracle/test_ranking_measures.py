from __future__ import annotations

import math
import random
from statistics import fmean

import ir_measures
import pytest
from ir_measures import AP, RR, Qrel, R, ScoredDoc, nDCG

from eval.measures.ranking import measure
from eval.significance import interval_of_mean

ORACLE = {"nDCG@10": nDCG @ 10, "R@100": R @ 100, "RR@10": RR @ 10, "AP": AP}

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


@pytest.mark.parametrize("seed", range(5))
def test_measures_are_those_of_ir_measures(seed: int) -> None:
    judgements, rankings = random_task(seed)
    qrels = [Qrel(query, document, value) for query, row in judgements.items() for document, value in row.items()]
    run = [
        ScoredDoc(query, document, 1 / (1 + rank))
        for query, documents in rankings.items()
        for rank, document in enumerate(documents)
    ]
    expected = ir_measures.calc_aggregate(ORACLE.values(), qrels, run)
    assert measure(judgements, rankings).means == pytest.approx(
        {name: expected[oracle] for name, oracle in ORACLE.items()}
    )


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
        {"nDCG@10": gain / ideal, "R@100": 2 / 3, "RR@10": 1 / 2, "AP": (1 / 2 + 2 / 3) / 3}
    )


def test_places_below_the_cut_do_not_count() -> None:
    others = [f"x{number}" for number in range(120)]
    measured = measure({"q": {"a": 1, "b": 1}}, {"q": [*others[:10], "a", *others[10:], "b"]})
    assert measured.means == pytest.approx({"nDCG@10": 0.0, "R@100": 1 / 2, "RR@10": 0.0, "AP": (1 / 11 + 2 / 122) / 2})


def test_a_missing_query_counts_as_zero() -> None:
    measured = measure({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"]})
    assert measured.per_query["q2"] == {"nDCG@10": 0.0, "R@100": 0.0, "RR@10": 0.0, "AP": 0.0}
    assert measured.means == {"nDCG@10": 0.5, "R@100": 0.5, "RR@10": 0.5, "AP": 0.5}


@pytest.mark.parametrize("rankings", [{}, {"q": []}], ids=["no run", "an empty ranking"])
def test_nothing_found_is_zero(rankings: Rankings) -> None:
    measured = measure({"q": {"a": 1}}, rankings)
    assert measured.means == {"nDCG@10": 0.0, "R@100": 0.0, "RR@10": 0.0, "AP": 0.0}


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
