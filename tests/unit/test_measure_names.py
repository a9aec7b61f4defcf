from __future__ import annotations

import pytest

from eval.errors import MeasureError
from eval.measures.ranking import DEFAULT_MEASURES, check_measures, deepest, measure, parse_measures


def names(*given: str) -> list[str]:
    return [str(one) for one in parse_measures(given)]


def test_measures_are_called_as_ir_measures_calls_them() -> None:
    assert names("nDCG@10", "R@100", "AP(rel=2)@100", "nDCG(judged_only=True) @ 5") == [
        "nDCG@10",
        "R@100",
        "AP(rel=2)@100",
        "nDCG(judged_only=True)@5",
    ]


def test_another_name_for_a_measure_gives_its_own_and_none_is_there_twice() -> None:
    assert names("MRR@10", " RR@10 ", "Recall@100", "MAP") == ["RR@10", "R@100", "AP"]


def test_the_default_holds_what_a_report_of_retrieval_must() -> None:
    assert names(*map(str, DEFAULT_MEASURES)) == ["nDCG@10", "R@100", "RR@10", "AP", "P@10", "Judged@10"]


NO_MEASURES = ["", " ", "elegance", "ndcg@10", "nDCG@ten", "nDCG@10,AP", "AP;AP", "P@10@5", "P@-1", "exit()", "(" * 300]


@pytest.mark.parametrize("name", NO_MEASURES)
def test_what_is_no_measure_is_refused_with_some_that_are(name: str) -> None:
    with pytest.raises(MeasureError, match=r"no such measure.*for example nDCG@10, R@100, RR@10, AP"):
        parse_measures([name])


@pytest.mark.parametrize("name", ["P", "R", "P@1.5", "P(foo=3)@5", "AP(rel='x')", "BPM@10"])
def test_a_parameter_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(MeasureError, match="a parameter is missing"):
        parse_measures([name])


@pytest.mark.parametrize("name", ["P@0", "nDCG@0", "RR@0", "Judged@0", "AP@False"])
def test_a_cutoff_below_one_is_refused_since_it_would_end_the_process(name: str) -> None:
    with pytest.raises(MeasureError, match="its cutoff is below 1"):
        parse_measures([name])


@pytest.mark.parametrize("name", ["NumQ", "NumRet", "NumRel", "NumRelRet"])
def test_a_count_is_refused(name: str) -> None:
    with pytest.raises(MeasureError, match="no mean over queries"):
        parse_measures([name])


@pytest.mark.parametrize(
    "name", ["Accuracy", "AP(rel=0)", "AP(rel=99999999999999999999)", "P@99999999999999999999", "AP@True"]
)
def test_what_the_tool_behind_it_cannot_count_is_found_out_beforehand(name: str) -> None:
    with pytest.raises(MeasureError, match="cannot be counted here"):
        check_measures(parse_measures([name]), {"q": {"a": 1}})


def test_what_can_be_counted_passes() -> None:
    check_measures(DEFAULT_MEASURES, {"q": {"a": 1, "b": 0}, "none relevant": {"a": 0}, "negative": {"a": -2}})


def test_queries_of_which_all_grades_are_negative_count_as_zero_and_do_not_end_the_process() -> None:
    judgements = {"q1": {"a": 1}, "q2": {"a": -2, "b": -3}, "q3": {"a": -2, "b": 1}}
    measured = measure(judgements, {query: ["a", "b"] for query in judgements})
    assert [of_query["RR@10"] for of_query in measured.per_query.values()] == [1, 0, 0.5]
    assert [of_query["Judged@10"] for of_query in measured.per_query.values()] == [0.5, 1, 1]


def test_the_deepest_rank_is_the_largest_cutoff() -> None:
    assert deepest(parse_measures(["AP", "R@1000", "P@5"])) == 1000
    assert deepest(parse_measures(["AP", "IPrec@0.5"])) == 0


def test_ids_of_any_form_are_measured() -> None:
    odd = {"q 1": {"d 1": 1}, "é\t": {"d": 1}}
    assert measure(odd, {"q 1": ["d 1"], "é\t": ["x", "d"]}).means["RR@10"] == 0.75
