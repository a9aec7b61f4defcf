"""The figures of a run by what its questions have in common: their type, topic, voice or trait. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.report.tables import NOTHING, Cell, Estimate, Table
from eval.report.told import AXES, QuestionTold
from eval.runs import Measures
from eval.significance import mean_of_known

WITHOUT = "none"

_Group = tuple[str, list[str]]


def break_downs(questions: Sequence[QuestionTold], per_question: Mapping[str, Measures]) -> list[Table]:
    """Return a table for every axis along which the questions differ.

    A row has the questions of one value, how many they are, and of each measure the mean over those that have it. A
    question with several values counts in the row of each; those without are in the last row, `WITHOUT`.
    """
    groups = {axis: _groups(questions, axis) for axis in AXES if any(question.along(axis) for question in questions)}
    return [_table(axis, found, per_question) for axis, found in groups.items()]


def _groups(questions: Sequence[QuestionTold], axis: str) -> list[_Group]:
    groups: dict[str, list[str]] = {}
    for question in questions:
        for value in question.along(axis):
            groups.setdefault(value, []).append(question.id)
    without = [question.id for question in questions if not question.along(axis)]
    return [*sorted(groups.items()), *([(WITHOUT, without)] if without else [])]


def _table(axis: str, groups: Sequence[_Group], per_question: Mapping[str, Measures]) -> Table:
    measures = tuple(dict.fromkeys(name for values in per_question.values() for name in values))
    rows = []
    for value, ids in groups:
        of_these = [per_question.get(question, {}) for question in ids]
        rows.append((value, str(len(ids)), *(_mean(of_these, measure) for measure in measures)))
    return Table(f"By {axis}", (axis, "questions", *measures), tuple(rows))


def _mean(of_these: Sequence[Measures], measure: str) -> Cell:
    found = mean_of_known(values.get(measure) for values in of_these)
    return Estimate(*found) if found else NOTHING
