from __future__ import annotations

import pytest

from eval.report.breakdown import break_downs
from eval.report.changes import changes
from eval.report.comparisons import within
from eval.report.drilldown import cards, changed_most, choices, worst
from eval.report.figures import answer_tables, retrieval_table, robustness_tables
from eval.report.provenance import dependencies, measured
from eval.report.quality import OnTheWhole, on_the_whole
from eval.report.tables import Estimate, Table
from eval.report.told import QuestionTold
from eval.runs import Measures, Run
from tests.run_examples import ABSENT, QUESTION, a_run, an_answers_run

IDS = [f"q{number}" for number in range(30)]


def a_constant_run(value: float, **fields: object) -> Run:
    return a_run({question: {"nDCG@10": value} for question in IDS}, **fields)


def cells(table: Table) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.7344, (0.691, 0.771)), "0.734 (0.69–0.77)"),
        (Estimate(1.0), "1.000"),
        (Estimate(-0.03, (-0.0512, 0.004), signed=True), "−0.030 (−0.051 to +0.004)"),
    ],
)
def test_a_figure_has_its_interval_in_brackets(estimate: Estimate, text: str) -> None:
    assert str(estimate) == text


def test_retrieval_is_a_row_for_each_set_and_configuration() -> None:
    runs = [a_constant_run(0.5), a_run({"q": {"AP": 0.25}}, configuration="dense"), an_answers_run()]
    table = retrieval_table(runs)
    assert table is not None
    assert table.columns == ("set", "configuration", "nDCG@10", "AP")
    assert cells(table) == [
        ["tiny test", "hybrid", "0.500 (0.50–0.50)", "–"],
        ["tiny test", "dense", "–", "0.250 (0.25–0.25)"],
    ]
    assert retrieval_table([an_answers_run()]) is None


def test_questions_asked_in_other_words_stand_beside_these_as_asked() -> None:
    runs = [an_answers_run(configuration=f"extractive, {how}") for how in ("as asked", "typing errors")]
    (asked,), (robustness,) = answer_tables(runs), robustness_tables(runs)
    assert asked.columns == ("measure", "extractive, as asked")
    assert robustness.columns == ("measure", "extractive, as asked", "extractive, typing errors")
    assert cells(robustness)[0] == ["questions", "2", "2"]


def test_several_that_answer_the_same_questions_stand_beside_each_other() -> None:
    runs = [an_answers_run(configuration=whose) for whose in ("ours", "theirs")]
    (table,) = answer_tables(runs)
    assert table.columns == ("measure", "ours", "theirs")
    assert list(robustness_tables(runs)) == []


def test_a_measure_of_which_smaller_is_better_says_so() -> None:
    (table,) = answer_tables([an_answers_run(measures={"aurc": 0.25})])
    assert cells(table)[1] == ["aurc (smaller is better)", "0.250"]


def told(question: str, **fields: object) -> QuestionTold:
    return QuestionTold.model_validate({"id": question, **fields})


def test_a_break_down_counts_and_averages_what_is_known() -> None:
    questions = [told("a", type="list"), told("b", type="list"), told("c", type="yesno"), told("d")]
    values: dict[str, Measures] = {"a": {"rr": 1.0}, "b": {"rr": 0.5}, "c": {"rr": None}, "d": {"rr": 0.0}}
    (table,) = break_downs(questions, values)
    assert table.columns == ("type", "questions", "rr")
    assert cells(table) == [
        ["list", "2", "0.750 (0.50–1.00)"],
        ["yesno", "1", "–"],
        ["none", "1", "0.000 (0.00–0.00)"],
    ]


def test_an_axis_on_which_no_question_has_a_value_has_no_table() -> None:
    assert break_downs([told("a"), told("b")], {"a": {"rr": 1.0}}) == []


def test_a_question_of_two_traits_counts_in_both() -> None:
    (table,) = break_downs([told("a", trait=["number", "negation"])], {"a": {"rr": 1.0}})
    assert [row[:2] for row in table.rows] == [("negation", "1"), ("number", "1")]


