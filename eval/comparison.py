"""Two runs of the same questions set side by side: what differs, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Literal

from eval.errors import ComparisonError
from eval.runs import AS_ASKED, Run
from eval.significance import Interval, PairedTest, holm, paired_difference

Verdict = Literal["better", "worse", "no difference shown"]

_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class MeasureCompared:
    """One measure, over the questions of which both runs have a value.

    ``before`` and ``after`` are means over these; ``interval`` is of ``difference``; ``p_corrected`` is after Holm,
    over all measures compared, and the verdict goes by it: below 0.05 there is a difference.
    """

    measure: str
    questions: int
    before: float
    after: float
    difference: float
    interval: Interval
    p: float
    p_corrected: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared.

    ``differ`` names what the manifests do not have in common; questions are paired by id, so that a file of other
    questions or judgements makes a comparison void. ``unpaired`` counts the questions that only one of them has.
    """

    before: str
    after: str
    test: PairedTest
    differ: tuple[str, ...]
    unpaired: int
    measures: tuple[MeasureCompared, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as `json.dumps` takes it."""
        return asdict(self)


def compare(
    before: Run, after: Run, measures: Sequence[str] | None = None, test: PairedTest = "randomisation"
) -> Comparison:
    """Compare two runs question by question in ``measures``, or in all that both have.

    Figures that are no means over questions (F1, areas under curves) have no pairs and are not compared.

    Raises:
        ComparisonError: they have no question in common, or not the measure asked for.
    """
    common = [question for question in before.per_question if question in after.per_question]
    if not common:
        raise ComparisonError(f"{before.title} and {after.title} have no question in common")
    known = _common_measures(before, after, common)
    names = list(measures or known)
    if not names:
        raise ComparisonError(f"{before.title} and {after.title} have no measure in common")
    pairs = {name: _pairs(name, before, after, common) for name in names}
    if missing := [name for name, found in pairs.items() if not found]:
        raise ComparisonError(
            f"no question has {', '.join(missing)} in both; there are {', '.join(known) or 'none'}. Figures of a whole "
            "run (F1, areas under curves) are of no question"
        )
    differences = {
        name: paired_difference([one for one, _ in found], [other for _, other in found], test)
        for name, found in pairs.items()
    }
    corrected = holm({name: one.p for name, one in differences.items()})
    return Comparison(
        before=before.title,
        after=after.title,
        test=test,
        differ=tuple(_differing(before.manifest, after.manifest)),
        unpaired=len(before.per_question) + len(after.per_question) - 2 * len(common),
        measures=tuple(
            MeasureCompared(
                measure=name,
                questions=len(pairs[name]),
                before=fmean([value for value, _ in pairs[name]]),
                after=fmean([value for _, value in pairs[name]]),
                difference=found.mean,
                interval=found.interval,
                p=found.p,
                p_corrected=corrected[name],
                verdict=_verdict(found.mean, corrected[name]),
            )
            for name, found in differences.items()
        ),
    )


def configured(runs: Sequence[Run], configuration: str | None) -> list[Run]:
    """Return the runs of one configuration; all of them when it is None.

    Raises:
        ComparisonError: there is none.
    """
    chosen = [run for run in runs if configuration in {None, run.configuration}]
    if not chosen:
        known = "; ".join(run.configuration for run in runs)
        raise ComparisonError(f"there is no configuration {configuration!r}; there is {known}")
    return chosen


def matching(before: Sequence[Run], after: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Return the runs that are of one configuration; of one and one of a kind the two, whatever they are called.

    Raises:
        ComparisonError: there are none.
    """
    if len(before) == len(after) == 1 and before[0].kind == after[0].kind:
        return [(before[0], after[0])]
    pairs = [(one, other) for one in before for other in after if _key(one) == _key(other)]
    if not pairs:
        known = [", ".join(run.title for run in runs) for runs in (before, after)]
        raise ComparisonError(f"no run of the one is of the same set and configuration as one of the other: {known}")
    return pairs


def _key(run: Run) -> tuple[str, str]:
    """Return what runs must share to be paired; questions as asked are the same with variants beside and without."""
    return run.kind, run.title.removesuffix(f", {AS_ASKED}")


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Yield the places at which two manifests differ, as far as both have them: ``files.questions.sha256``."""
    for name in before.keys() & after.keys():
        one, other = before[name], after[name]
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _differing(one, other, f"{place}{name}.")
        elif one != other:
            yield f"{place}{name}"


def _common_measures(before: Run, after: Run, questions: Sequence[str]) -> list[str]:
    """Return the measures of which some question has a value in both runs, in the order of the first.

    How much of a ranking was judged says nothing of how good it is, and is left out.
    """
    named = [name for name in before.measures if not name.startswith("Judged")]
    return [name for name in named if _pairs(name, before, after, questions)]


def _pairs(name: str, before: Run, after: Run, questions: Sequence[str]) -> list[tuple[float, float]]:
    found = ((before.per_question[one].get(name), after.per_question[one].get(name)) for one in questions)
    return [(first, second) for first, second in found if first is not None and second is not None]


def _verdict(difference: float, p: float) -> Verdict:
    if p >= _LEVEL:
        return "no difference shown"
    return "better" if difference > 0 else "worse"
