"""What a report says, gathered once for every form of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.comparison import matching
from eval.report import provenance
from eval.report.breakdown import break_downs
from eval.report.changes import Change, changes
from eval.report.comparisons import groups, since, within
from eval.report.drilldown import Card, cards, choices, worst
from eval.report.figures import answer_tables, retrieval_table, robustness_tables
from eval.report.tables import Table
from eval.report.told import questions_told, titles_told
from eval.runs import Run


@dataclass(frozen=True, slots=True)
class Since:
    """A run beside an earlier one: the measures compared, and the questions that changed, most lost first."""

    compared: Table
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """A run from near; ``anchor`` names it in a page.

    Its questions are ``cards``, and ``choices`` what these can be sorted out by; for a run that tells nothing of them
    but texts and figures there are no cards, and ``worst`` is a table of them, else None. ``has_texts`` is whether the
    text of any is known. ``titles`` are those of documents, by id.
    """

    anchor: str
    run: Run
    since: Since | None
    break_downs: tuple[Table, ...]
    choices: dict[str, list[str]]
    cards: tuple[Card, ...]
    worst: Table | None
    has_texts: bool
    titles: dict[str, str]

    @property
    def anchors(self) -> dict[str, str]:
        """Question id to where in a page its card is."""
        return {card.told.id: card.anchor for card in self.cards}


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a report; None or empty where there is nothing of the kind."""

    runs: tuple[Run, ...]
    measured: Table
    dependencies: Table
    retrieval: Table | None
    answers: tuple[Table, ...]
    robustness: tuple[Table, ...]
    compared: tuple[Table, ...]
    details: tuple[Detail, ...]

    @property
    def since(self) -> list[Detail]:
        """The runs that have an earlier one beside them."""
        return [detail for detail in self.details if detail.since]


def contents_of(runs: Sequence[Run], previous: Sequence[Run]) -> Contents:
    """Gather what there is to say of ``runs``, one or more, each beside the first of ``previous`` that matches it.

    Raises:
        ComparisonError: there are previous runs and none of them matches.
        ReportError: what a run tells of its questions is in no known shape.
    """
    pairs = matching(previous, runs) if previous else []
    runs = [run for group in groups(runs) for run in group]
    return Contents(
        runs=tuple(runs),
        measured=provenance.measured(runs, previous),
        dependencies=provenance.dependencies([*runs, *previous]),
        retrieval=retrieval_table(runs),
        answers=tuple(answer_tables(runs)),
        robustness=tuple(robustness_tables(runs)),
        compared=tuple(within(runs)),
        details=tuple(
            _detail(run, next((before for before, after in pairs if after is run), None), f"run-{place}")
            for place, run in enumerate(runs, start=1)
        ),
    )


def _detail(run: Run, before: Run | None, anchor: str) -> Detail:
    told = questions_told(run)
    texts = {question.id: question.question for question in told if question.question}
    more_is_told = not all(question.is_only_asked for question in told)
    changed = changes(before, run) if before else []
    return Detail(
        anchor=anchor,
        run=run,
        since=Since(since(before, run), tuple(changed)) if before else None,
        break_downs=tuple(break_downs(told, run.per_question)),
        choices=choices(told),
        cards=tuple(cards(run, told, {change.question: change for change in changed}, anchor)) if more_is_told else (),
        worst=worst(run, texts) if run.per_question and not more_is_told else None,
        has_texts=bool(texts),
        titles=titles_told(told),
    )