def test_hybrid_search_is_compared_with_each_other() -> None:
    runs = [a_constant_run(0.25, configuration=mode) for mode in ("dense", "lexical")] + [a_constant_run(0.5)]
    captions = [table.caption for table in within(runs)]
    assert captions == ["tiny test: dense → hybrid", "tiny test: lexical → hybrid"]
    (row, *_) = [cells(table)[0] for table in within(runs)]
    assert row[0:5] == ["nDCG@10", "30", "0.250", "0.500", "+0.250 (+0.250 to +0.250)"]
    assert row[-1] == "▲ better"


def test_each_variant_is_compared_with_the_questions_as_asked() -> None:
    runs = [a_constant_run(0.5, configuration=f"extractive, {how}") for how in ("typing errors", "as asked")]
    (table,) = within(runs)
    assert table.caption == "tiny test: extractive, as asked → extractive, typing errors"
    assert cells(table)[0][-1] == "no difference shown"


def test_a_second_answerer_is_no_variant_of_the_first() -> None:
    names = ["extractive, as asked", "extractive, typing errors", "llm, as asked", "llm, typing errors"]
    runs = [a_constant_run(0.5, configuration=name).model_copy(update={"kind": "answers"}) for name in names]
    (table,) = answer_tables(runs)
    assert table.columns == ("measure", "extractive, as asked", "llm, as asked")
    assert [table.columns[1:] for table in robustness_tables(runs)] == [tuple(names[:2]), tuple(names[2:])]
    assert [table.caption.removeprefix("tiny test: ") for table in within(runs)] == [
        "extractive, as asked → extractive, typing errors",
        "extractive, as asked → llm, as asked",
        "llm, as asked → llm, typing errors",
    ]


def test_runs_of_different_sets_are_not_compared() -> None:
    assert list(within([a_constant_run(0.5), a_constant_run(0.5, name="other"), an_answers_run()])) == []


def test_a_question_changes_in_the_measures_that_differ() -> None:
    before = a_run({"a": {"rr": 1.0, "AP": 0.5}, "b": {"rr": 0.0}, "c": {"rr": 0.5}, "gone": {"rr": 1.0}})
    after = a_run({"a": {"rr": 0.5, "AP": 0.5}, "b": {"rr": 1.0}, "c": {"rr": 0.5}, "new": {"rr": 1.0}})
    lost, gained = changes(before, after)
    assert (lost.question, lost.direction, lost.measures) == ("a", "worse", {"rr": (1.0, 0.5)})
    assert (gained.question, gained.direction) == ("b", "better")


def test_gains_that_equal_losses_are_mixed() -> None:
    before, after = a_run({"a": {"rr": 1.0, "AP": 0.0}}), a_run({"a": {"rr": 0.0, "AP": 1.0}})
    assert [change.direction for change in changes(before, after)] == ["mixed"]


def test_ndcg_decides_where_it_changed() -> None:
    before, after = a_run({"a": {"nDCG@10": 0.0, "AP": 1.0}}), a_run({"a": {"nDCG@10": 0.25, "AP": 0.0}})
    assert [change.direction for change in changes(before, after)] == ["better"]


def test_answers_against_what_was_due_come_first_and_then_those_of_low_score() -> None:
    right = {"gold": ["PMID:1"], "answered": True}
    questions = [told("good", **right), told("poor", **right), told("loud", gold=[], answered=True)]
    run = a_run({"good": {"rr": 1.0}, "poor": {"rr": 0.0}, "loud": {"rr": 0.5}})
    assert [card.told.id for card in cards(run, questions, {}, "run")] == ["loud", "poor", "good"]


def test_what_is_1_by_construction_does_not_lift_a_wrong_answer() -> None:
    borne = {"alce_citation_precision": 1.0, "alce_citation_recall": 1.0, "avoids_withdrawn": 1.0}
    run = a_run({"wrong": {"rr": 0.25, "fact_coverage": 0.0, **borne}, "poor": {"rr": 0.5, "fact_coverage": 0.25}})
    found = cards(run, [told("poor"), told("wrong")], {}, "run")
    assert [(card.told.id, card.score) for card in found] == [
        ("wrong", OnTheWhole("mean of 2 measures", 0.125)),
        ("poor", OnTheWhole("mean of 2 measures", 0.375)),
    ]


