"""The questions of a run one by one, those that went worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.report.changes import Change
from eval.report.quality import OnTheWhole, on_the_whole
from eval.report.tables import NOTHING, Table, estimates
from eval.report.told import AXES, QuestionTold
from eval.runs import Measures, Run

MANY = 400
FEW = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A question with all there is to say of it; ``score`` is its ``values`` on the whole, None without any.

    ``change`` is what became of it since an earlier run, where it did change.
    """

    anchor: str
    told: QuestionTold
    values: dict[str, float]
    score: OnTheWhole | None
    change: Change | None


def cards(run: Run, told: Sequence[QuestionTold], changed: Mapping[str, Change], anchor: str) -> list[Card]:
    """Return a card for each question of ``told``; ``anchor`` begins the name of each in the page.

    First come those that cite what was withdrawn, then those answered or not against what was due, then the others:
    each by score, the lowest first.
    """
    found = [
        Card(
            anchor=f"{anchor}-{place}",
            told=question,
            values=(values := _known(run.per_question.get(question.id, {}))),
            score=_score(values),
            change=changed.get(question.id),
        )
        for place, question in enumerate(told, start=1)
    ]
    return sorted(found, key=_from_worst)


def choices(told: Sequence[QuestionTold]) -> dict[str, list[str]]:
    """Return for each axis on which questions have values which there are."""
    found = {axis: sorted({value for question in told for value in question.along(axis)}) for axis in AXES}
    return {axis: values for axis, values in found.items() if values}


def worst(run: Run, texts: Mapping[str, str]) -> Table:
    """Return the values of every question, worst first: of all, or the first `FEW` where there are more than `MANY`.

    Each has its text, where there are ``texts`` by question id.
    """
    scores = {question: _score(_known(values)) for question, values in run.per_question.items()}
    ordered = sorted(scores, key=lambda question: (score.value if (score := scores[question]) else 0, question))
    shown = ordered[:FEW] if len(ordered) > MANY else ordered
    measures = tuple(dict.fromkeys(name for values in run.per_question.values() for name in values))
    rows = tuple(
        (question, *([texts.get(question, NOTHING)] if texts else []), *estimates(values, {}, measures))
        for question, values in ((question, run.per_question[question]) for question in shown)
    )
    which = f"All {len(ordered):,}" if len(shown) == len(ordered) else f"The {FEW} worst of {len(ordered):,}"
    heads = ("question", "text") if texts else ("question",)
    return Table(f"{which} questions, worst first", (*heads, *measures), rows, heads=len(heads))


def changed_most(found: Sequence[Change]) -> list[Change]:
    """Return all of ``found``, or the `FEW` at either end where there are more than `MANY`."""
    return list(found) if len(found) <= MANY else [*found[:FEW], *found[-FEW:]]


def before_and_after(change: Change) -> str:
    """Return what was and what is, measure by measure."""
    return "; ".join(f"{name} {before:.3f} → {after:.3f}" for name, (before, after) in change.measures.items())


def _from_worst(card: Card) -> tuple[bool, bool, float]:
    return (
        not card.told.cites_withdrawn,
        not card.told.has_wrong_status,
        1.0 if card.score is None else card.score.value,
    )


def _score(values: Mapping[str, float]) -> OnTheWhole | None:
    return on_the_whole(values) if values else None


def _known(values: Measures) -> dict[str, float]:
    return {name: value for name, value in values.items() if value is not None}
