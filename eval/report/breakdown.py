"""The figures of a run by what its questions have in common: their type, topic, voice or trait. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from eval.report.tables import NOTHING, Cell, Estimate, Table
from eval.report.told import AXES, QuestionTold
from eval.runs import Measures
from eval.significance import interval_of_mean


def break_downs(questions: Sequence[QuestionTold], per_question: Mapping[str, Measures]) -> list[Table]:
    """Return a table for every axis along which the questions differ.

    A row has the questions of one value, how many they are, and of each measure the mean over those that have it. A
    question with several values counts in the row of each.
    """
    groups = {axis: _groups(questions, axis) for axis in AXES}
    return [_table(axis, found, per_question) for axis, found in groups.items() if found]


def _groups(questions: Sequence[QuestionTold], axis: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for question in questions:
        for value in question.along(axis):
            groups.setdefault(value, []).append(question.id)
    return dict(sorted(groups.items()))


def _table(axis: str, groups: Mapping[str, Sequence[str]], per_question: Mapping[str, Measures]) -> Table:
    measures = tuple(dict.fromkeys(name for values in per_question.values() for name in values))
    rows = []
    for value, ids in groups.items():
        of_these = [per_question.get(question, {}) for question in ids]
        rows.append((value, str(len(ids)), *(_mean(of_these, measure) for measure in measures)))
    return Table(f"By {axis}", (axis, "questions", *measures), tuple(rows))


def _mean(of_these: Sequence[Measures], measure: str) -> Cell:
    known = [value for values in of_these if (value := values.get(measure)) is not None]
    return Estimate(fmean(known), interval_of_mean(known)) if known else NOTHING