def test_how_much_was_judged_orders_no_questions() -> None:
    table = worst(a_run({"a": {"AP": 0.5, "Judged@10": 0.0}, "b": {"AP": 0.25, "Judged@10": 1.0}}), {})
    assert [row[0] for row in table.rows] == ["b", "a"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"nDCG@10": 0.5, "AP": 1.0}, OnTheWhole("nDCG@10", 0.5)),
        ({"answered_when_answerable": 1.0, "alce_citation_recall": 1.0}, OnTheWhole("answered_when_answerable", 1.0)),
        ({"alce_citation_recall": 0.5}, OnTheWhole("alce_citation_recall", 0.5)),
    ],
)
def test_a_figure_on_the_whole_says_what_it_is(values: dict[str, float], expected: OnTheWhole) -> None:
    assert on_the_whole(values) == expected


def test_an_answer_that_cites_what_was_withdrawn_comes_first() -> None:
    withdrawn = {"gold": [], "answered": True, "withdrawn": "PMID:1"}
    questions = [told("other", **withdrawn, cited=["PMID:2"]), told("withdrawn", **withdrawn, cited=["PMID:1"])]
    run = a_run({"other": {"rr": 0.0}, "withdrawn": {"rr": 1.0}})
    assert [card.told.id for card in cards(run, questions, {}, "run")] == ["withdrawn", "other"]


def test_there_is_a_choice_of_every_value_on_every_axis() -> None:
    questions = [QuestionTold.model_validate(one) for one in (QUESTION, ABSENT)]
    assert choices(questions) == {
        "type": ["unanswerable", "yesno"],
        "topic": ["joints"],
        "voice": ["clinician", "patient"],
        "trait": ["number"],
    }


def test_of_few_questions_all_are_listed_worst_first() -> None:
    table = worst(a_run({"a": {"rr": 1.0}, "b": {"rr": 0.25}}), {})
    assert (table.caption, cells(table)) == ("All 2 questions, worst first", [["b", "0.250"], ["a", "1.000"]])


def test_of_many_questions_the_worst_are_listed() -> None:
    table = worst(a_run({str(number): {"rr": number / 1000} for number in range(1000)}), {})
    assert table.caption == "The 20 worst of 1,000 questions, worst first"
    assert [row[0] for row in table.rows] == [str(number) for number in range(20)]


def test_of_many_changes_those_at_either_end_are_listed() -> None:
    before = a_run({str(number): {"rr": number / 1000} for number in range(1000)})
    after = a_run({str(number): {"rr": 0.5001} for number in range(1000)})
    shown = changed_most(changes(before, after))
    assert [one.question for one in shown[:2]] == ["999", "998"]
    assert (len(shown), shown[-1].question) == (40, "0")


MANIFEST = {"code": "0123456789abcdef", "machine": {"commit": "c0ffee", "cores": 2}, "asked": {"modes": ["hybrid"]}}


def test_what_figures_depend_on_is_said_once_with_the_runs_of_which_it_is_true() -> None:
    other = {**MANIFEST, "asked": {"modes": ["dense", "lexical"]}, "index": None}
    runs = [a_constant_run(0.5, manifest=manifest) for manifest in (MANIFEST, MANIFEST, other, MANIFEST)]
    assert cells(dependencies(runs)) == [
        ["code", "0123456789abcdef", "all"],
        ["machine · commit", "c0ffee", "all"],
        ["machine · cores", "2", "all"],
        ["asked · modes", "hybrid", "1–2, 4"],
        ["asked · modes", "dense, lexical", "3"],
        ["index", "–", "3"],
    ]


def test_every_run_says_of_which_commit_it_is() -> None:
    table = measured([a_constant_run(0.5, manifest=MANIFEST)], [a_constant_run(0.5)])
    assert cells(table) == [
        ["1", "tiny test", "hybrid", "retrieval", "30 queries", "c0ffee", "0123456789abcdef"],
        ["2", "tiny test", "hybrid", "retrieval, before", "30 queries", "–", "–"],
    ]
