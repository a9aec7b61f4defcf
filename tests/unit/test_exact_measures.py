from __future__ import annotations

import pytest
from sklearn.metrics import f1_score

from eval.measures.exact import factoid, listed, macro_f1, same_label
from eval.measures.rouge import rouge


@pytest.mark.parametrize(("gold", "predicted", "value"), [("yes", "Yes", 1), ("no", "yes", 0), ("maybe", "", 0)])
def test_a_label_is_right_or_wrong(gold: str, predicted: str, value: float) -> None:
    assert same_label(gold, predicted) == value


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (["yes", "no", "no", "maybe", "yes", "yes", "no"], ["yes", "no", "yes", "yes", "no", "maybe", "no"]),
        (["yes", "maybe"], ["yes", "no"]),
    ],
)
def test_macro_f1_is_that_of_the_library(gold: list[str], predicted: list[str]) -> None:
    assert macro_f1(list(zip(gold, predicted, strict=True))) == pytest.approx(
        f1_score(gold, predicted, average="macro")
    )


def test_macro_f1_of_nothing_says_nothing() -> None:
    assert macro_f1([]) is None


@pytest.mark.parametrize(
    ("candidates", "strict", "lenient", "mrr"),
    [
        ([["IL-17A."]], 1, 1, 1),
        ([["TNF"], ["interleukin-17a"]], 0, 1, 1 / 2),
        ([["a"], ["b"], ["c"], ["d"], ["e"], ["IL-17A"]], 0, 0, 0),
        ([], 0, 0, 0),
    ],
)
def test_a_factoid_is_named_first_or_among_five(
    candidates: list[list[str]], strict: float, lenient: float, mrr: float
) -> None:
    found = factoid([["IL-17A", "Interleukin-17A"]], candidates)
    assert found == {"factoid_strict": strict, "factoid_lenient": lenient, "factoid_mrr": mrr}


@pytest.mark.parametrize(
    ("given", "precision", "recall"),
    [
        ([["TNF"], ["il-17a"]], 1, 1),
        ([["TNF", "tumour necrosis factor"]], 1, 1 / 2),
        ([["TNF"], ["tumour necrosis factor"]], 1 / 2, 1 / 2),
        ([["TNF"], ["TNF"]], 1 / 2, 1 / 2),
        ([["TNF", "IL-17A"], ["IL-4"]], 1 / 2, 1 / 2),
        ([["TNF"], ["IL-4"], ["IL-5"], ["IL-6"]], 1 / 4, 1 / 2),
        ([], 0, 0),
    ],
)
def test_a_list_has_precision_and_recall(given: list[list[str]], precision: float, recall: float) -> None:
    found = listed([["TNF", "tumour necrosis factor"], ["IL-17A"]], given)
    assert (found["list_precision"], found["list_recall"]) == (precision, recall)
    both = precision + recall
    assert found["list_f1"] == pytest.approx(2 * precision * recall / both if both else 0)


def test_rouge_2_by_hand() -> None:
    # Bigrams of the reference: the cells, cells calm, calm the, the skin. Said of them: the cells, the skin.
    found = rouge("The cells heal the skin!", ["the cells calm the skin"])
    assert found["rouge_2_recall"] == pytest.approx(2 / 4)
    assert found["rouge_2_f1"] == pytest.approx(2 / 4)


def test_rouge_su4_by_hand() -> None:
    # Of a b c d: pairs ab ac ad bc bd cd and four words, ten in all. "a c d" has ac ad cd and three words: six.
    found = rouge("a c d", ["a b c d"])
    assert found["rouge_su4_recall"] == pytest.approx(6 / 10)
    assert found["rouge_su4_f1"] == pytest.approx(2 * 6 / (10 + 6))


def test_skips_reach_over_four_words_and_no_further() -> None:
    assert rouge("a x", ["a 1 2 3 4 x"])["rouge_su4_recall"] > rouge("a x", ["a 1 2 3 4 5 x"])["rouge_su4_recall"]
    assert rouge("a x", ["a 1 2 3 4 5 x"])["rouge_su4_recall"] == pytest.approx(2 / (7 + 6 + 5 + 4 + 3 + 2))


def test_of_several_references_the_best_counts() -> None:
    assert rouge("calm skin", ["other words here", "calm skin"])["rouge_2_recall"] == 1.0


@pytest.mark.parametrize(
    ("text", "references"), [("", ["calm skin"]), ("calm skin", [""]), ("calm skin", []), ("", [])]
)
def test_no_words_are_zero(text: str, references: list[str]) -> None:
    assert set(rouge(text, references).values()) == {0.0}
