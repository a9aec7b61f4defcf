"""Somebody's exact and ideal answers measured against the gold ones."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from eval.datasets.exact_answers import ExactAnswer
from eval.errors import ComparisonError
from eval.measures.exact import factoid, listed, macro_f1, same_label
from eval.measures.rouge import rouge
from eval.runs import Measures, Run
from eval.significance import interval_of, mean_of_known

_YES_NO, _LIST, _IDEAL = "yesno", "list", "ideal"


def evaluate_exact(
    gold: Mapping[str, ExactAnswer], given: Mapping[str, ExactAnswer], name: str, configuration: str
) -> Run:
    """Measure the answers ``given`` to the questions of ``gold``; one that was not answered counts as wrong.

    A kind of answer of which none at all is given (a system that only tells, say, and names nothing) is not measured.

    Raises:
        ComparisonError: no question of ``gold`` was answered.
    """
    if not gold.keys() & given.keys():
        raise ComparisonError(f"{configuration} answers no question of {name}: the ids have nothing in common")
    kinds = _kinds_given(gold, given)
    per_question = {one: _values(answer, given.get(one), kinds) for one, answer in gold.items()}
    names = dict.fromkeys(name for values in per_question.values() for name in values)
    means = {name: mean_of_known(values.get(name) for values in per_question.values()) for name in names}
    labels = [
        (gold[one].label, _label(given.get(one))) for one, values in per_question.items() if "yes_no_accuracy" in values
    ]
    pooled = interval_of(macro_f1, labels)
    return Run(
        kind="answers",
        name=name,
        configuration=configuration,
        measures={
            **{name: found[0] for name, found in means.items() if found},
            **({"yes_no_macro_f1": macro_f1(labels)} if labels else {}),
        },
        intervals={
            **{name: found[1] for name, found in means.items() if found},
            **({"yes_no_macro_f1": pooled} if pooled else {}),
        },
        counts={"questions": len(gold), "answered": len(gold.keys() & given.keys())},
        warnings=tuple(_warnings(gold, given)),
        per_question=per_question,
    )


def _values(gold: ExactAnswer, given: ExactAnswer | None, kinds: Container[str]) -> Measures:
    """Return the measures of one answer, by the type of the gold one; ``kinds`` are those that are measured."""
    values: Measures = {}
    things = given.things if given else ()
    kind = _kind(gold)
    if gold.things and kind in kinds:
        if kind == _YES_NO:
            values.update(_yes_or_no(gold.label, _label(given)))
        else:
            values.update(listed(gold.things, things) if kind == _LIST else factoid(gold.things, things))
    if gold.ideal and _IDEAL in kinds:
        values.update(rouge(given.ideal[0] if given and given.ideal else "", gold.ideal))
    return values


def _yes_or_no(gold: str, given: str) -> Measures:
    """Return the measures of a label; none given is wrong, but only one that is given can be precise."""
    right = same_label(gold, given)
    answered: Measures = {"yes_no_precision": right} if given else {}
    return {"yes_no_accuracy": right, "yes_no_given": float(bool(given)), **answered}


def _kinds_given(gold: Mapping[str, ExactAnswer], given: Mapping[str, ExactAnswer]) -> set[str]:
    """Return the kinds of answers of which one at least is given."""
    exact = {_kind(answer) for one, answer in gold.items() if one in given and given[one].things}
    return exact | ({_IDEAL} if any(one.ideal for one in given.values()) else set())


def _kind(gold: ExactAnswer) -> str:
    if gold.type in {_YES_NO, _LIST}:
        return gold.type
    return _YES_NO if gold.type is None and gold.label.lower() in {"yes", "no", "maybe"} else "factoid"


def _label(given: ExactAnswer | None) -> str:
    return given.label if given else ""


def _warnings(gold: Mapping[str, ExactAnswer], given: Mapping[str, ExactAnswer]) -> Iterator[str]:
    if missing := len(gold.keys() - given.keys()):
        yield f"questions that were not answered, counted as wrong: {missing}"
    if unknown := len(given.keys() - gold.keys()):
        yield f"answers to questions that were not asked, left out: {unknown}"
